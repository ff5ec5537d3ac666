"""The vocabulary: one frozen record per idea, shared by every part of Modelario.

Prices are exact decimals in USD per 1M tokens, limits are tokens, and ``None`` means
unknown – never zero. Upstream's text is data: sentences are made at the edge from a
:class:`Reason`, which is a code and its values.

A record holds plain values and other records, made before it, so none can be part of a
cycle: ``gc=False`` spares the collector hundreds of thousands of them.
"""

from modelario.records.canonical_models import (
    FactSource,
    Modalities,
    Model,
    ModelKind,
    Provenance,
)
from modelario.records.derived import (
    Finding,
    Month,
    Part,
    ScenarioCost,
    Score,
    Severity,
)
from modelario.records.documents import (
    Benchmark,
    Document,
    Link,
    Metadata,
    Reject,
    RejectKind,
)
from modelario.records.identities import (
    Assignment,
    Identity,
    Lab,
    ReleaseId,
    ReleaseLine,
    Resolution,
    Variant,
)
from modelario.records.ids import (
    LabId,
    ModelId,
    ModelOf,
    OfferingId,
    OfferingKey,
    ProviderId,
)
from modelario.records.lifecycles import (
    UNTOLD,
    EventKind,
    Lifecycle,
    LifecycleEvent,
)
from modelario.records.moved import (
    Change,
    ChangeKind,
)
from modelario.records.offerings import (
    CAPABILITIES,
    MODALITIES,
    Facts,
    Offering,
    Provider,
)
from modelario.records.price_rules import (
    ALWAYS,
    STANDARD,
    UPSTREAM,
    Conditions,
    Hours,
    PriceRule,
    PromptSize,
    SourceId,
    TokenPrice,
)
from modelario.records.published import (
    Catalogue,
    Entry,
    Origin,
    Profile,
    Profiles,
)
from modelario.records.reason import (
    Reason,
)
from modelario.records.servings import (
    Claim,
    PassedOver,
    PriceState,
    Quote,
    Serving,
)
from modelario.records.testimonies import (
    UNHEARD,
    Heard,
    Opinion,
    Stance,
    Testimony,
    Witness,
)

__all__ = [
    "ALWAYS",
    "CAPABILITIES",
    "MODALITIES",
    "STANDARD",
    "UNHEARD",
    "UNTOLD",
    "UPSTREAM",
    "Assignment",
    "Benchmark",
    "Catalogue",
    "Change",
    "ChangeKind",
    "Claim",
    "Conditions",
    "Document",
    "Entry",
    "EventKind",
    "FactSource",
    "Facts",
    "Finding",
    "Heard",
    "Hours",
    "Identity",
    "Lab",
    "LabId",
    "Lifecycle",
    "LifecycleEvent",
    "Link",
    "Metadata",
    "Modalities",
    "Model",
    "ModelId",
    "ModelKind",
    "ModelOf",
    "Month",
    "Offering",
    "OfferingId",
    "OfferingKey",
    "Opinion",
    "Origin",
    "Part",
    "PassedOver",
    "PriceRule",
    "PriceState",
    "Profile",
    "Profiles",
    "PromptSize",
    "Provenance",
    "Provider",
    "ProviderId",
    "Quote",
    "Reason",
    "Reject",
    "RejectKind",
    "ReleaseId",
    "ReleaseLine",
    "Resolution",
    "ScenarioCost",
    "Score",
    "Serving",
    "Severity",
    "SourceId",
    "Stance",
    "Testimony",
    "TokenPrice",
    "Variant",
    "Witness",
]
