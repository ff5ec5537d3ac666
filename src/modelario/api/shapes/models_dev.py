"""models.dev's `api.json`: providers with their models, as its own strict schema wants them.

It has no field that models.dev has not, and all that it always has: an offering that cannot be
told so is left out.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from modelario.api.shapes.common import Shape, fact, known, priced, servings, tiers
from modelario.catalogue.kinds import SELL_NO_OUTPUT
from modelario.queries.edition import Edition
from modelario.records import Model, Provider, ProviderId, Serving, TokenPrice

#: Their names of our prices.
_PRICES = {
    "input": "input_mtok",
    "output": "output_mtok",
    "reasoning": "reasoning_mtok",
    "cache_read": "cache_read_mtok",
    "cache_write": "cache_write_mtok",
    "input_audio": "input_audio_mtok",
    "output_audio": "output_audio_mtok",
}

#: What every model has there: where an offering does not state it, its model's fact is told.
_ALWAYS = (
    *("name", "attachment", "reasoning", "tool_call", "open_weights"),
    *("release_date", "last_updated", "input_modalities", "output_modalities"),
)

#: What stands for a limit that is not known, by their own rule.
_NO_LIMIT = 0

#: Fields that we pass on as they came.
_PASSED = ("reasoning_options", "interleaved", "provider", "experimental")


def models_dev(edition: Edition) -> Shape:
    """Shape the catalogue; ids are the providers' own, prices those that we show."""
    catalogue = edition.catalogue
    served: dict[ProviderId, dict[str, Shape]] = {id_: {} for id_ in catalogue.providers}
    of_models = ((each, entry.model) for entry, each in servings(edition))
    for serving, model in (*of_models, *((router, None) for router in catalogue.routers)):
        if (shaped := _model(serving, model)) is not None:
            served[serving.offering.provider][serving.offering.offering_id] = shaped
    return {
        id_: _provider(catalogue.providers[id_], found) for id_, found in served.items() if found
    }


def _provider(provider: Provider, models: Mapping[str, Shape]) -> Shape:
    return known(
        id=provider.id,
        env=provider.environment,
        npm=provider.package,
        api=provider.api_url,
        name=provider.name,
        doc=provider.documentation_url,
        models=dict(sorted(models.items())),
    )


def _model(serving: Serving, model: Model | None) -> Shape | None:
    offering, facts = serving.offering, serving.offering.facts
    whole = model.facts if model else facts
    always = {name: fact(offering, whole, name) for name in _ALWAYS}
    always["last_updated"] = always["last_updated"] or always["release_date"]
    if None in always.values():
        return None
    return known(
        id=offering.offering_id,
        name=always["name"],
        family=facts.family,
        attachment=always["attachment"],
        reasoning=always["reasoning"],
        tool_call=always["tool_call"],
        structured_output=facts.structured_output,
        temperature=facts.temperature,
        knowledge=facts.knowledge_cutoff,
        release_date=always["release_date"],
        last_updated=always["last_updated"],
        modalities={"input": always["input_modalities"], "output": always["output_modalities"]},
        open_weights=always["open_weights"],
        limit=known(
            context=facts.context_window or _NO_LIMIT,
            input=facts.max_input_tokens,
            output=facts.max_output_tokens or _NO_LIMIT,
        ),
        status=offering.status,
        cost=_cost(serving, model),
        **{name: offering.extra[name] for name in _PASSED if name in offering.extra},
    )


def _cost(serving: Serving, model: Model | None) -> dict[str, Any] | None:
    """Their prices have an input and an output: 0 where nothing is written that is billed."""
    price = priced(serving)
    if price is not None and price.output_mtok is None and model and model.kind in SELL_NO_OUTPUT:
        price = replace(price, output_mtok=Decimal(0))
    if price is None or price.input_mtok is None or price.output_mtok is None:
        return None
    above = [
        {**_amounts(tier.price), "tier": {"type": "context", "size": tier.above_tokens}}
        for tier in tiers(serving)
    ]
    return {**_amounts(price), **({"tiers": above} if above else {})}


def _amounts(price: TokenPrice) -> dict[str, Any]:
    return known(**{theirs: getattr(price, ours) for theirs, ours in _PRICES.items()})
