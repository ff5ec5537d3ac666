"""A model with its merged facts, and whose word each of them is."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from modelario.records.documents import Metadata
from modelario.records.identities import Identity, Lab, ReleaseLine
from modelario.records.ids import ModelId, ProviderId
from modelario.records.offerings import Facts
from modelario.records.reason import Reason
from modelario.records.servings import Serving


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
    """One release of a model: its facts with provenance, and every offering of it.

    Its id is the canonical one of the release; the offerings of the others are its own, too.
    """

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
    #: Which ids are this release, and which are others; ``None`` where only its own is known.
    release_line: ReleaseLine | None = None
    kind: ModelKind = ModelKind.CHAT
    #: By which rule it is of that kind.
    kind_reason: Reason = Reason("kind_text")
    #: Whether its release date lies after the day that the data describes.
    upcoming: bool = False

    @property
    def further_ids(self) -> tuple[ModelId, ...]:
        """The ids of the release beside the canonical one."""
        if self.release_line is None:
            return ()
        return tuple(id_ for id_ in self.release_line.ids if id_ != self.id)

    @property
    def providers(self) -> set[ProviderId]:
        """Who serves it."""
        return {serving.offering.provider for serving in self.servings}


class Modalities(Struct, frozen=True, gc=False):
    """What a model reads and what it writes."""

    input: tuple[str, ...]
    output: tuple[str, ...]
