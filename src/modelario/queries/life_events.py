"""What happens to the listings of a model, and who says so, as rows."""

from collections.abc import Iterable

from msgspec import Struct

from modelario.queries.columns import Column, Kind
from modelario.records import (
    Catalogue,
    EventKind,
    LifecycleEvent,
    ModelId,
    OfferingId,
    ProviderId,
    SourceId,
)


class EventRow(Struct, frozen=True, kw_only=True):
    """Something that happens to a listing of a model, and who says so."""

    #: What happens.
    kind: EventKind
    #: ``YYYY-MM-DD``, or ``YYYY-MM`` where no more is told; ``null`` where no day is.
    day: str | None
    provider: ProviderId
    provider_name: str
    #: The listing that it happens to.
    offering_id: OfferingId | None
    #: Who says so: ``models.dev`` or a witness.
    source: SourceId
    #: How that is called.
    source_name: str
    #: The page that the source names.
    link: str | None
    #: What follows, as the source spells it, and the model that this means.
    successor: str | None
    #: The model that this means; ``null`` where that is not certain.
    successor_model: ModelId | None


EVENT_COLUMNS = (
    Column("day", Kind.DATE),
    Column("event", Kind.WORDS, "kind", labels="event"),
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("successor_model", Kind.ID),
    Column("successor", Kind.ID),
    Column("source", Kind.TEXT, "source_name"),
)


def event_rows(catalogue: Catalogue, events: Iterable[LifecycleEvent]) -> tuple[EventRow, ...]:
    """Flatten events for showing."""
    return tuple(event_row(catalogue, event) for event in events)


def event_row(catalogue: Catalogue, event: LifecycleEvent) -> EventRow:
    """Flatten one event."""
    provider = catalogue.providers.get(event.provider)
    return EventRow(
        kind=event.kind,
        day=event.day,
        provider=event.provider,
        provider_name=provider.name if provider else event.provider,
        offering_id=event.offering_id,
        source=event.source,
        source_name=catalogue.source_name(event.source),
        link=event.link,
        successor=event.successor,
        successor_model=event.successor_model,
    )
