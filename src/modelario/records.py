"""The vocabulary: one frozen record per idea, shared by every part of Modelario.

Prices are exact decimals in USD per 1M tokens, limits are tokens, and ``None`` means
unknown – never zero. Upstream's text is data: sentences are made at the edge from a
:class:`Reason`, which is a code and its values.

A record holds plain values and other records, made before it, so none can be part of a
cycle: ``gc=False`` spares the collector hundreds of thousands of them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, NewType

from msgspec import Struct

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

#: Capability flags, in the order in which they are shown.
CAPABILITIES = ("tool_call", "structured_output", "reasoning", "temperature", "attachment")

#: Modalities, in the order in which they are shown.
MODALITIES = ("text", "image", "audio", "video", "pdf")


class Reason:
    """Why something is so: a code and its values, put into words by a face.

    The words stand in one table (``modelario.wording``), so that they can be translated.
    """

    __slots__ = ("code", "values")

    def __init__(self, code: str, **values: Any) -> None:  # noqa: ANN401 – any value can be worded
        self.code = code
        self.values: Mapping[str, Any] = values

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reason):
            return NotImplemented
        return (self.code, self.values) == (other.code, other.values)

    def __hash__(self) -> int:
        return hash((self.code, tuple(self.values.items())))

    def __repr__(self) -> str:
        return f"Reason({self.code!r}, {dict(self.values)!r})"


# --- what upstream says ---------------------------------------------------------------


class TokenPrice(Struct, frozen=True, kw_only=True, gc=False):
    """Prices in USD per 1M tokens; ``None`` is unknown."""

    input_mtok: Decimal | None = None
    output_mtok: Decimal | None = None
    cache_read_mtok: Decimal | None = None
    cache_write_mtok: Decimal | None = None
    reasoning_mtok: Decimal | None = None
    input_audio_mtok: Decimal | None = None
    output_audio_mtok: Decimal | None = None


class PriceTier(Struct, frozen=True, gc=False):
    """The prices of a request whose input is longer than ``above_tokens``."""

    above_tokens: int
    price: TokenPrice


class Facts(Struct, frozen=True, kw_only=True, gc=False):
    """What somebody states about a model. Dates may be ``YYYY-MM``; modalities are sets."""

    name: str | None = None
    family: str | None = None
    release_date: str | None = None
    last_updated: str | None = None
    knowledge_cutoff: str | None = None
    context_window: int | None = None
    max_input_tokens: int | None = None
    max_output_tokens: int | None = None
    input_modalities: tuple[str, ...] | None = None
    output_modalities: tuple[str, ...] | None = None
    tool_call: bool | None = None
    structured_output: bool | None = None
    reasoning: bool | None = None
    temperature: bool | None = None
    attachment: bool | None = None
    open_weights: bool | None = None


class Offering(Struct, frozen=True, kw_only=True, gc=False):
    """One provider's listing of a model, as upstream publishes it."""

    provider: ProviderId
    offering_id: OfferingId
    facts: Facts
    status: str | None = None
    price: TokenPrice | None = None
    tiers: tuple[PriceTier, ...] = ()
    #: Upstream's fields that we do not read, as they came.
    extra: Mapping[str, Any] = {}

    @property
    def key(self) -> OfferingKey:
        """What tells it from all others."""
        return OfferingKey(self.provider, self.offering_id)


class Provider(Struct, frozen=True, kw_only=True, gc=False):
    """Who serves models through an API."""

    id: ProviderId
    name: str
    documentation_url: str | None = None
    api_url: str | None = None
    environment: tuple[str, ...] = ()
    package: str | None = None


class Link(Struct, frozen=True, gc=False):
    """A labelled address; always https."""

    label: str
    url: str


class Benchmark(Struct, frozen=True, kw_only=True, gc=False):
    """A benchmark result as upstream's metadata quotes it."""

    name: str
    score: Decimal
    metric: str | None = None
    source: str | None = None
    date: str | None = None


