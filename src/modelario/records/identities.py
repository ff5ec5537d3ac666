"""Who is who: labs, and which model each offering is."""

from collections.abc import Mapping

from msgspec import Struct

from modelario.records.ids import LabId, ModelId, ModelOf, OfferingId, OfferingKey, ProviderId
from modelario.records.reason import Reason


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

    @property
    def ids(self) -> tuple[ModelId, ...]:
        """Every id of the release."""
        return tuple(each.id for each in self.same)


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

    def canonical(self, model: ModelId) -> ModelId:
        """The id by which the release of an id is shown: mostly itself."""
        line = self.release_lines.get(model)
        return model if line is None else line.canonical
