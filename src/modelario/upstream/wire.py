"""models.dev's JSON as it comes over the wire; ``document`` turns it into records."""

from decimal import Decimal
from typing import Any

from msgspec import UNSET, Raw, Struct

from modelario.values import is_mode

#: The threshold that ``context_over_200k`` names; it counts only where ``tiers`` are missing.
ECHO_THRESHOLD = 200_000

#: Where an offering has the prices of other modes than the standard one.
MODES = "experimental/modes"


class WirePrice(Struct, forbid_unknown_fields=True):
    """``cost`` without its tiers, in USD per 1M tokens."""

    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    reasoning: Decimal | None = None
    input_audio: Decimal | None = None
    output_audio: Decimal | None = None


class WireTierRule(Struct):
    """When a tier applies."""

    type: str | None = None
    size: Decimal | None = None


class WireTier(WirePrice):
    """One entry of ``cost.tiers``."""

    tier: WireTierRule | None = None


class WireCost(WirePrice):
    """``cost`` of an offering."""

    tiers: list[WireTier] | None = []
    context_over_200k: WirePrice | None = None


class WireMode(Struct):
    """One entry of ``experimental.modes``; how the mode is asked for may name it."""

    cost: WireCost | None = None


def mode_name(key: str, mode: Any) -> str:  # noqa: ANN401 – any JSON
    """Name a mode by the service tier that its requests ask for, where they do; else by its key.

    Upstream's ``fast`` is OpenAI's priority tier, and Anthropic's fast mode.
    """
    for step in ("provider", "body", "service_tier"):
        mode = mode.get(step) if isinstance(mode, dict) else None
    return mode if isinstance(mode, str) and is_mode(mode) else key


class WireLimit(Struct):
    """``limit``: tokens, where 0 stands for unknown."""

    context: Decimal | None = None
    input: Decimal | None = None
    output: Decimal | None = None


class WireModalities(Struct):
    """``modalities``: kinds of content, in any order."""

    input: list[str] | None = None
    output: list[str] | None = None


class WireFacts(Struct):
    """What offerings and model metadata have in common."""

    name: str | None = None
    id: str | None = None
    family: str | None = None
    attachment: bool | None = None
    reasoning: bool | None = None
    tool_call: bool | None = None
    structured_output: bool | None = None
    temperature: bool | None = None
    knowledge: str | None = None
    release_date: str | None = None
    last_updated: str | None = None
    modalities: WireModalities | None = None
    # The document's shape of June 2025 had these two instead of `modalities`.
    input_modalities: list[str] | None = None
    output_modalities: list[str] | None = None
    open_weights: bool | None = None
    limit: WireLimit | None = None


class WireOffering(WireFacts, forbid_unknown_fields=True):
    """An entry of a provider's ``models``."""

    status: str | None = None
    cost: WireCost | None = None
    # Read only to be kept: shapes vary, and no rule of ours depends on them.
    reasoning_options: Any = UNSET
    interleaved: Any = UNSET
    provider: Any = UNSET
    experimental: Any = UNSET


class WireLink(Struct):
    """A labelled address."""

    url: str | None = None
    label: str | None = None


class WireBenchmark(Struct):
    """A benchmark result quoted in model metadata."""

    name: str | None = None
    score: Decimal | None = None
    version: str | None = None
    dataset: str | None = None
    metric: str | None = None
    harness: str | None = None
    variant: str | None = None
    source: str | None = None
    date: str | None = None


class WireMetadata(WireFacts):
    """An entry of the document's own ``models``."""

    license: str | None = None
    links: list[WireLink] | None = []
    weights: list[WireLink] | None = []
    benchmarks: list[WireBenchmark] | None = []


class WireProvider(Struct):
    """An entry of ``providers``; its offerings stay raw so that one bad one harms no other."""

    models: dict[str, Raw]
    name: str | None = None
    env: list[str] | None = []
    npm: str | None = None
    api: str | None = None
    doc: str | None = None


class WireDocument(Struct):
    """catalog.json: ``models`` may be absent."""

    providers: dict[str, Raw]
    models: dict[str, Raw] = {}


class TypedProvider(Struct):
    """A provider with its offerings decoded at once: the floor that benchmarks measure."""

    models: dict[str, WireOffering]
