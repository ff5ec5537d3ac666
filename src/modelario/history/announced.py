"""Announced ends as news: told for the first time, moved, withdrawn, and reached."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from modelario.dates import last_day
from modelario.history.journal import DatedChange
from modelario.records import (
    Change,
    ChangeKind,
    EventKind,
    Heard,
    ModelId,
    ModelOf,
    OfferingKey,
    SourceId,
    Testimony,
)

#: What is told where nobody names a day; after every day.
UNDATED = "undated"
_ENDINGS = (EventKind.DEPRECATED, EventKind.RETIRES)


class _EndTold(NamedTuple):
    """The earliest day that anybody tells, as a listing's life has it, and who does."""

    day: str
    source: SourceId


class _EndsOfListing(NamedTuple):
    """What is announced of one listing, which may be gone from upstream's document."""

    model: ModelId | None
    ends: dict[EventKind, _EndTold]


def announced(before: Heard, after: Heard, models: ModelOf, day: date) -> tuple[Change, ...]:
    """What a day brought in announced ends; nothing of listings that had ended before it.

    What has no day is news only where its witness was heard before.
    """
    was, now = _listings(before, models), _listings(after, models)
    known = {each.id for each in before.witnesses}
    found = [
        change
        for key in was.keys() | now.keys()
        for change in _moved(key, was.get(key), now.get(key), day)
        if change.old or change.new != UNDATED or change.source in known
    ]
    return tuple(sorted(found, key=lambda each: (*(each.key or ()), each.field or "")))


def _listings(heard: Heard, models: ModelOf) -> dict[OfferingKey, _EndsOfListing]:
    found: dict[OfferingKey, _EndsOfListing] = {}
    for key, model, testimony in _by_listing(heard, models):
        for event in testimony.events:
            if event.kind in _ENDINGS:
                ends = found.setdefault(key, _EndsOfListing(model, {})).ends
                told = _EndTold(event.day or UNDATED, event.source)
                ends[event.kind] = min(ends.get(event.kind, told), told, key=lambda each: each.day)
    return found


def _by_listing(
    heard: Heard, models: ModelOf
) -> Iterator[tuple[OfferingKey, ModelId | None, Testimony]]:
    for key, testimonies in heard.offerings.items():
        yield from ((key, models.get(key), each) for each in testimonies)
    for model, testimonies in heard.models.items():
        for each in testimonies:
            yield OfferingKey(each.provider, each.offering_id), model, each


def _moved(
    key: OfferingKey, was: _EndsOfListing | None, now: _EndsOfListing | None, day: date
) -> Iterator[Change]:
    listing = now or was
    if listing is None or all(_has_ended(each, day) for each in (was, now) if each):
        return
    for kind in _ENDINGS:
        old, new = (each.ends.get(kind) if each else None for each in (was, now))
        teller = new or old
        if teller is not None and (old and old.day) != (new and new.day):
            yield Change(
                kind=ChangeKind.ANNOUNCED,
                provider=key.provider,
                offering_id=key.offering_id,
                model=listing.model,
                field=kind.value,
                old=old.day if old else None,
                new=new.day if new else None,
                source=teller.source,
            )


def _has_ended(listing: _EndsOfListing, day: date) -> bool:
    told = listing.ends.get(EventKind.RETIRES)
    return told is not None and _is_over(told.day, day)


def _is_over(told: str, day: date) -> bool:
    last = last_day(told)
    return last is not None and last < day


# --- reached --------------------------------------------------------------------------


def with_reached(changes: Iterable[DatedChange], today: date) -> tuple[DatedChange, ...]:
    """Changes with what has ended by a day as it was announced, all in the order of their days."""
    every = tuple(changes)
    return tuple(sorted((*every, *_reached(every, today)), key=lambda each: each.as_of))


def _reached(changes: Iterable[DatedChange], today: date) -> Iterator[DatedChange]:
    """What stood until its day came, and was ahead when it was told."""
    standing: dict[OfferingKey | None, DatedChange] = {}
    for each in changes:
        change = each.change
        if change.kind is ChangeKind.ANNOUNCED and change.field == EventKind.RETIRES:
            if former := standing.pop(change.key, None):
                yield from _ended(former, each.as_of)
            standing[change.key] = each
    for each in standing.values():
        yield from _ended(each, today)


def _ended(announcement: DatedChange, by: date) -> Iterator[DatedChange]:
    told = announcement.change
    last = last_day(told.new or "")
    if last is not None and announcement.as_of <= last <= by:
        change = replace(told, kind=ChangeKind.ENDED, old=None)
        yield replace(announcement, as_of=last, change=change)
