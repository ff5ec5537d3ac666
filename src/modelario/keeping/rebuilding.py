"""Rebuilding what is derived – changes and assignments – from the snapshots."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from modelario.history.journal import AssignedSpan, Snapshot, State
from modelario.history.model_changes import ResolvedDocument, moved
from modelario.history.renames import followed_models, renamed
from modelario.keeping.announcing import announcements
from modelario.keeping.imports import Progress
from modelario.keeping.working_out import resolved, unlike
from modelario.records import Change, ModelId, ModelOf, OfferingKey
from modelario.store.publishing import Delivery, Publication
from modelario.store.store import Store
from modelario.upstream.document import RawDocument


class Rebuilt(NamedTuple):
    """How much was derived."""

    changes: int
    assignments: int


class _Seen(NamedTuple):
    """What stood at the end of a day, and everything that ever stood until then."""

    raw: RawDocument
    resolved: ResolvedDocument
    offerings: frozenset[OfferingKey]
    models: frozenset[ModelId]


def rebuild_history(store: Store, now: datetime, progress: Progress | None = None) -> Rebuilt:
    """Derive changes and assignments anew; ids that are given up go on leading to the new ones."""
    before = store.assignments()
    rebuilt = rebuild(store, progress)
    keep_addresses(store, before, now)
    return rebuilt


def rebuild(store: Store, progress: Progress | None = None) -> Rebuilt:
    """Derive everything anew, with the rules of today, and put it in place at once.

    Raises :class:`HeadMovedError` when somebody publishes meanwhile.
    """
    newest = store.newest()
    published = [s for s in store.snapshots() if s.state is State.PUBLISHED]
    days = [list(each) for _, each in groupby(published, key=lambda s: s.as_of)]
    course, changes = _Course(), dict[int, tuple[Change, ...]]()
    told = dict[date, tuple[int, tuple[Change, ...]]]()
    heard = set(store.witnesses.days().values())
    before: _Seen | None = None
    for number, day in enumerate(days, start=1):
        after = _read_day(store, day, before, course)
        if before is not None:
            changes[day[-1].seq] = _changes(before, after)
        until = days[number][0].as_of if number < len(days) else date.max
        of = {each for each in heard if day[-1].as_of <= each < until}
        for each, brought in announcements(store, after.resolved, of).items():
            told[each] = day[-1].seq, brought
        before = after
        if progress:
            progress(number, len(days), day[-1].as_of)
    rows = course.rows()
    store.replace_derived(changes, rows, announced=told, onto=newest.seq if newest else 0)
    derived = (*changes.values(), *(brought for _, brought in told.values()))
    return Rebuilt(sum(map(len, derived)), len(rows))


def keep_addresses(store: Store, before: ModelOf, now: datetime) -> Mapping[ModelId, ModelId]:
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
            Publication(
                raw=store.load()[0],
                delivery=Delivery.by_operator("rebuild", newest, now),
                aliases=aliases,
                onto=newest.seq,
            )
        )
    return aliases


class _Course:
    """From which snapshot until which each offering was which model."""

    def __init__(self) -> None:
        self._ended: list[AssignedSpan] = []
        self._open: dict[OfferingKey, AssignedSpan] = {}

    def now(self) -> ModelOf:
        return {key: row.model for key, row in self._open.items()}

    def move(self, seq: int, models: ModelOf) -> None:
        for key, row in list(self._open.items()):
            if key not in models or models[key] != row.model:
                self._ended.append(replace(self._open.pop(key), until_seq=seq))
        for key, model in models.items():
            if key not in self._open:
                self._open[key] = AssignedSpan(key=key, model=model, from_seq=seq)

    def rows(self) -> list[AssignedSpan]:
        return [*self._ended, *self._open.values()]


def _read_day(
    store: Store, day: Iterable[Snapshot], before: _Seen | None, course: _Course
) -> _Seen:
    offerings = set(before.offerings if before else ())
    models = set(before.models if before else ())
    last = before.raw if before else None
    for snapshot in day:
        raw = store.document(snapshot.seq)
        names = renamed(last, raw) if last else {}
        last = raw
        found = resolved(raw, followed_models(course.now(), names))
        course.move(snapshot.seq, found.resolution.model_of)
        offerings |= raw.offerings.keys()
        models |= {model for model in found.resolution.model_of.values() if model is not None}
    return _Seen(raw, found, frozenset(offerings), frozenset(models))


def _changes(before: _Seen, after: _Seen) -> tuple[Change, ...]:
    return moved(
        before.resolved,
        after.resolved,
        unlike(before.raw, after.raw),
        before.offerings,
        before.models,
    )
