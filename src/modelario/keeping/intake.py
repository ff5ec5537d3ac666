"""Taking in a document: judge it, tell what moved, publish it.

:func:`take_in` is what a sync and an import do with every document. The gates decide against
the head that was read; when somebody else publishes in between, everything is decided anew.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from modelario.collecting import uncollected
from modelario.history.arrival import WINDOW_DAYS, Background
from modelario.history.gates import WHOLE
from modelario.history.journal import (
    Attempt,
    Ending,
    Gate,
    HeadMovedError,
    Hold,
    Outcome,
    Snapshot,
    State,
    Withheld,
)
from modelario.history.judging import NOTHING, judge
from modelario.history.recalling import recalled
from modelario.history.renames import followed_models, renamed
from modelario.history.running_days import check_day, check_newest
from modelario.keeping.trial import BUDGET, Budget, Trial, UnservableError
from modelario.keeping.working_out import (
    DayBefore,
    PublishedDocument,
    day_before,
    resolved,
    worked_out,
)
from modelario.records import Change, ModelOf, Origin, Testimony
from modelario.store.publishing import Delivery, Publication
from modelario.store.store import Store
from modelario.upstream.document import RawDocument, Unreadable
from modelario.upstream.join import joined
from modelario.upstream.last_good import with_last_good
from modelario.upstream.sources import Fetched

#: What was published last, by its sequence: its successor is judged and compared with it.
Memory = dict[int, PublishedDocument]

#: Kinds of source whose document is of the moment at which it is fetched.
_OF_THE_MOMENT = ("live", "url", "stdin")
#: More replicas than this do not collide at once.
_TRIES = 8


class Taken(NamedTuple):
    """What became of a document: ``snapshot`` is the newest there is then."""

    outcome: Outcome
    snapshot: Snapshot
    opened: tuple[Withheld, ...] = ()
    closed: tuple[tuple[int, Ending], ...] = ()
    changes: tuple[Change, ...] = ()
    #: How many faulty entries of what is published now were set aside.
    set_aside: int = 0


@uncollected
def take_in(
    store: Store,
    fetched: Fetched,
    *,
    as_of: date | None = None,
    memory: Memory | None = None,
    budget: Budget | None = BUDGET,
) -> Taken:
    """Publish what of a document can be believed, and hold the rest.

    ``as_of`` overrules the day that the source tells. Whoever takes in one document after the
    other gives the same ``memory`` each time, and no ``budget`` for what the next one takes the
    place of at once: whether that can be served is not tried. Raises :class:`StoreError`, also
    for a day before the latest.
    """
    memory = {} if memory is None else memory
    return repeated(functools.partial(_take_in, store, fetched, as_of, memory, budget))


def repeated(step: Callable[[], Taken]) -> Taken:
    """Decide anew as long as others publish in between."""
    for _ in range(_TRIES - 1):
        try:
            return step()
        except HeadMovedError:
            continue
    return step()


def _take_in(
    store: Store, fetched: Fetched, as_of: date | None, memory: Memory, budget: Budget | None
) -> Taken:
    newest, pending = store.newest(), store.holds()
    if newest:
        check_newest(newest.as_of, fetched.fetched_at)
    day = as_of or _day(fetched, newest)
    if not newest or day > newest.as_of:
        check_day(day, fetched.fetched_at)
    assert fetched.content  # noqa: S101 – a sync ends where a server has nothing new
    digest = fetched.content.sha256
    if newest and newest.sha256 == digest and not pending:
        return _unchanged(store, fetched, newest, day)
    good = last_published(store, memory)
    new = with_last_good(fetched.content.raw, good.raw)
    judgement = judge(good.raw, new, pending, day, known(store, day, good.models))
    decides = judgement.opened or judgement.closed
    if newest and newest.sha256 == digest and not decides:
        return _unchanged(store, fetched, newest, day)
    publication = Publication(
        raw=new,
        delivery=_delivery(fetched, day, digest),
        onto=newest.seq if newest else 0,
        state=State.HELD,
        opened=judgement.opened,
        closed=judgement.closed,
    )
    if judgement.published is None:
        snapshot = store.publish(publication)
        return Taken(Outcome.HELD, snapshot, judgement.opened, judgement.closed)
    try:
        believed = replace(publication, raw=judgement.published)
        return published(store, believed, good, memory, budget)
    except UnservableError as error:
        return _held(store, publication, pending, str(error))


def _held(store: Store, publication: Publication, pending: Sequence[Hold], cause: str) -> Taken:
    """Hold a whole document that cannot be served; nothing else of it is decided."""
    whole = any(hold.gate in WHOLE for hold in pending)
    since, body = publication.delivery.as_of, joined(publication.raw)
    opened = () if whole else (Withheld(gate=Gate.SNAPSHOT, since=since, body=body),)
    snapshot = store.publish(replace(publication, opened=opened, closed=(), cause=cause))
    return Taken(Outcome.HELD, snapshot, opened)


def _origin(delivery: Delivery) -> Origin:
    return Origin(source=delivery.source, as_of=delivery.as_of, fetched_at=delivery.fetched_at)


def published(
    store: Store,
    publication: Publication,
    good: PublishedDocument,
    memory: Memory,
    budget: Budget | None = BUDGET,
) -> Taken:
    """Publish a document in the place of ``good``, with its models, and what has changed.

    Raises :class:`UnservableError` for one that cannot be served.
    """
    previous = _previous(good, publication.raw)
    before, replaced = _day_before(store, publication, good)
    if budget is None:
        found = worked_out(publication.raw, resolved(publication.raw, previous), before)
    else:
        origin = _origin(publication.delivery)
        proven = Trial(good.raw, previous, origin, budget, before).proven(publication.raw)
        publication, found = replace(publication, raw=proven.raw), proven.found
    snapshot = store.publish(
        replace(
            publication,
            state=State.PUBLISHED,
            models=found.models,
            aliases=found.aliases,
            changes=found.changes,
            supersedes=replaced,
        )
    )
    memory.clear()
    kept = publication.raw._replace(unreadable=Unreadable())
    memory[snapshot.seq] = PublishedDocument(snapshot.seq, kept, found.models, found.resolved)
    return Taken(
        Outcome.PUBLISHED,
        snapshot,
        tuple(publication.opened),
        tuple(publication.closed),
        found.changes,
        found.set_aside,
    )


def _previous(good: PublishedDocument, raw: RawDocument) -> ModelOf:
    """Which model each offering was; a provider's new name changes nothing of that."""
    if {key.provider for key in good.models} <= {key.provider for key in raw.offerings}:
        return good.models
    return followed_models(good.models, renamed(good.raw, raw))


