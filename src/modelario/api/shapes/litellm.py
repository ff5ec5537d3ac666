"""LiteLLM's price map: one flat entry for each offering, prices in USD per token."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from modelario.api.shapes.common import Shape, fact, known, per_token, priced, rules, servings
from modelario.queries.edition import Edition
from modelario.records import ALWAYS, Entry, ModelKind, Serving, TokenPrice

#: Their names of our prices.
_PRICES = {
    "input_cost_per_token": "input_mtok",
    "output_cost_per_token": "output_mtok",
    "cache_read_input_token_cost": "cache_read_mtok",
    "cache_creation_input_token_cost": "cache_write_mtok",
    "output_cost_per_reasoning_token": "reasoning_mtok",
    "input_cost_per_audio_token": "input_audio_mtok",
    "output_cost_per_audio_token": "output_audio_mtok",
}
#: What they write after the name of a price, by mode; of others they have none.
_SUFFIXES = {None: "", "batch": "_batches", "flex": "_flex", "priority": "_priority"}
#: Prices that they have above a context size, and for other modes.
_TIERED = tuple(_PRICES)[:4]
#: What is written to a cache for an hour.
_HOUR = "cache_creation_input_token_cost_above_1hr"

#: Their names of kinds; all others chat.
_MODES: Mapping[ModelKind, str] = {
    ModelKind.EMBEDDING: "embedding",
    ModelKind.RERANKER: "rerank",
    ModelKind.COMPLETION: "completion",
    ModelKind.MODERATION: "moderation",
    ModelKind.IMAGE: "image_generation",
    ModelKind.VIDEO: "video_generation",
    ModelKind.SPEECH: "audio_speech",
    ModelKind.TRANSCRIPTION: "audio_transcription",
    ModelKind.OCR: "ocr",
}


class Route(NamedTuple):
    """What they call a provider, and what stands before its models' ids."""

    name: str
    prefix: str


@cache
def _routes() -> Mapping[str, Route]:
    table = files("modelario.api").joinpath("tables/litellm.toml").read_text("utf-8")
    return {id_: Route(**row) for id_, row in tomllib.loads(table).items()}


def litellm(edition: Edition) -> Shape:
    """Shape the catalogue; the first of two offerings that they would call the same counts."""
    shaped: dict[str, Any] = {}
    for entry, serving in servings(edition):
        provider = serving.offering.provider
        route = _routes().get(provider) or Route(provider, f"{provider}/")
        shaped.setdefault(
            route.prefix + serving.offering.offering_id, _entry(entry, serving, route)
        )
    return dict(sorted(shaped.items()))


def _entry(entry: Entry, serving: Serving, route: Route) -> Shape:
    offering, facts = serving.offering, entry.model.facts
    reads = fact(offering, facts, "input_modalities") or ()
    price = priced(serving)
    output = fact(offering, facts, "max_output_tokens")
    return known(
        litellm_provider=route.name,
        mode=_MODES.get(entry.model.kind, "chat"),
        max_tokens=output,
        max_input_tokens=offering.facts.max_input_tokens or fact(offering, facts, "context_window"),
        max_output_tokens=output,
        supports_function_calling=fact(offering, facts, "tool_call"),
        supports_response_schema=fact(offering, facts, "structured_output"),
        supports_reasoning=fact(offering, facts, "reasoning"),
        supports_vision="image" in reads if reads else None,
        supports_pdf_input="pdf" in reads if reads else None,
        supports_audio_input="audio" in reads if reads else None,
        supports_prompt_caching=True if price and price.cache_read_mtok is not None else None,
        **(_amounts(price) if price else {}),
        **conditional_amounts(serving),
    )


def _amounts(price: TokenPrice) -> dict[str, Any]:
    amounts = {theirs: per_token(getattr(price, ours)) for theirs, ours in _PRICES.items()}
    return known(**amounts, **{_HOUR: per_token(price.cache_write_1h_mtok)})


def conditional_amounts(serving: Serving) -> dict[str, Any]:
    """Name the prices of sizes and modes as they do; regions and hours they lack."""
    found: dict[str, Any] = {}
    for rule in rules(serving):
        told = rule.conditions
        if told == ALWAYS or told.region or told.hours or told.mode not in _SUFFIXES:
            continue
        above = rule.above_tokens
        size = "" if above is None else f"_above_{_thousands(above)}k_tokens"
        for theirs in _TIERED:
            if (price := per_token(getattr(rule.price, _PRICES[theirs]))) is not None:
                found[f"{theirs}{size}{_SUFFIXES[told.mode]}"] = price
        if (hour := per_token(rule.price.cache_write_1h_mtok)) is not None:
            found[f"{_HOUR}{size}{_SUFFIXES[told.mode]}"] = hour
    return found


def _thousands(above: int) -> int:
    """A size in thousands; from 200,000 on is above 199,999, which they call 200."""
    return (above + 1) // 1000
