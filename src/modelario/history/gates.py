"""What in a new document is held back, and why: upstream is not believed blindly.

:func:`judge` tells the story: a document that lost too much is held whole; else what vanished
from a provider stays listed, and price fields that cannot be right keep their last good
value. Every figure stands in :data:`GATES`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from modelario.bounds import PRICE
from modelario.history.journal import Ending, Gate, Hold, Withheld
from modelario.records import OfferingKey
from modelario.upstream.costs import prices, with_prices
from modelario.upstream.document import RawDocument, parse
from modelario.upstream.join import joined
from modelario.upstream.values import is_within

#: A price field of an offering.
Path = tuple[OfferingKey, str]


class GateRule(NamedTuple):
    """A gate's figure, and after how many days a repeated change is believed."""

    figure: Decimal
    believed_after_days: int | None
    because: str


GATES: Mapping[Gate, GateRule] = {
    Gate.SNAPSHOT: GateRule(Decimal("0.10"), 3, "the largest real loss in a day was 7.6 %"),
    Gate.PROVIDER: GateRule(Decimal("0.5"), 3, "11 events in a year"),
    Gate.BOUNDS: GateRule(PRICE.most, None, PRICE.because),
    Gate.JUMP: GateRule(Decimal(20), 7, "16 fields on 7 days"),
    Gate.ZERO: GateRule(Decimal(5), 7, "fired twice in a year, both accidents"),
}
#: However long nobody looked, a document that lost more than this is held.
MOST_LOST_AT_ONCE = Decimal("0.5")
#: Smaller providers come and go as they are.
SMALLEST_GATED_PROVIDER = 10
#: A rise from 0 has no ratio: above this it is a jump.
HIGHEST_RISE_FROM_ZERO = Decimal(100)


class Judgement(NamedTuple):
    """What to publish – ``None`` when the whole snapshot is held – and what changes in holds."""

    published: RawDocument | None
    opened: tuple[Withheld, ...]
    closed: tuple[tuple[int, Ending], ...]


#: What the first document of all is judged against.
NOTHING = RawDocument({}, {}, {})


def judge(
    published: RawDocument,
    new: RawDocument,
    pending: Sequence[Hold],
    today: date,
    *,
    last_look: date | None = None,
) -> Judgement:
    """Decide what of ``new`` is published on top of ``published``.

    ``pending`` are the holds that are not decided yet, ``today`` is the day of ``new``, and
    ``last_look`` the last day on which upstream was looked at, the day before unless given.
    """
    whole = next((hold for hold in pending if hold.gate is Gate.SNAPSHOT), None)
    removals = {hold.key: hold for hold in pending if hold.gate is Gate.PROVIDER}
    gone, gained = _movement(published, new)
    vanished = gone - removals.keys()
    too_much = len(vanished) > _most_lost((today - last_look).days if last_look else 1) * (
        len(published.offerings) - len(removals)
    )
    if too_much and not (whole and _is_due(whole, today)):
        opened = () if whole else (Withheld(gate=Gate.SNAPSHOT, since=today, body=joined(new)),)
        return Judgement(None, opened, ())
    ledger = _Ledger(today)
    if whole:
        ledger.close(whole, Ending.BELIEVED if too_much else Ending.DROPPED)
    kept = _kept_removals(gone, removals, ledger)
    if not too_much:
        kept |= _shrunk(published.offerings.keys() - removals.keys(), vanished, gained, ledger)
    corrections = _corrections(published, new, kept, pending, ledger)
    return Judgement(
        _effective(published, new, kept, corrections), tuple(ledger.opened), tuple(ledger.closed)
    )


def _most_lost(days: int) -> Decimal:
    """The share of offerings that may vanish between two looks that are so many days apart.

    The figure of the gate is for a day; whoever looks again after weeks finds more gone.
    """
    return min(MOST_LOST_AT_ONCE, GATES[Gate.SNAPSHOT].figure * max(1, days))


