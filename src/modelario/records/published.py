"""What is published at one moment."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from modelario.records.canonical_models import Model, ModelKind
from modelario.records.derived import Finding, Month, ScenarioCost, Score
from modelario.records.documents import Reject
from modelario.records.identities import Lab, Resolution
from modelario.records.ids import LabId, ModelId, OfferingKey, ProviderId
from modelario.records.lifecycles import UNTOLD, Lifecycle
from modelario.records.offerings import Provider
from modelario.records.price_rules import SourceId
from modelario.records.servings import PassedOver, Quote, Serving
from modelario.records.testimonies import Opinion, Testimony, Witness
from modelario.remembering import Once

_K = TypeVar("_K", bound=Hashable)


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
    #: What witnesses say of its offerings' prices, those that differ most first.
    opinions: tuple[Opinion, ...] = ()
    #: What witnesses ask for listings of it that upstream does not have; it takes part in nothing.
    elsewhere: tuple[Testimony, ...] = ()
    #: When it ends, and what follows it; at some providers where only these take part.
    life: Lifecycle = UNTOLD
    #: The offerings whose prices these are; ``None`` where all take part.
    at: frozenset[OfferingKey] | None = None
    #: What the reader's work costs a month at each offering that can do it; where there is one.
    months: Mapping[OfferingKey, Month] | None = None


class Profile(Struct, frozen=True, kw_only=True, gc=False):
    """What models are told apart and compared by, without their whole entries."""

    id: ModelId
    title: str
    lab: LabId
    family: str | None
    kind: ModelKind
    status: str | None
    release_date: str | None
    upcoming: bool
    open_weights: bool | None
    context_window: int | None
    #: At the recommended price.
    input_mtok: Decimal | None
    output_mtok: Decimal | None
    blended_mtok: Decimal | None
    #: How many serve it.
    providers: int
    #: What is no alternative to it: itself, its versions, its other releases.
    kin: frozenset[ModelId]
    capabilities: frozenset[str]
    modalities: frozenset[str]
    #: Natural logarithms of tokens and of USD per 1M tokens.
    context: float | None
    price: float | None
    #: Proleptic ordinal of the release day.
    released: int | None
    #: How many points it has of each score that says something of its kind.
    points: Mapping[str, int]
    #: Whether the model may be suggested in place of another.
    candidate: bool
    #: What the reader's work costs at the recommended price, in USD a month; ``None`` without one
    #: too.
    monthly_cost: Decimal | None = None


class Profiles(Mapping[ModelId, Profile]):
    """The profiles of all models by id, and those that have something in common, found once."""

    def __init__(self, known: Mapping[ModelId, Profile]) -> None:
        self._known = known
        #: What questions find in them that others ask for again.
        self.once = Once()

    def __getitem__(self, id_: ModelId) -> Profile:
        return self._known[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._known

    def __iter__(self) -> Iterator[ModelId]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @cached_property
    def of_lab(self) -> Mapping[LabId, Sequence[Profile]]:
        """The models of each lab."""
        return self._by(lambda each: each.lab)

    @cached_property
    def of_family(self) -> Mapping[str | None, Sequence[Profile]]:
        """The models of each family, and those of none."""
        return self._by(lambda each: each.family)

    @cached_property
    def of_kind(self) -> Mapping[ModelKind, Sequence[Profile]]:
        """The models of each kind."""
        return self._by(lambda each: each.kind)

    @cached_property
    def scoring(self) -> Mapping[tuple[str, int], int]:
        """How many models have so many points of a score."""
        return Counter(points for each in self.values() for points in each.points.items())

    def _by(self, part: Callable[[Profile], _K]) -> Mapping[_K, Sequence[Profile]]:
        found: dict[_K, list[Profile]] = defaultdict(list)
        for each in self.values():
            found[part(each)].append(each)
        return found


class Origin(Struct, frozen=True, kw_only=True, gc=False):
    """Where a catalogue's data comes from; ``as_of`` is the day that it describes."""

    source: str
    as_of: date
    fetched_at: datetime
    sequence: int | None = None


class Catalogue(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that is published at one moment.

    Each release has one entry, by its canonical id; what counts, lists or ranks goes through these.
    """

    origin: Origin
    providers: Mapping[ProviderId, Provider]
    labs: Mapping[LabId, Lab]
    #: By id, the ids in order.
    entries: Mapping[ModelId, Entry]
    profiles: Profiles
    #: Former ids and where they lead now.
    aliases: Mapping[ModelId, ModelId]
    #: Offerings that pick a model by themselves.
    routers: tuple[Serving, ...]
    #: The members of each list, in the list's order.
    lists: Mapping[str, tuple[ModelId, ...]]
    rejects: tuple[Reject, ...]
    resolution: Resolution
    #: How many more rejects there were.
    more_rejects: int = 0
    #: The second sources that were heard.
    witnesses: tuple[Witness, ...] = ()
    #: What the reader's work costs a month at each offering that can do it; where there is one.
    months: Mapping[OfferingKey, Month] | None = None

    @cached_property
    def once(self) -> Once:
        """What questions find in it that others ask for again; it goes with the catalogue."""
        return Once()

    @property
    def costed(self) -> bool:
        """Whether the cost of a reader's work stands beside its prices."""
        return self.months is not None

    def month(self, at: OfferingKey) -> Month | None:
        """Tell what the reader's work costs at an offering; nothing where that is not known."""
        return self.months.get(at) if self.months else None

    def knows(self, model: ModelId) -> bool:
        """Tell whether an id is one of a release's, the canonical one or another."""
        return model in self.resolution.identities

    def entry(self, model: ModelId) -> Entry:
        """Give the entry of the release that an id stands for; raises ``KeyError`` for no id."""
        return self.entries[self.resolution.canonical(model)]

    def source_name(self, source: SourceId) -> str:
        """Name upstream, or a witness as it is known."""
        witness = self.witness(source)
        return witness.name if witness else source

    def witness(self, source: SourceId) -> Witness | None:
        """Find the witness of an id among those that were heard."""
        return next((each for each in self.witnesses if each.id == source), None)
