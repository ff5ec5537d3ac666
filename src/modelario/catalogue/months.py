"""A month of a reader's work: what it costs at each offering, and where it is the cheapest."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from modelario.catalogue.fields import servings_at
from modelario.catalogue.prices import is_deprecated, own_rank, published, quote_of
from modelario.catalogue.scenarios import fitting
from modelario.catalogue.tariffs import bill_at
from modelario.catalogue.workloads import Workload
from modelario.records import Entry, Model, Month, OfferingKey, Quote, Reason


def months(models: Iterable[Model], work: Workload) -> Mapping[OfferingKey, Month]:
    """Cost a work at every offering that can do it at a published price.

    It is billed as everywhere; where that cannot be done, nothing is known.
    """
    usage, found = work.usage(), {}
    for model in models:
        for offer in fitting(model, work.input_tokens, work.written_tokens).offers:
            serving = offer.serving
            if (bill := bill_at(serving, usage, work)) is not None:
                found[serving.key] = Month(bill.amount * work.requests, bill.assumed)
    return found


def in_months(entry: Entry, costs: Mapping[OfferingKey, Month]) -> Entry:
    """See an entry by what a work costs: the cheapest is where a month of it is."""
    return replace(entry, months=costs, cheapest=_cheapest(entry, costs) or entry.cheapest)


def _cheapest(entry: Entry, costs: Mapping[OfferingKey, Month]) -> Quote | None:
    """Find the lowest believed cost of those that are not deprecated; ties go as with prices."""
    model, doubted = entry.model, {each.serving.key for each in entry.passed_over}
    standing = [
        (costs[key].cost, serving)
        for serving in servings_at(entry)
        if (key := serving.key) in costs and key not in doubted and not is_deprecated(serving)
    ]
    if not standing:
        return None
    least = min(cost for cost, _ in standing)
    equals = (serving for cost, serving in standing if cost == least)
    lowest = min(equals, key=lambda serving: (own_rank(model, serving), serving.key))
    [offer] = published([lowest], model.kind)
    return quote_of(model, offer, Reason("cheapest_month", offers=len(standing)))