def _delivery(fetched: Fetched, day: date, digest: str) -> Delivery:
    return Delivery(
        source=fetched.kind,
        origin=fetched.origin,
        as_of=day,
        fetched_at=fetched.fetched_at,
        sha256=digest,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )


def _day(fetched: Fetched, newest: Snapshot | None) -> date:
    """The day of a document; a clock that was set back does not turn history around."""
    day = fetched.as_of or fetched.fetched_at.astimezone(UTC).date()
    if newest and fetched.kind in _OF_THE_MOMENT:
        return max(day, newest.as_of)
    return day


def _unchanged(store: Store, fetched: Fetched, newest: Snapshot, day: date) -> Taken:
    outcome = Outcome.HELD if newest.state is State.HELD else Outcome.UNCHANGED
    store.record_attempt(
        Attempt(
            at=fetched.fetched_at, source=fetched.kind, outcome=outcome, as_of=day, seq=newest.seq
        )
    )
    return Taken(outcome, newest)


def last_published(store: Store, memory: Memory) -> PublishedDocument:
    """What was published last; what is held changes nothing of that."""
    head = store.head()
    if head is None:
        return PublishedDocument(0, NOTHING, {})
    return memory.get(head.seq) or _published_with(store, head.seq)


def _published_with(store: Store, seq: int) -> PublishedDocument:
    return PublishedDocument(seq, store.document(seq), store.assignments(seq))


def known(store: Store, day: date, models: ModelOf) -> Background:
    """What the gates want to know beside the documents, on a day."""
    since = day - timedelta(WINDOW_DAYS)
    return Background(
        models=models,
        recent=store.changes(since),
        looks=store.days(),
        accepted=store.accepted(since),
        testimonies=_testimonies(store, day),
    )


def _testimonies(store: Store, day: date) -> Iterator[Testimony]:
    """What witnesses said by a day; their documents are read when somebody asks."""
    yield from recalled(store.witnesses.said(day), day).testimonies


def _day_before(
    store: Store, publication: Publication, good: PublishedDocument
) -> tuple[DayBefore | None, tuple[int, ...]]:
    """What was published before the day, and which snapshots of the day are replaced.

    What comes and goes within a day is no news; nor is the first document of all.
    """
    seq, replaced = store.before_day(publication.delivery.as_of)
    if seq is None:
        return None, replaced
    before = good if seq == good.seq else _published_with(store, seq)
    return day_before(store, before, publication.raw), replaced
