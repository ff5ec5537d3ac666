"""Cost Efficiency Index: what typical batches cost, and where a model ranks with them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from modelario.catalogue.prices import Priced, Usage, request_cost
from modelario.records import Model, ModelId, Offering, ScenarioCost


class Scenario(NamedTuple):
    """A batch of like requests; tokens are per request."""

    key: str
    requests: int
    input_tokens: int
    output_tokens: int


SCENARIOS = (
    Scenario("rag_answer", 1_000, 5_000, 500),
    Scenario("ticket_triage", 10_000, 1_000, 100),
    Scenario("data_extraction", 1_000, 2_000, 500),
    Scenario("code_review", 1_000, 8_000, 1_000),
    Scenario("agent_step", 1_000, 12_000, 600),
)


def scenario_costs(
    models: Iterable[Priced],
) -> Mapping[ModelId, tuple[ScenarioCost, ...]]:
    """Cost every scenario at every model's recommended price and rank the models.

    Only models that can do it are ranked: they read and write text, and the request fits
    their limits as far as these are known. Equal costs share a rank.
    """
    priced = list(models)
    costs: dict[ModelId, list[ScenarioCost]] = {each.model.id: [] for each in priced}
    for scenario in SCENARIOS:
        per_request = {each.model.id: _cost(scenario, each) for each in priced}
        ranks = _ranks({id_: cost for id_, cost in per_request.items() if cost is not None})
        for id_, cost in per_request.items():
            costs[id_].append(
                ScenarioCost(
                    key=scenario.key,
                    requests=scenario.requests,
                    input_tokens=scenario.input_tokens,
                    output_tokens=scenario.output_tokens,
                    cost=None if cost is None else cost * scenario.requests,
                    cost_per_request=cost,
                    rank=ranks.get(id_),
                    ranked=len(ranks),
                )
            )
    return {id_: tuple(each) for id_, each in costs.items()}


def _cost(scenario: Scenario, priced: Priced) -> Decimal | None:
    quote, (_, _, read, written) = priced.recommended, scenario
    if quote is None or not fits(priced.model, quote.serving.offering, read, written):
        return None
    usage = Usage(input_tokens=read, output_tokens=written)
    return request_cost(quote.serving.offering, usage)


def fits(model: Model, offering: Offering | None, input_tokens: int, output_tokens: int) -> bool:
    """Tell whether a model can take a request of text, as far as its limits are known.

    An offering that asks nothing for output has none to sell: upstream lists embeddings and
    rerankers as writing text.
    """
    facts, price = model.facts, offering.price if offering else None
    return (
        (not output_tokens or price is None or price.output_mtok != 0)
        and (facts.input_modalities is None or "text" in facts.input_modalities)
        and (facts.output_modalities is None or "text" in facts.output_modalities)
        and (facts.context_window is None or input_tokens + output_tokens <= facts.context_window)
        and (facts.max_input_tokens is None or input_tokens <= facts.max_input_tokens)
        and (facts.max_output_tokens is None or output_tokens <= facts.max_output_tokens)
    )


def _ranks(costs: Mapping[ModelId, Decimal]) -> dict[ModelId, int]:
    """Rank from 1, the cheapest first; equal costs share the first of their places."""
    ranks: dict[ModelId, int] = {}
    for _, equals in groupby(sorted(costs, key=costs.__getitem__), key=costs.__getitem__):
        place = len(ranks) + 1
        ranks.update(dict.fromkeys(equals, place))
    return ranks