class Metadata(Struct, frozen=True, kw_only=True, gc=False):
    """Upstream's own record of a model (``models`` in catalog.json)."""

    id: str
    facts: Facts
    license: str | None = None
    links: tuple[Link, ...] = ()
    weights: tuple[Link, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()


class RejectKind(StrEnum):
    """How much of upstream's document a reject sets aside."""

    PROVIDER = "provider"
    OFFERING = "offering"
    METADATA = "metadata"
    FIELD = "field"


class Reject(Struct, frozen=True, gc=False):
    """Something of upstream's that is not published, with the path to it and the reason."""

    kind: RejectKind
    path: str
    reason: Reason


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """One upstream document, parsed: everything usable, and what was set aside."""

    providers: tuple[Provider, ...]
    offerings: tuple[Offering, ...]
    metadata: tuple[Metadata, ...] = ()
    rejects: tuple[Reject, ...] = ()


# --- who is who -----------------------------------------------------------------------


class Lab(Struct, frozen=True, kw_only=True, gc=False):
    """Who trains models: its names in other people's ids, and where it sells them itself."""

    id: LabId
    name: str
    namespaces: tuple[str, ...] = ()
    #: The lab's own providers, the main one first.
    providers: tuple[ProviderId, ...] = ()


class Variant(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """How an offering serves its model, where that differs from the plain way."""

    region: str | None = None
    quantisation: str | None = None
    effort: str | None = None
    speed: str | None = None
    host: str | None = None
    tee: bool = False
    free: bool = False
    web: bool = False


class Assignment(Struct, frozen=True, kw_only=True, gc=False):
    """Which model an offering is; ``model`` is ``None`` for a router."""

    provider: ProviderId
    offering_id: OfferingId
    model: ModelId | None
    variant: Variant | None = None
    #: The dated pin in the offering's id, where it was folded into an undated model.
    pin: str | None = None
    confidence: float = 1.0
    reason: Reason

    @property
    def key(self) -> OfferingKey:
        """The offering that is assigned."""
        return OfferingKey(self.provider, self.offering_id)


class Identity(Struct, frozen=True, kw_only=True, gc=False):
    """A canonical model as told from ids alone, before any fact is merged."""

    id: ModelId
    lab: LabId
    #: False for a fine-tune, distillation or merge by someone other than the lab.
    official: bool = True
    #: The model that a derivative was made from, where it is in the catalogue.
    parent: ModelId | None = None
    #: The floating model of which this one is a dated version.
    version_of: ModelId | None = None


class ReleaseId(Struct, frozen=True, gc=False):
    """An id of a line of models, and why it is, or is not, the release that is shown."""

    id: ModelId
    reason: Reason


class ReleaseLine(Struct, frozen=True, kw_only=True, gc=False):
    """The ids that are one release today, and other releases that go by the same name."""

    #: The id by which the release should be shown: the floating one where there is one.
    canonical: ModelId
    same: tuple[ReleaseId, ...]
    others: tuple[ReleaseId, ...] = ()


class Resolution(Struct, frozen=True, kw_only=True, gc=False):
    """Every offering's assignment, and every model that they make."""

    assignments: tuple[Assignment, ...]
    identities: Mapping[ModelId, Identity]
    labs: Mapping[LabId, Lab]
    #: Former canonical ids and where they lead now.
    aliases: Mapping[ModelId, ModelId] = {}
    #: By each id of a line of several: which of them are the same release.
    release_lines: Mapping[ModelId, ReleaseLine] = {}

    @property
    def model_of(self) -> ModelOf:
        """The assignments without their reasons."""
        return {each.key: each.model for each in self.assignments}


# --- one record per model -------------------------------------------------------------


class PriceState(StrEnum):
    """What is known of an offering's price; only ``published`` takes part in comparisons."""

    PUBLISHED = "published"
    FREE = "free"
    SUBSCRIPTION = "subscription"
    LOCAL = "local"
    UNKNOWN = "unknown"


class Serving(Struct, frozen=True, gc=False):
    """An offering placed at its model (or at its provider, for a router)."""

    offering: Offering
    assignment: Assignment
    price_state: PriceState

    @property
    def key(self) -> OfferingKey:
        """The name of the offering."""
        return OfferingKey(self.offering.provider, self.offering.offering_id)


class FactSource(StrEnum):
    """Whose word a model's fact is, in the order in which we believe them."""

    LAB = "lab"
    METADATA = "metadata"
    MAJORITY = "majority"


class ModelKind(StrEnum):
    """What a model does. Only models of one kind are compared, ranked and proposed together."""

    CHAT = "chat"
    RESEARCH = "research"
    COMPLETION = "completion"
    CODE_EDIT = "code_edit"
    TRANSLATION = "translation"
    EMBEDDING = "embedding"
    RERANKER = "reranker"
    MODERATION = "moderation"
    OCR = "ocr"
    TRANSCRIPTION = "transcription"
    SPEECH = "speech"
    VOICE = "voice"
    MUSIC = "music"
    IMAGE = "image"
    VIDEO = "video"
    OTHER = "other"


class Provenance(Struct, frozen=True, gc=False):
    """Where a fact comes from, and how many of the offerings that state it agree."""

    source: FactSource
    provider: ProviderId | None
    agreeing: int
    stating: int


class Model(Struct, frozen=True, kw_only=True, gc=False):
    """A canonical model: its facts with provenance, and every offering of it."""

    id: ModelId
    identity: Identity
    #: Its name, told apart from those of all other models.
    title: str
    lab: Lab
    facts: Facts
    provenance: Mapping[str, Provenance]
    status: str | None
    servings: tuple[Serving, ...]
    metadata: Metadata | None = None
    #: Dated versions of this model that are models of their own.
    versions: tuple[ModelId, ...] = ()
    kind: ModelKind = ModelKind.CHAT
    #: By which rule it is of that kind.
    kind_reason: Reason = Reason("kind_text")
    #: Whether its release date lies after the day that the data describes.
    upcoming: bool = False


class Quote(Struct, frozen=True, gc=False):
    """An offering singled out for its published price, with the reason.

    ``blended_mtok`` is the figure by which models of its kind are ranked: the input price alone
    where a kind sells no output.
    """

    serving: Serving
    blended_mtok: Decimal
    serves_full_context: bool
    reason: Reason


class PassedOver(Struct, frozen=True, gc=False):
    """An offering with a published price that takes part in no pick, and why."""

    serving: Serving
    reason: Reason


class Part(Struct, frozen=True, kw_only=True, gc=False):
    """One part of a score; an unknown part has 0 points."""

    name: str
    points: int
    maximum: int
    known: bool
    reason: Reason


class Score(Struct, frozen=True, gc=False):
    """A sum of visible parts, 0 to 100; ``coverage`` is the sum of the known maxima."""

    points: int
    coverage: int
    parts: tuple[Part, ...]


class ScenarioCost(Struct, frozen=True, kw_only=True, gc=False):
    """What a batch costs at the recommended price, in USD.

    ``cost`` is ``None`` where the price is unknown, the request does not fit, or the model does
    another job.
    """

    key: str
    requests: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    cost_per_request: Decimal | None
    #: Place among all models that can do it at a published price, 1 being the cheapest.
    rank: int | None
    ranked: int


class Modalities(Struct, frozen=True, gc=False):
    """What a model reads and what it writes."""

    input: tuple[str, ...]
    output: tuple[str, ...]


class Claim(Struct, frozen=True, gc=False):
    """A value, and the offerings that state it."""

    value: Any
    servings: tuple[Serving, ...]
    #: Whether it contradicts the value shown, and how far it is from it, in steps of its field.
    differs: bool = False
    distance: float = 0.0


class Severity(StrEnum):
    """How much an inconsistency can mislead."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """A field on which the offerings of one model disagree."""

    field: str
    rule: str
    severity: Severity
    #: What disagrees, the commonest value first.
    claims: tuple[Claim, ...]
    #: The value that we show, and whose word it is.
    shown: Any
    reason: Reason
    #: Days between the first and the last date, or ``None`` for other fields.
    span_days: int | None = None
    #: The largest value divided by the smallest, or ``None`` for other fields.
    ratio: Decimal | None = None
    #: How many providers state a value that contradicts the one shown.
    misled: int = 0
    #: The distance of every such statement from the value shown, added up: what ranks findings.
    harm: float = 0.0


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """A model with everything that follows from its facts and from all other models."""

    model: Model
    recommended: Quote | None
    cheapest: Quote | None
    #: The scores that say something of the model's kind.
    scores: Mapping[str, Score]
    scenarios: tuple[ScenarioCost, ...]
    findings: tuple[Finding, ...]
    #: Published prices that take part in no pick, in the order of the offerings.
    passed_over: tuple[PassedOver, ...] = ()
    #: The providers whose prices these are; empty where all take part.
    at: tuple[ProviderId, ...] = ()


class Profile(Struct, frozen=True, kw_only=True, gc=False):
    """What the likeness of models is computed from."""

    entry: Entry
    capabilities: frozenset[str]
    modalities: frozenset[str]
    #: Natural logarithms of tokens and of USD per 1M tokens.
    context: float | None
    price: float | None
    #: Proleptic ordinal of the release day.
    released: int | None
    #: Whether the model may be suggested in place of another.
    candidate: bool


class Origin(Struct, frozen=True, kw_only=True, gc=False):
    """Where a catalogue's data comes from; ``as_of`` is the day that it describes."""

    source: str
    as_of: date
    fetched_at: datetime
    sequence: int | None = None


class Catalogue(Struct, frozen=True, kw_only=True, gc=False):
    """Everything that is published at one moment."""

    origin: Origin
    providers: Mapping[ProviderId, Provider]
    labs: Mapping[LabId, Lab]
    #: By id, the ids in order.
    entries: Mapping[ModelId, Entry]
    profiles: Mapping[ModelId, Profile]
    #: Former ids and where they lead now.
    aliases: Mapping[ModelId, ModelId]
    #: Offerings that pick a model by themselves.
    routers: tuple[Serving, ...]
    #: The members of each list, in the list's order.
    lists: Mapping[str, tuple[ModelId, ...]]
    rejects: tuple[Reject, ...]
    resolution: Resolution


# --- what moved -----------------------------------------------------------------------


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

    @property
    def key(self) -> OfferingKey | None:
        """The offering that has changed; ``None`` where a model has."""
        if self.provider is None or self.offering_id is None:
            return None
        return OfferingKey(self.provider, self.offering_id)
