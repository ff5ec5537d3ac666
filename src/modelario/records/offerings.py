"""What providers publish: prices, facts, offerings."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario.records.ids import OfferingId, OfferingKey, ProviderId

#: Capability flags, in the order in which they are shown.
CAPABILITIES = ("tool_call", "structured_output", "reasoning", "temperature", "attachment")

#: Modalities, in the order in which they are shown.
MODALITIES = ("text", "image", "audio", "video", "pdf")


class TokenPrice(Struct, frozen=True, kw_only=True, gc=False):
    """Prices in USD per 1M tokens; ``None`` is unknown."""

    input_mtok: Decimal | None = None
    output_mtok: Decimal | None = None
    cache_read_mtok: Decimal | None = None
    cache_write_mtok: Decimal | None = None
    cache_write_1h_mtok: Decimal | None = None
    reasoning_mtok: Decimal | None = None
    input_audio_mtok: Decimal | None = None
    output_audio_mtok: Decimal | None = None
    input_image_mtok: Decimal | None = None
    output_image_mtok: Decimal | None = None


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
