"""What in a new document is held back, and why: upstream is not believed blindly.

:func:`judge` tells the story: what is misplaced is put back; a document that lost, gained or
changed too much is held whole; else what vanished from a provider stays listed, and fields that
cannot be right keep their last good value. Every figure stands in
:data:`~modelario.history.gates.GATES`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from modelario.history.arrival import Arrival, Background
from modelario.history.gates import MISPLACED, WHOLE, is_due
from modelario.history.holding import EVERYTHING, held_fields
from modelario.history.journal import Ending, Gate, Hold, Withheld
from modelario.history.ledger import Ledger
from modelario.history.misplaced import granted, put_back
from modelario.history.removals import kept_removals, movement, shrunk, too_much
from modelario.records import OfferingKey
from modelario.upstream.costs import with_prices
from modelario.upstream.document import RawDocument
from modelario.upstream.field_paths import is_price_path, restored
from modelario.upstream.join import joined


class Judgement(NamedTuple):
    """What to publish – ``None`` when the whole snapshot is held – and what changes in holds."""

    published: RawDocument | None
    opened: tuple[Withheld, ...]
    closed: tuple[tuple[int, Ending], ...]


#: What the first document of all is judged against, and what is known when nothing is.
NOTHING = RawDocument({}, {}, {})
NOTHING_ELSE = Background()


def judge(
    published: RawDocument,
    new: RawDocument,
    pending: Sequence[Hold],
    today: date,
    known: Background = NOTHING_ELSE,
) -> Judgement:
    """Decide what of ``new`` is published on top of ``published``.

    ``pending`` are the holds that are not decided yet, ``today`` is the day of ``new``.
    """
    ledger = Ledger(today)
    new = put_back(published, new, pending, known.looks, ledger)
    moves = movement(published, new)
    arrival = Arrival(published, new, today, known, moves.unreadable)
    whole = next((hold for hold in pending if hold.gate in WHOLE), None)
    removals = {hold.key: hold for hold in pending if hold.gate is Gate.PROVIDER}
    gate = too_much(arrival, moves, removals)
    if gate and not (whole and is_due(whole, today, known.looks)):
        opened = () if whole else (Withheld(gate=gate, since=today, body=joined(new)),)
        return Judgement(None, opened, ())
    if whole:
        ledger.close(whole, Ending.BELIEVED if gate else Ending.DROPPED)
    ledger.keep(kept_removals(moves.gone, removals, arrival, ledger))
    if gate is not Gate.SNAPSHOT:
        ledger.keep(shrunk(arrival, moves, removals, ledger))
    held = held_fields(arrival, pending, ledger)
    return Judgement(
        _effective(published, new, ledger.kept, held), tuple(ledger.opened), tuple(ledger.closed)
    )


def released(
    published: RawDocument, holds: Iterable[Hold], bodies: Mapping[int, bytes]
) -> RawDocument:
    """The document with what an operator releases: removals made, fields as upstream has them.

    ``bodies`` are upstream's objects that the holds keep back.
    """
    holds = tuple(holds)
    for hold in holds:
        if hold.gate in MISPLACED:
            published = granted(published, hold, bodies[hold.id])
    offerings = dict(published.offerings)
    for hold in holds:
        if hold.gate is Gate.PROVIDER:
            offerings.pop(hold.key, None)
        elif hold.key not in offerings:
            continue
        elif hold.gate is Gate.IDENTITY:
            offerings[hold.key] = bodies[hold.id]
        elif is_price_path(hold.field) and isinstance(hold.new, Decimal):
            offerings[hold.key] = with_prices(offerings[hold.key], {hold.field: hold.new})
        else:
            offerings[hold.key] = restored(offerings[hold.key], bodies[hold.id], [hold.field])
    left = {provider for provider, _ in offerings}
    emptied = {provider for provider, _ in published.offerings} - left
    providers = {p: body for p, body in published.providers.items() if p not in emptied}
    return published._replace(providers=providers, offerings=offerings)


def _effective(
    published: RawDocument,
    new: RawDocument,
    kept: Collection[OfferingKey],
    held: Mapping[OfferingKey, Collection[str]],
) -> RawDocument:
    """The new document with everything that is held as it was before."""
    offerings = dict(new.offerings)
    offerings.update({key: published.offerings[key] for key in kept})
    for key, paths in held.items():
        good = published.offerings.get(key, b"null")
        is_all = EVERYTHING in paths
        offerings[key] = good if is_all else restored(new.offerings[key], good, paths)
    stranded = {key.provider for key in kept} - new.providers.keys()
    providers = dict(new.providers) | {each: published.providers[each] for each in stranded}
    return new._replace(
        providers=dict(sorted(providers.items())),
        offerings=dict(sorted(offerings.items())),
        # The fallback address knows no metadata: it does not say that there is none.
        metadata=new.metadata or published.metadata,
    )
