"""Ids: what names a provider, an offering, a model and a lab."""

from collections.abc import Mapping
from typing import NamedTuple, NewType

ProviderId = NewType("ProviderId", str)
OfferingId = NewType("OfferingId", str)
ModelId = NewType("ModelId", str)
LabId = NewType("LabId", str)


class OfferingKey(NamedTuple):
    """What tells one offering from all others."""

    provider: ProviderId
    offering_id: OfferingId


#: Which model each offering is; ``None`` for a router.
ModelOf = Mapping[OfferingKey, ModelId | None]
