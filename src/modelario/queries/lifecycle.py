"""When models end, by day: what is announced, what is gone, and what follows."""

from datetime import date, timedelta
from typing import ClassVar

from msgspec import Struct, structs

from modelario.catalogue.checking import Choices, check_choices, checked
from modelario.catalogue.filters import FilterError, ModelFilter, selection
from modelario.catalogue.roster import roster_of
from modelario.dates import checked_date, last_day
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.life_events import EVENT_COLUMNS, EventRow, event_row
from modelario.queries.paging import first_of
from modelario.records import (
    Catalogue,
    Entry,
    EventKind,
    LabId,
    LifecycleEvent,
    ModelId,
    Reason,
)

#: How far back and ahead one looks unless told.
BEHIND, AHEAD = timedelta(days=30), timedelta(days=365)


class ModelEventRow(EventRow, frozen=True, kw_only=True):
    """The same with the model that it happens to."""

    model: ModelId
    name: str
    lab: LabId


class LifecycleTable(Struct, frozen=True, kw_only=True):
    """What happens to the models of a selection, by day, the earliest first."""

    rows: tuple[ModelEventRow, ...]
    #: How many the selection holds; there may be fewer rows.
    matching: int
    #: How many models they happen to.
    models: int
    #: The first day; both are inclusive.
    since: date
    #: The last day.
    until: date
    as_of: date


LIFECYCLE_COLUMNS = (
    *EVENT_COLUMNS[:2],
    Column("name", Kind.TEXT),
    Column("model", Kind.ID),
    *EVENT_COLUMNS[2:],
)


class LifecycleRequest(Struct, frozen=True, kw_only=True):
    """Which events are asked for: of which models, of which kind, and from when until when."""

    CHOICES: ClassVar[Choices] = {"event": tuple(EventKind)}

    where: ModelFilter = ModelFilter()
    #: What happens: deprecated, retires, removed or restored.
    event: str | None = None
    #: The first day; 30 days before that of the data unless told.
    since: date | None = None
    #: The last day; a year after that of the data unless told.
    until: date | None = None
    limit: int | None = None


def lifecycle(edition: Edition, request: LifecycleRequest) -> LifecycleTable:
    """List what happens to models, with a day in a span, the earliest first.

    What has no day is listed where its kind is asked for.
    Where providers are asked for, it is what happens at these. Raises
    :class:`~modelario.catalogue.filters.FilterError` for a condition that cannot be meant.
    """
    catalogue = edition.catalogue
    check_choices(request)
    wanted = checked(request.where, catalogue)
    today = catalogue.origin.as_of
    since, until = request.since or today - BEHIND, request.until or today + AHEAD
    if until < since:
        raise FilterError(
            f"since {since} is after until {until}",
            field="since",
            expected=Reason("expected_before", day=str(until)),
        )
    rows = [
        _row(catalogue, entry, event)
        for entry in selection(roster_of(catalogue), wanted).entries
        for event in entry.life.events
        if request.event in (None, event.kind)
        and (not wanted.provider or event.provider in wanted.provider)
        and (_is_within(event, since, until) or (event.day is None and request.event))
    ]
    rows.sort(key=lambda row: (row.day or "", row.model, row.provider, row.offering_id or ""))
    return LifecycleTable(
        rows=first_of(rows, request.limit),
        matching=len(rows),
        models=len({row.model for row in rows}),
        since=since,
        until=until,
        as_of=today,
    )


def _is_within(event: LifecycleEvent, since: date, until: date) -> bool:
    first, last = checked_date(event.day or ""), last_day(event.day or "")
    return first is not None and last is not None and last >= since and first <= until


def _row(catalogue: Catalogue, entry: Entry, event: LifecycleEvent) -> ModelEventRow:
    return ModelEventRow(
        model=entry.model.id,
        name=entry.model.title,
        lab=entry.model.lab.id,
        **structs.asdict(event_row(catalogue, event)),
    )