def released(published: RawDocument, holds: Iterable[Hold]) -> RawDocument:
    """The document with what an operator releases: removals made, prices as upstream has them."""
    offerings = dict(published.offerings)
    for hold in holds:
        if hold.gate is Gate.PROVIDER:
            offerings.pop(hold.key, None)
        elif hold.key in offerings:
            offerings[hold.key] = with_prices(offerings[hold.key], {hold.field: hold.new})
    left = {provider for provider, _ in offerings}
    emptied = {provider for provider, _ in published.offerings} - left
    providers = {p: body for p, body in published.providers.items() if p not in emptied}
    return published._replace(providers=providers, offerings=offerings)


class _Ledger:
    """What one judgement opens and closes."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.opened: list[Withheld] = []
        self.closed: list[tuple[int, Ending]] = []

    def close(self, hold: Hold, decision: Ending) -> None:
        self.closed.append((hold.id, decision))


def _is_due(hold: Hold, today: date) -> bool:
    """Whether upstream has said so for long enough, and no operator objects."""
    days = GATES[hold.gate].believed_after_days
    return days is not None and hold.rejected_seq is None and (today - hold.since).days >= days


# --- removals -------------------------------------------------------------------------


def _movement(
    published: RawDocument, new: RawDocument
) -> tuple[set[OfferingKey], set[OfferingKey]]:
    """What is gone and what is new; an offering that can no longer be read is gone."""
    changed = {k: b for k, b in new.offerings.items() if published.offerings.get(k) != b}
    readable = _readable(changed)
    missing = published.offerings.keys() - (new.offerings.keys() - (changed.keys() - readable))
    gone = _readable({key: published.offerings[key] for key in missing})
    return gone, readable - published.offerings.keys()


def _readable(offerings: Mapping[OfferingKey, bytes]) -> set[OfferingKey]:
    document = parse(RawDocument({}, offerings, {}))
    return {offering.key for offering in document.offerings}


def _kept_removals(
    gone: Collection[OfferingKey], removals: Mapping[OfferingKey, Hold], ledger: _Ledger
) -> set[OfferingKey]:
    """The offerings that stay listed because their removal is held already."""
    kept = set()
    for key, hold in removals.items():
        if key not in gone:
            ledger.close(hold, Ending.DROPPED)
        elif _is_due(hold, ledger.today):
            ledger.close(hold, Ending.BELIEVED)
        else:
            kept.add(key)
    return kept


def _shrunk(
    had: Collection[OfferingKey],
    vanished: Collection[OfferingKey],
    gained: Collection[OfferingKey],
    ledger: _Ledger,
) -> set[OfferingKey]:
    """Hold the removals of providers that shrink by half; renaming all they have is no loss."""
    before, lost, won = (Counter(p for p, _ in keys) for keys in (had, vanished, gained))
    share = GATES[Gate.PROVIDER].figure
    gated = {
        p
        for p, n in lost.items()
        if before[p] >= SMALLEST_GATED_PROVIDER and n - won[p] >= share * before[p]
    }
    kept = {key for key in vanished if key.provider in gated}
    ledger.opened += [
        Withheld(gate=Gate.PROVIDER, provider=provider, offering_id=id_, since=ledger.today)
        for provider, id_ in sorted(kept)
    ]
    return kept


# --- prices ---------------------------------------------------------------------------


class _Suspect(NamedTuple):
    """A price field whose new value a gate does not let pass."""

    gate: Gate
    key: OfferingKey
    field: str
    kept: Decimal | None
    new: Decimal

    @property
    def path(self) -> Path:
        return self.key, self.field


def _corrections(
    published: RawDocument,
    new: RawDocument,
    kept: Collection[OfferingKey],
    pending: Iterable[Hold],
    ledger: _Ledger,
) -> dict[OfferingKey, dict[str, Decimal | None]]:
    """The last good values of fields that are held, by offering and path."""
    holds = {(hold.key, hold.field): hold for hold in pending if hold.field}
    corrections: defaultdict[OfferingKey, dict[str, Decimal | None]] = defaultdict(dict)
    suspects = {suspect.path: suspect for suspect in _suspects(published, new, kept, holds)}
    for path, suspect in suspects.items():
        if _is_held(suspect, holds.get(path), new, ledger):
            corrections[suspect.key][suspect.field] = suspect.kept
    for path, hold in holds.items():
        if path not in suspects and hold.key not in kept:
            ledger.close(hold, Ending.DROPPED)
    return corrections


def _is_held(suspect: _Suspect, hold: Hold | None, new: RawDocument, ledger: _Ledger) -> bool:
    """Go on with a hold, end it, or open one."""
    since = ledger.today
    if hold and hold.gate is suspect.gate and hold.new is not None:
        if not _is_far(hold.new, suspect.new):
            if hold.rejected_seq is not None:
                # Whoever rejected 62.5 has no more use for 65.
                return True
            if _is_due(hold, ledger.today):
                ledger.close(hold, Ending.BELIEVED)
                return False
            since = hold.since
        if _is_same(hold.new, suspect.new):
            return True
    if hold:
        ledger.close(hold, Ending.REPLACED)
    ledger.opened.append(
        Withheld(
            gate=suspect.gate,
            provider=suspect.key.provider,
            offering_id=suspect.key.offering_id,
            field=suspect.field,
            kept=suspect.kept,
            new=suspect.new,
            body=new.offerings[suspect.key],
            since=since,
        )
    )
    return True


def _suspects(
    published: RawDocument,
    new: RawDocument,
    kept: Collection[OfferingKey],
    holds: Mapping[Path, Hold],
) -> list[_Suspect]:
    found = []
    for key, body in new.offerings.items():
        if published.offerings.get(key) == body or key in kept:
            continue
        good = prices(published.offerings.get(key, b"null"))
        for field, price in prices(body).items():
            if gate := _gate(good.get(field), price):
                found.append(_Suspect(gate, key, field, good.get(field), price))
    zeroed = Counter(
        suspect.key.provider
        for suspect in found
        if suspect.gate is Gate.ZERO and not _goes_on(suspect, holds)
    )
    return [
        suspect
        for suspect in found
        if suspect.gate is not Gate.ZERO
        or _goes_on(suspect, holds)
        or zeroed[suspect.key.provider] >= GATES[Gate.ZERO].figure
    ]


def _goes_on(suspect: _Suspect, holds: Mapping[Path, Hold]) -> bool:
    hold = holds.get(suspect.path)
    return hold is not None and hold.gate is suspect.gate


def _gate(good: Decimal | None, price: Decimal) -> Gate | None:
    """The gate that a price field does not pass on its own; a price first told passes."""
    if not price.is_finite() or not (price == 0 or is_within(price, PRICE)):
        return Gate.BOUNDS
    if good is None:
        return None
    if good > 0 and price == 0:
        return Gate.ZERO
    if good == 0:
        return Gate.JUMP if price > HIGHEST_RISE_FROM_ZERO else None
    return Gate.JUMP if _is_far(good, price) else None


def _is_same(one: Decimal, other: Decimal) -> bool:
    return one == other or (one.is_nan() and other.is_nan())


def _is_far(one: Decimal, other: Decimal) -> bool:
    """Whether one price is so many times the other that it is a jump."""
    if _is_same(one, other):
        return False
    if not (one.is_finite() and other.is_finite()) or min(one, other) <= 0:
        return True
    return max(one, other) >= GATES[Gate.JUMP].figure * min(one, other)


def _effective(
    published: RawDocument,
    new: RawDocument,
    kept: Collection[OfferingKey],
    corrections: Mapping[OfferingKey, Mapping[str, Decimal | None]],
) -> RawDocument:
    """The new document with everything that is held as it was before."""
    offerings = dict(new.offerings)
    offerings.update({key: published.offerings[key] for key in kept})
    offerings.update({k: with_prices(new.offerings[k], fix) for k, fix in corrections.items()})
    stranded = {key.provider for key in kept} - new.providers.keys()
    providers = dict(new.providers) | {each: published.providers[each] for each in stranded}
    return new._replace(
        providers=dict(sorted(providers.items())),
        offerings=dict(sorted(offerings.items())),
        # The fallback address knows no metadata: it does not say that there is none.
        metadata=new.metadata or published.metadata,
    )
