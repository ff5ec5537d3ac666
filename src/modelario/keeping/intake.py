"""Taking in a document: judge it, tell what moved, publish it.

:func:`take_in` is what a sync and an import do with every document. The gates decide against
the head that was read; when somebody else publishes in between, everything is decided anew.
"""

import functools
from collections.abc import Callable, Mapping
from datetime import UTC, date
from hashlib import sha256
from typing import NamedTuple

from modelario.history import gates
from modelario.history.changes import diff
from modelario.history.journal import (
    Ending,
    HeadMovedError,
    NothingPublishedError,
    Outcome,
    Snapshot,
    State,
    Withheld,
)
from modelario.history.model_changes import (
    Key,
    ResolvedDocument,
    model_changes,
    touched,
    with_models,
)
from modelario.records import Change, Document, ModelId, OfferingId, ProviderId, Resolution
from modelario.store.store import Store
from modelario.upstream.document import RawDocument, parse, split
from modelario.upstream.sources import Fetched

#: Tells which model each offering is, knowing which it was.
Assign = Callable[[Document, Mapping[tuple[ProviderId, OfferingId], ModelId]], Resolution]

Assigned = Mapping[tuple[ProviderId, OfferingId], ModelId | None]
#: The reading of the last snapshot, by its sequence: its successor is compared with it.
Memory = dict[int, ResolvedDocument]

#: Kinds of source whose document is of the moment at which it is fetched.
_OF_THE_MOMENT = ("live", "url", "stdin")
#: More replicas than this do not collide at once.
_TRIES = 8


class Reader(NamedTuple):
    """Reads documents as models, and remembers the last reading for its successor."""

    assign: Assign
    memory: Memory

    def read(self, raw: RawDocument, previous: Assigned) -> ResolvedDocument:
        """Resolve a document, knowing which model each offering was."""
        document = parse(raw)
        kept = {key: model for key, model in previous.items() if model is not None}
        return ResolvedDocument(document, self.assign(document, kept))

    def of_snapshot(self, store: Store, seq: int, raw: RawDocument) -> ResolvedDocument:
        """What snapshot ``seq``, whose document is ``raw``, was read as."""
        return self.memory.get(seq) or self.read(raw, store.assignments(seq))

    def remember(self, seq: int, reading: ResolvedDocument) -> None:
        """Keep the reading of a snapshot, and that one only."""
        self.memory.clear()
        self.memory[seq] = reading


class Taken(NamedTuple):
    """What became of a document: ``snapshot`` is the newest there is then.

    ``document`` is what is published now, where models were assigned to it.
    """

    outcome: Outcome
    snapshot: Snapshot
    opened: tuple[Withheld, ...] = ()
    closed: tuple[tuple[int, Ending], ...] = ()
    changes: tuple[Change, ...] = ()
    document: Document | None = None


def take_in(
    store: Store,
    fetched: Fetched,
    *,
    as_of: date | None = None,
    assign: Assign | None = None,
    memory: Memory | None = None,
) -> Taken:
    """Publish what of a document can be believed, and hold the rest.

    ``as_of`` overrules the day that the source tells. Without ``assign``, assignments stay as
    they are, and changes name no models. Whoever takes in one document after the other gives
    the same ``memory`` each time. Raises :class:`StoreError`, also for a day before the latest.
    """
    reader = Reader(assign, {} if memory is None else memory) if assign else None
    return repeated(functools.partial(_take_in, store, fetched, as_of, reader))


def repeated(step: Callable[[], Taken]) -> Taken:
    """Decide anew as long as others publish in between."""
    for _ in range(_TRIES - 1):
        try:
            return step()
        except HeadMovedError:
            continue
    return step()


