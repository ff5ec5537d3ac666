"""Rebuilding what is derived – changes and assignments – from the snapshots."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from modelario.history.changes import diff
from modelario.history.journal import Snapshot, State
from modelario.history.model_changes import (
    Key,
    ResolvedDocument,
    model_changes,
    touched,
    with_models,
)
from modelario.keeping.intake import Assign, Reader, differing, keys
from modelario.records import Change, ModelId, OfferingId, ProviderId
from modelario.store.publishing import AssignedSpan
from modelario.store.store import Store
from modelario.upstream.document import RawDocument, parse

#: Called with the days done, the days in all, and the day that was just done.
Progress = Callable[[int, int, date], None]


class Rebuilt(NamedTuple):
    """How much was derived."""

    changes: int
    assignments: int


class _Seen(NamedTuple):
    """What stood at the end of a day, and everything that ever stood until then."""

    raw: RawDocument
    reading: ResolvedDocument
    offerings: frozenset[Key]
    models: frozenset[ModelId]


def rebuild(store: Store, assign: Assign, progress: Progress | None = None) -> Rebuilt:
    """Derive everything anew, with the rules of today, and put it in place at once.

    Raises :class:`HeadMovedError` when somebody publishes meanwhile.
    """
    newest = store.newest()
    published = [s for s in store.snapshots() if s.state is State.PUBLISHED]
    days = [list(each) for _, each in groupby(published, key=lambda s: s.as_of)]
    course, changes = _Course(), dict[int, tuple[Change, ...]]()
    before: _Seen | None = None
    for number, day in enumerate(days, start=1):
        after = _read_day(store, Reader(assign, {}), day, before, course)
        if before is not None:
            changes[day[-1].seq] = _changes(before, after)
        before = after
        if progress:
            progress(number, len(days), day[-1].as_of)
    rows = course.rows()
    store.replace_derived(changes, rows, onto=newest.seq if newest else 0)
    return Rebuilt(sum(map(len, changes.values())), len(rows))


def keep_addresses(
    store: Store, before: Mapping[Key, ModelId | None], now: datetime
) -> Mapping[ModelId, ModelId]:
    """Record where the ids lead that offerings had ``before`` a rebuild and have no longer.

    An id that is still in use needs no alias, and of several ids that came of one, the first
    by name is where it leads.
    """
    after = store.assignments()
    live = set(after.values())
    moved = sorted(
        (old, new)
        for key, old in before.items()
        if old is not None and old not in live and (new := after.get(key)) is not None
    )
    aliases = dict(reversed(moved))
    newest = store.newest()
    if aliases and newest is not None:
        store.publish(
            store.load()[0],
            source="operator",
            origin="rebuild",
            as_of=newest.as_of,
            fetched_at=now,
            sha256=newest.sha256,
            aliases=aliases,
            onto=newest.seq,
        )
    return aliases


class _Course:
    """From which snapshot until which each offering was which model."""

    def __init__(self) -> None:
        self._ended: list[AssignedSpan] = []
        self._open: dict[Key, AssignedSpan] = {}

    def now(self) -> Mapping[Key, ModelId | None]:
        return {key: row.model for key, row in self._open.items()}

    def move(self, seq: int, models: Mapping[Key, ModelId | None]) -> None:
        for key, row in list(self._open.items()):
            if key not in models or models[key] != row.model:
                self._ended.append(self._open.pop(key)._replace(until_seq=seq))
        for key, model in models.items():
            if key not in self._open:
                self._open[key] = AssignedSpan(*key, model, seq, None)

    def rows(self) -> list[AssignedSpan]:
        return [*self._ended, *self._open.values()]


def _read_day(
    store: Store, reader: Reader, day: Iterable[Snapshot], before: _Seen | None, course: _Course
) -> _Seen:
    offerings = set(before.offerings if before else ())
    models = set(before.models if before else ())
    for snapshot in day:
        raw = store.document(snapshot.seq)
        reading = reader.read(raw, course.now())
        course.move(snapshot.seq, reading.models())
        offerings |= {(ProviderId(p), OfferingId(o)) for p, o in raw.offerings}
        models |= {model for model in reading.models().values() if model is not None}
    return _Seen(raw, reading, frozenset(offerings), frozenset(models))


def _changes(before: _Seen, after: _Seen) -> tuple[Change, ...]:
    one, other = (parse(raw) for raw in differing(before.raw, after.raw))
    models = touched(before.reading, after.reading, keys(one) | keys(other))
    return (
        *with_models(diff(one, other, before.offerings), before.reading, after.reading),
        *model_changes(before.reading, after.reading, models, before.models),
    )
