"""When models end, and what follows them."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from modelario.records.ids import ModelId, OfferingId, ProviderId
from modelario.records.price_rules import SourceId


class EventKind(StrEnum):
    """What happens to a model in its life."""

    DEPRECATED = "deprecated"
    RETIRES = "retires"
    REMOVED = "removed"
    RESTORED = "restored"


class LifecycleEvent(Struct, frozen=True, kw_only=True, gc=False):
    """Something that happened, or is announced, to a model at one provider."""

    kind: EventKind
    #: ``YYYY-MM-DD``, or ``YYYY-MM`` where no more is told; ``None`` where no day is.
    day: str | None
    provider: ProviderId
    source: SourceId
    #: The listing that it happens to, once that is known.
    offering_id: OfferingId | None = None
    #: Where the source has it from; https.
    link: str | None = None
    #: What follows it: in the source's spelling, and the model that this means.
    successor: str | None = None
    successor_model: ModelId | None = None


class Lifecycle(Struct, frozen=True, kw_only=True, gc=False):
    """The life of a model, as far as it is known on a day."""

    #: The earliest first; those without a day before them.
    events: tuple[LifecycleEvent, ...] = ()
    #: The day, or month, on which it ends where it counts: at its lab, or at those asked for.
    ends: str | None = None
    #: The announcement that names what follows it.
    follows: LifecycleEvent | None = None
    #: The day that this is told on.
    as_of: date | None = None


#: Of what nobody tells anything.
UNTOLD = Lifecycle()
