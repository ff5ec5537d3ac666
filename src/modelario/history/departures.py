"""What left upstream's document, and what came back, as upstream's own word on a model's life."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from modelario.history.journal import DatedChange
from modelario.records import (
    UPSTREAM,
    ChangeKind,
    EventKind,
    LifecycleEvent,
    ModelId,
    OfferingKey,
    Testimony,
)

#: The changes that tell of a listing that left or came back.
TELLING: Mapping[ChangeKind, EventKind] = {
    ChangeKind.REMOVED: EventKind.REMOVED,
    ChangeKind.RETURNED: EventKind.RESTORED,
}


def departed(changes: Iterable[DatedChange]) -> dict[ModelId, tuple[Testimony, ...]]:
    """Tell of each model which listings left it, the last time: ``changes`` are in order."""
    last: dict[tuple[ModelId, OfferingKey], LifecycleEvent] = {}
    for dated in changes:
        change = dated.change
        kind = TELLING.get(change.kind)
        if kind is None or change.key is None or change.model is None:
            continue
        last[change.model, change.key] = LifecycleEvent(
            kind=kind,
            day=dated.as_of.isoformat(),
            provider=change.key.provider,
            offering_id=change.key.offering_id,
            source=UPSTREAM,
        )
    found: defaultdict[ModelId, list[Testimony]] = defaultdict(list)
    for (model, key), event in last.items():
        found[model].append(
            Testimony(
                witness=UPSTREAM,
                provider=key.provider,
                offering_id=key.offering_id,
                key=key.offering_id,
                events=(event,),
            )
        )
    return {model: tuple(told) for model, told in found.items()}
