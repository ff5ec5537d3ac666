"""The price data of genai-prices and of Langfuse."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from modelario.api.shapes.common import (
    Shape,
    fact,
    known,
    per_token,
    priced,
    rules,
    servings,
    tiers,
)
from modelario.queries.edition import Edition
from modelario.records import Conditions, Entry, Provider, ProviderId, Serving, TokenPrice

# --- genai-prices -------------------------------------------------------------------------

#: Their names of our prices are ours, these aside; what they do not know is left out.
_GENAI = (
    *("input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok", "cache_write_1h_mtok"),
    *("input_audio_mtok", "output_audio_mtok", "input_image_mtok", "output_image_mtok"),
)


def genai_prices(edition: Edition) -> list[Shape]:
    """Shape genai-prices' data: providers with their models, matched by the provider's id."""
    models: dict[ProviderId, list[Shape]] = {}
    for entry, serving in servings(edition):
        if (price := priced(serving)) is not None:
            models.setdefault(serving.offering.provider, []).append(_genai(entry, serving, price))
    providers = edition.catalogue.providers
    return [_genai_provider(providers[id_], found) for id_, found in models.items()]


def _genai_provider(provider: Provider, models: list[Shape]) -> Shape:
    host = urlsplit(provider.api_url or "").hostname
    return {
        "id": provider.id,
        "name": provider.name,
        # A provider whose address is not known is matched by its id alone.
        "api_pattern": rf"https?://{re.escape(host)}" if host else f"^{re.escape(provider.id)}$",
        "models": sorted(models, key=lambda model: str(model["id"])),
    }


def _genai(entry: Entry, serving: Serving, price: TokenPrice) -> Shape:
    offering = serving.offering
    return known(
        id=offering.offering_id,
        name=entry.model.title,
        match={"equals": offering.offering_id},
        context_window=fact(offering, entry.model.facts, "context_window"),
        prices=prices_by_hours(serving, price),
    )


def prices_by_hours(serving: Serving, price: TokenPrice) -> Shape | list[Shape]:
    """Tell the usual prices, and those of hours of every day, which they have too."""
    usual = _joined(
        {
            name: _tiered(serving, name, amount)
            for name in _GENAI
            if (amount := getattr(price, name)) is not None
        }
    )
    hourly = [
        {
            "constraint": {"start_time": _clock(span.start), "end_time": _clock(span.end)},
            "prices": usual | known(**{name: getattr(rule.price, name) for name in _GENAI}),
        }
        for rule in rules(serving)
        if rule.conditions == Conditions(hours=rule.conditions.hours)
        for span in rule.conditions.hours
        if not span.weekdays
    ]
    return [{"prices": usual}, *hourly] if hourly else usual


def _joined(prices: dict[str, Any]) -> dict[str, Any]:
    """Tell what is both cached and audio, or image, too: they price nothing of the two without.

    Nobody states it; as everywhere, what has no price of its own costs the plain one.
    """
    for kind in ("audio", "image"):
        plain = f"input_{kind}_mtok"
        if plain in prices and "cache_read_mtok" in prices:
            prices[f"cache_{kind}_read_mtok"] = prices[plain]
    return prices


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00Z"


def _tiered(serving: Serving, name: str, base: Any) -> Any:  # noqa: ANN401 – an amount, or one with its tiers
    above = [
        {"start": tier.above_tokens, "price": amount}
        for tier in tiers(serving)
        if (amount := getattr(tier.price, name)) is not None
    ]
    return {"base": base, "tiers": above} if above else base


# --- Langfuse -----------------------------------------------------------------------------

_LANGFUSE = {
    "input": "input_mtok",
    "output": "output_mtok",
    "input_cached_tokens": "cache_read_mtok",
    "input_cache_creation": "cache_write_mtok",
    "output_reasoning_tokens": "reasoning_mtok",
}


def langfuse(edition: Edition) -> Shape:
    """Shape Langfuse's model definitions: each model at its recommended price, matched by ids."""
    made = edition.catalogue.origin.fetched_at
    data = [
        _definition(entry, made)
        for entry in edition.catalogue.entries.values()
        if entry.recommended is not None
    ]
    meta = {"page": 1, "limit": len(data), "totalItems": len(data), "totalPages": 1}
    return {"data": data, "meta": meta}


def _definition(entry: Entry, made: datetime) -> Shape:
    assert entry.recommended is not None  # noqa: S101 – others are left out
    price = entry.recommended.serving.offering.price or TokenPrice()
    amounts = {
        theirs: amount
        for theirs, ours in _LANGFUSE.items()
        if (amount := per_token(getattr(price, ours))) is not None
    }
    told = known(
        id=entry.model.id,
        modelName=entry.model.id,
        matchPattern=_pattern(entry),
        unit="TOKENS",
        inputPrice=amounts.get("input"),
        outputPrice=amounts.get("output"),
        prices={name: {"price": amount} for name, amount in amounts.items()},
        pricingTiers=[_default_tier(amounts)],
        createdAt=made.isoformat(),
        isLangfuseManaged=False,
    )
    # How tokens are counted is not ours to say; their clients want to see that.
    return {**told, "tokenizerConfig": None}


def _default_tier(amounts: Mapping[str, Decimal]) -> Shape:
    """The price that holds where no other does."""
    return {
        "id": "default",
        "name": "Standard",
        "isDefault": True,
        "priority": 0,
        "conditions": [],
        "prices": amounts,
    }


def _pattern(entry: Entry) -> str:
    """Match the model's own id, and every plain id that providers give it."""
    plain = (
        serving.offering.offering_id
        for serving in entry.model.servings
        if serving.assignment.variant is None
    )
    ids = sorted({entry.model.id, *plain})
    return f"(?i)^({'|'.join(map(re.escape, ids))})$"