def _take_in(store: Store, fetched: Fetched, as_of: date | None, reader: Reader | None) -> Taken:
    newest, pending = store.newest(), store.holds()
    day = as_of or _day(fetched, newest)
    digest = sha256(fetched.data).hexdigest()
    if newest and newest.sha256 == digest and not pending:
        return _unchanged(store, fetched, newest, day)
    new = split(fetched.data)
    last_look = max(store.days(), default=None)
    judgement = gates.judge(_published(store), new, pending, day, last_look=last_look)
    decides = judgement.opened or judgement.closed
    if newest and newest.sha256 == digest and not decides:
        return _unchanged(store, fetched, newest, day)
    held = judgement.published is None
    effective = new if judgement.published is None else judgement.published
    reading = None if held or reader is None else reader.read(effective, store.assignments())
    changes, supersedes = (
        ((), ()) if held else changes_of_day(store, effective, day, reading, reader)
    )
    snapshot = store.publish(
        effective,
        source=fetched.kind,
        origin=fetched.origin,
        as_of=day,
        fetched_at=fetched.fetched_at,
        sha256=digest,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        assignments=reading.resolution.assignments if reading else None,
        aliases=reading.resolution.aliases if reading else {},
        onto=newest.seq if newest else 0,
        state=State.HELD if held else State.PUBLISHED,
        opened=judgement.opened,
        closed=judgement.closed,
        changes=changes,
        supersedes=supersedes,
    )
    if reader and reading:
        reader.remember(snapshot.seq, reading)
    outcome = Outcome.HELD if held else Outcome.PUBLISHED
    document = reading.document if reading else None
    return Taken(outcome, snapshot, judgement.opened, judgement.closed, changes, document)


def _day(fetched: Fetched, newest: Snapshot | None) -> date:
    """The day of a document; a clock that was set back does not turn history around."""
    day = fetched.as_of or fetched.fetched_at.astimezone(UTC).date()
    if newest and fetched.kind in _OF_THE_MOMENT:
        return max(day, newest.as_of)
    return day


def _unchanged(store: Store, fetched: Fetched, newest: Snapshot, day: date) -> Taken:
    outcome = Outcome.HELD if newest.state is State.HELD else Outcome.UNCHANGED
    store.record_attempt(
        at=fetched.fetched_at, source=fetched.kind, outcome=outcome, as_of=day, seq=newest.seq
    )
    return Taken(outcome, newest)


def _published(store: Store) -> RawDocument:
    try:
        return store.load()[0]
    except NothingPublishedError:
        return gates.NOTHING


def changes_of_day(
    store: Store,
    new: RawDocument,
    day: date,
    reading: ResolvedDocument | None = None,
    reader: Reader | None = None,
) -> tuple[tuple[Change, ...], tuple[int, ...]]:
    """What moved since the day before, and which snapshots of this day that replaces.

    What comes and goes within a day is no news; nor is the first document of all. With the
    ``reading`` of the new document, changes name their models, and those of models follow.
    """
    base, replaced = store.before_day(day)
    if base is None:
        return (), replaced
    old, seq = base
    one, other = (parse(raw) for raw in differing(old, new))
    known = store.ever_listed(seq, keys(other) - keys(one))
    changes = diff(one, other, known)
    if reading is None or reader is None:
        return changes, replaced
    before = reader.of_snapshot(store, seq, old)
    models = touched(before, reading, keys(one) | keys(other))
    return (
        *with_models(changes, before, reading),
        *model_changes(before, reading, models, store.ever_assigned(seq, models)),
    ), replaced


def keys(document: Document) -> set[Key]:
    """What identifies the offerings of a document."""
    return {(offering.provider, offering.offering_id) for offering in document.offerings}


def differing(old: RawDocument, new: RawDocument) -> tuple[RawDocument, RawDocument]:
    """The offerings that are not alike in two documents, as they are in each."""
    unlike = {
        key
        for key in old.offerings.keys() | new.offerings.keys()
        if old.offerings.get(key) != new.offerings.get(key)
    }
    return _only(old, unlike), _only(new, unlike)


def _only(raw: RawDocument, keys: set[tuple[str, str]]) -> RawDocument:
    return RawDocument({}, {k: raw.offerings[k] for k in sorted(keys & raw.offerings.keys())}, {})
