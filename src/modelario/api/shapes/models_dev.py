"""models.dev's `api.json`: providers with their models. It has no field that models.dev has not."""

from typing import Any

from modelario.api.shapes.common import Shape, known, priced, tiers
from modelario.queries.edition import Edition
from modelario.records import Provider, ProviderId, Serving, TokenPrice

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

#: Fields that we pass on as they came.
_PASSED = ("reasoning_options", "interleaved", "provider", "experimental")


def models_dev(edition: Edition) -> Shape:
    """Shape the catalogue; ids are the providers' own, prices those that we show."""
    catalogue = edition.catalogue
    served: dict[ProviderId, list[Serving]] = {id_: [] for id_ in catalogue.providers}
    for entry in catalogue.entries.values():
        for serving in entry.model.servings:
            served[serving.offering.provider].append(serving)
    for router in catalogue.routers:
        served[router.offering.provider].append(router)
    return {
        id_: _provider(catalogue.providers[id_], found) for id_, found in served.items() if found
    }


def _provider(provider: Provider, servings: list[Serving]) -> Shape:
    servings.sort(key=lambda serving: serving.offering.offering_id)
    return known(
        id=provider.id,
        env=provider.environment,
        npm=provider.package,
        api=provider.api_url,
        name=provider.name,
        doc=provider.documentation_url,
        models={each.offering.offering_id: _model(each) for each in servings},
    )


def _model(serving: Serving) -> Shape:
    offering, facts = serving.offering, serving.offering.facts
    return known(
        id=offering.offering_id,
        name=facts.name,
        family=facts.family,
        attachment=facts.attachment,
        reasoning=facts.reasoning,
        tool_call=facts.tool_call,
        structured_output=facts.structured_output,
        temperature=facts.temperature,
        knowledge=facts.knowledge_cutoff,
        release_date=facts.release_date,
        last_updated=facts.last_updated,
        modalities=known(input=facts.input_modalities, output=facts.output_modalities),
        open_weights=facts.open_weights,
        limit=known(
            context=facts.context_window,
            input=facts.max_input_tokens,
            output=facts.max_output_tokens,
        ),
        status=offering.status,
        cost=_cost(serving),
        **{name: offering.extra[name] for name in _PASSED if name in offering.extra},
    )


def _cost(serving: Serving) -> dict[str, Any] | None:
    price = priced(serving)
    if price is None:
        return None
    above = [
        {**_amounts(tier.price), "tier": {"type": "context", "size": tier.above_tokens}}
        for tier in tiers(serving)
    ]
    return {**_amounts(price), **({"tiers": above} if above else {})}


def _amounts(price: TokenPrice) -> dict[str, Any]:
    return known(**{theirs: getattr(price, ours) for theirs, ours in _PRICES.items()})
