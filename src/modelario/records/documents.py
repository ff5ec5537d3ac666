"""Upstream's document: its own records of models, and what of it is set aside."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from modelario.records.offerings import Facts, Offering, Provider
from modelario.records.reason import Reason


class Link(Struct, frozen=True, gc=False):
    """A labelled address; always https."""

    label: str
    url: str


class Benchmark(Struct, frozen=True, kw_only=True, gc=False):
    """A benchmark result as upstream's metadata quotes it."""

    name: str
    score: Decimal
    #: Which release of the benchmark.
    version: str | None = None
    #: Which of its sets of tasks.
    dataset: str | None = None
    metric: str | None = None
    #: What the model was run in.
    harness: str | None = None
    #: How it was run, such as with which effort.
    variant: str | None = None
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
    #: Whether its last good version stands in its place.
    kept: bool = False


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """One upstream document, parsed: everything usable, and what was set aside."""

    providers: tuple[Provider, ...]
    offerings: tuple[Offering, ...]
    metadata: tuple[Metadata, ...] = ()
    rejects: tuple[Reject, ...] = ()
    #: How many more rejects there were.
    more_rejects: int = 0
