"""When models end: from upstream's status, from what left it, and from what witnesses say."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from modelario.catalogue.prices import is_deprecated
from modelario.dates import last_day
from modelario.records import (
    UNTOLD,
    UPSTREAM,
    EventKind,
    Heard,
    Lifecycle,
    LifecycleEvent,
    Model,
    ModelId,
    OfferingId,
    OfferingKey,
    ProviderId,
)

#: Which model a spelling at a provider means, if that is certain.
Means = Callable[[ProviderId, str], ModelId | None]


def nothing_meant(_provider: ProviderId, _spelling: str) -> None:
    """Read no spelling at all."""


def lives(
    models: Iterable[Model], heard: Heard, means: Means, day: date
) -> dict[ModelId, Lifecycle]:
    """Tell the lives of those models of which anything is told, on a day."""
    told = ((model.id, life(model, heard, means, day)) for model in models)
    return {id_: lived for id_, lived in told if lived.events}


def life(model: Model, heard: Heard, means: Means, day: date) -> Lifecycle:
    """Tell when a model ends at its lab, and everything that is told of that, on a day.

    Where the lab does not sell it, it ends when it does everywhere.
    """
    told = [_led_on(model, each, means) for each in _told(model, heard)]
    if not told:
        return UNTOLD
    told.sort(key=lambda each: (each.day or "", each.provider, each.offering_id or ""))
    told = _once(told)
    own = _own_provider(model, told)
    lived = Lifecycle(events=tuple(told), as_of=day)
    return life_at(model, lived, (own,) if own else model.providers)


def life_at(model: Model, lived: Lifecycle, providers: Collection[ProviderId]) -> Lifecycle:
    """Tell of a life when the model ends at some providers: when the last listing of it does.

    A listing ends on the earliest day that anybody tells: who prepares for it is not late. Where
    nothing is told of one, the model does not end, as far as is known.
    """
    if not lived.events:
        return lived
    ends: dict[tuple[ProviderId, OfferingId | None], str] = {}
    for each in lived.events:
        if each.kind is EventKind.RETIRES and each.provider in providers and each.day:
            ends.setdefault((each.provider, each.offering_id), each.day)
    listed = [s.key for s in model.servings if s.offering.provider in providers]
    days = [ends.get(key) for key in listed] or list(ends.values())
    return replace(
        lived,
        ends=max((day for day in days if day), default=None) if all(days) else None,
        follows=_follows(lived.events, providers),
    )


def days_left(lived: Lifecycle) -> int | None:
    """Days until a model ends, of a month until its last; negative where it should have ended."""
    if lived.ends is None or lived.as_of is None or (last := last_day(lived.ends)) is None:
        return None
    return (last - lived.as_of).days


def _told(model: Model, heard: Heard) -> Iterator[LifecycleEvent]:
    """What upstream and its history say of a model's listings, and what witnesses do."""
    for serving in model.servings:
        if is_deprecated(serving):
            yield LifecycleEvent(
                kind=EventKind.DEPRECATED,
                day=None,
                provider=serving.offering.provider,
                offering_id=serving.offering.offering_id,
                source=UPSTREAM,
            )
        if not heard.offerings:
            continue
        for testimony in heard.offerings.get(serving.key, ()):
            yield from (_placed(each, serving.key) for each in testimony.events)
    for id_ in (model.id, *model.further_ids):
        for testimony in heard.models.get(id_, ()):
            key = OfferingKey(testimony.provider, testimony.offering_id)
            placed = (_placed(each, key) for each in testimony.events)
            yield from (each for each in placed if not _is_undone(model, each))


def _placed(event: LifecycleEvent, key: OfferingKey) -> LifecycleEvent:
    """Say which listing an event is about."""
    if (event.provider, event.offering_id) == key:
        return event
    return replace(event, provider=key.provider, offering_id=key.offering_id)


def _is_undone(model: Model, event: LifecycleEvent) -> bool:
    """Whether the provider lists the model again, or under another id, or has left it again."""
    gone = event.kind is EventKind.REMOVED
    return event.source == UPSTREAM and gone is (event.provider in model.providers)


def _led_on(model: Model, event: LifecycleEvent, means: Means) -> LifecycleEvent:
    """Name the model that follows, unless that is the very one."""
    if event.successor is None:
        return event
    found = means(event.provider, event.successor)
    known = found not in (model.id, *model.further_ids)
    return replace(event, successor_model=found if known else None)


#: What has happened, and may happen again on another day; the rest is announced.
_FACTS = (EventKind.REMOVED, EventKind.RESTORED)


def _once(told: Iterable[LifecycleEvent]) -> list[LifecycleEvent]:
    """Tell what one source says of one listing once, though it has the listing under two names.

    Of two days that it announces the earlier counts, and what follows is kept with it.
    """
    found: dict[tuple[str | None, ...], LifecycleEvent] = {}
    for each in told:
        day = each.day if each.kind in _FACTS else None
        what = (each.kind, each.provider, each.offering_id, each.source, day)
        known = found.get(what, each)
        kept = each if known.day is None else known
        named = next((one for one in (kept, known, each) if one.successor_model), kept)
        found[what] = replace(
            kept, successor=named.successor, successor_model=named.successor_model
        )
    return sorted(found.values(), key=lambda each: each.day or "")


def _own_provider(model: Model, told: Iterable[LifecycleEvent]) -> ProviderId | None:
    """The first of the lab's own providers that sells the model, or of which anything is told."""
    spoken_of = model.providers | {each.provider for each in told}
    return next((each for each in model.lab.providers if each in spoken_of), None)


def _follows(
    told: Collection[LifecycleEvent], providers: Collection[ProviderId]
) -> LifecycleEvent | None:
    """The last word on what follows the model, that of these providers before others."""
    naming = [each for each in told if each.successor_model]
    there = [each for each in naming if each.provider in providers]
    return next(reversed(there or naming), None)
