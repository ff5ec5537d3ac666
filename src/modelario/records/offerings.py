"""What providers publish: offerings, with their facts and prices."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from modelario.records.ids import OfferingId, OfferingKey, ProviderId
from modelario.records.price_rules import ALWAYS, PriceRule, TokenPrice

#: Capability flags, in the order in which they are shown.
CAPABILITIES = ("tool_call", "structured_output", "reasoning", "temperature", "attachment")

#: Modalities, in the order in which they are shown.
MODALITIES = ("text", "image", "audio", "video", "pdf")


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
    #: Everything that it asks, in order: a later rule that holds goes before those above it.
    rules: tuple[PriceRule, ...] = ()
    #: Upstream's fields that we do not read, as they came.
    extra: Mapping[str, Any] = {}

    def __hash__(self) -> int:
        """Hash its name, which tells it from all others; what it states is compared."""
        return hash((self.provider, self.offering_id))

    @property
    def key(self) -> OfferingKey:
        """What tells it from all others."""
        return OfferingKey(self.provider, self.offering_id)

    @property
    def price(self) -> TokenPrice | None:
        """What it asks where no condition holds; ``None`` where nothing is known."""
        first = self.rules[0] if self.rules else None
        return first.price if first is not None and first.conditions == ALWAYS else None

    @property
    def tiers(self) -> tuple[PriceRule, ...]:
        """The rules that depend on the length of the prompt and on nothing else."""
        return tuple(rule for rule in self.rules if rule.conditions.is_tier)


class Provider(Struct, frozen=True, kw_only=True, gc=False):
    """Who serves models through an API."""

    id: ProviderId
    name: str
    documentation_url: str | None = None
    api_url: str | None = None
    environment: tuple[str, ...] = ()
    package: str | None = None
