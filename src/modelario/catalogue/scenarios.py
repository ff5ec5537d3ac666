"""Cost Efficiency Index: what typical batches cost, and where a model ranks with them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from modelario.catalogue.billing import Bill, Usage
from modelario.catalogue.prices import Offer, Priced, published
from modelario.catalogue.tariffs import Tariff, tariff
from modelario.records import Facts, Model, ModelId, ModelKind, Offering, ScenarioCost


class Scenario(NamedTuple):
    """A batch of like requests; tokens are per request."""

    key: str
    requests: int
    input_tokens: int
    output_tokens: int

    @property
    def usage(self) -> Usage:
        """What one request uses."""
        return Usage(uncached_tokens=self.input_tokens, output_tokens=self.output_tokens)


#: The kind of model that does them.
DONE_BY = ModelKind.CHAT

SCENARIOS = (
    Scenario("rag_answer", 1_000, 5_000, 500),
    Scenario("ticket_triage", 10_000, 1_000, 100),
    Scenario("data_extraction", 1_000, 2_000, 500),
    Scenario("code_review", 1_000, 8_000, 1_000),
    Scenario("agent_step", 1_000, 12_000, 600),
)
#: One request of each.
_REQUESTS = tuple((each, each.usage) for each in SCENARIOS)


def scenario_costs(
    models: Iterable[Priced],
) -> Mapping[ModelId, tuple[ScenarioCost, ...]]:
    """Cost every scenario at every model's recommended price and rank the models.

    Only models that can do it are ranked: they are of the kind that does it, read and write
    text, and the request fits their limits as far as these are known. Equal costs share a rank.
    """
    priced = list(models)
    costs: dict[ModelId, list[ScenarioCost]] = {each.model.id: [] for each in priced}
    bills = {each.model.id: scenario_bills(each.model, _tariff(each)) for each in priced}
    for scenario in SCENARIOS:
        per_request = {
            id_: None if (bill := of_model[scenario.key]) is None else bill.amount
            for id_, of_model in bills.items()
        }
        ranks = _ranks({id_: cost for id_, cost in per_request.items() if cost is not None})
        unknown = ScenarioCost(
            key=scenario.key,
            requests=scenario.requests,
            input_tokens=scenario.input_tokens,
            output_tokens=scenario.output_tokens,
            cost=None,
            cost_per_request=None,
            rank=None,
            ranked=len(ranks),
        )
        for id_, cost in per_request.items():
            known = None if cost is None else _known(unknown, cost, ranks[id_])
            costs[id_].append(known or unknown)
    return {id_: tuple(each) for id_, each in costs.items()}


def _known(scenario: ScenarioCost, cost: Decimal, rank: int) -> ScenarioCost:
    return replace(scenario, cost=cost * scenario.requests, cost_per_request=cost, rank=rank)


def _tariff(priced: Priced) -> Tariff | None:
    model, quote = priced.model, priced.recommended
    return tariff(quote.serving.offering) if quote and model.kind is DONE_BY else None


def scenario_bills(model: Model, asked: Tariff | None) -> dict[str, Bill | None]:
    """Bill one request of each scenario by a tariff; ``None`` where that cannot be done."""
    return {
        each.key: asked.bill(usage)
        if asked and fits(model, asked.offering, each.input_tokens, each.output_tokens)
        else None
        for each, usage in _REQUESTS
    }


def fits(model: Model, offering: Offering | None, input_tokens: int, output_tokens: int) -> bool:
    """Tell whether a request of text can be taken, as far as limits are known.

    The model's limits hold, and those of the offering where one is named.
    """
    return _holds(model.facts, input_tokens, output_tokens) and (
        offering is None or _holds(offering.facts, input_tokens, output_tokens)
    )


def _holds(facts: Facts, read: int, written: int) -> bool:
    return (
        (facts.input_modalities is None or "text" in facts.input_modalities)
        and (not written or facts.output_modalities is None or "text" in facts.output_modalities)
        and (facts.context_window is None or read + written <= facts.context_window)
        and (facts.max_input_tokens is None or read <= facts.max_input_tokens)
        and (facts.max_output_tokens is None or written <= facts.max_output_tokens)
    )


class Fitting(NamedTuple):
    """A model's priced offerings that can take a request, and how many cannot."""

    offers: tuple[Offer, ...]
    unfit: int
    unpriced: int


def fitting(model: Model, input_tokens: int, output_tokens: int) -> Fitting:
    """Sort a model's offerings by whether they can take a request at a published price."""
    offers = published(model.servings, model.kind)
    able = tuple(
        offer
        for offer in offers
        if fits(model, offer.serving.offering, input_tokens, output_tokens)
    )
    return Fitting(able, len(offers) - len(able), len(model.servings) - len(offers))


def _ranks(costs: Mapping[ModelId, Decimal]) -> dict[ModelId, int]:
    """Rank from 1, the cheapest first; equal costs share the first of their places."""
    ranks: dict[ModelId, int] = {}
    for _, equals in groupby(sorted(costs, key=costs.__getitem__), key=costs.__getitem__):
        place = len(ranks) + 1
        ranks.update(dict.fromkeys(equals, place))
    return ranks
