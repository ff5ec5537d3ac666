"""What moved between two snapshots."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct

from modelario.records.ids import ModelId, OfferingId, OfferingKey, ProviderId
from modelario.records.price_rules import SourceId


class ChangeKind(StrEnum):
    """What a change is about."""

    ADDED = "added"
    REMOVED = "removed"
    RETURNED = "returned"
    PRICE = "price"
    CONTEXT = "context"
    OUTPUT_LIMIT = "output_limit"
    CAPABILITY = "capability"
    MODALITY = "modality"
    STATUS = "status"
    RELEASE_DATE = "release_date"
    RENAMED = "renamed"
    #: An end is told, moved or withdrawn.
    ANNOUNCED = "announced"
    #: The day has come on which a listing ends, as it was announced.
    ENDED = "ended"


class Change(Struct, frozen=True, kw_only=True, gc=False):
    """One difference between two published snapshots, of an offering or of a model.

    A change of an offering names its provider; one of a model names only the model, and one of a
    provider no offering.
    """

    kind: ChangeKind
    provider: ProviderId | None = None
    offering_id: OfferingId | None = None
    model: ModelId | None = None
    #: ``input_mtok``, ``tiers/200000/input_mtok``, ``context_window``, ``tool_call`` …
    field: str | None = None
    old: Any = None
    new: Any = None
    #: By how much a price or limit moved, to one decimal; ``None`` where there is no ratio.
    percent: Decimal | None = None
    #: Whether nobody changed this of a model: offerings came or went, so that others decide it.
    switched: bool = False
    #: The witness who says so; ``None`` where upstream's document does.
    source: SourceId | None = None

    @property
    def key(self) -> OfferingKey | None:
        """The offering that has changed; ``None`` where a model has."""
        if self.provider is None or self.offering_id is None:
            return None
        return OfferingKey(self.provider, self.offering_id)
