"""Prices under conditions in the shapes of other tools."""

from decimal import Decimal

from builders import offering, price, serving, tier
from modelario.api.shapes.litellm import conditional_amounts
from modelario.api.shapes.pricing import prices_by_hours
from modelario.records import Conditions, Hours, PriceRule

SERVED = serving(
    offering(
        cost=price(2, 8),
        rules=(
            tier(272_000, price(4, 12)),
            PriceRule(price=price(1, 4), conditions=Conditions(mode="batch")),
            tier(272_000, price(2, cache_write_1h_mtok=5), mode="batch"),
            PriceRule(price=price(3), conditions=Conditions(mode="fast")),
            PriceRule(price=price(3), conditions=Conditions(region="eu")),
            PriceRule(price=price(5), conditions=Conditions(hours=(Hours(60, 240),))),
            PriceRule(price=price(6), conditions=Conditions(hours=(Hours(0, 60, (6, 7)),))),
        ),
    )
)


def test_litellm_names_sizes_and_modes_in_its_suffixes():
    assert conditional_amounts(SERVED) == {
        "input_cost_per_token_above_272k_tokens": Decimal("0.000004"),
        "output_cost_per_token_above_272k_tokens": Decimal("0.000012"),
        "input_cost_per_token_batches": Decimal("0.000001"),
        "output_cost_per_token_batches": Decimal("0.000004"),
        "input_cost_per_token_above_272k_tokens_batches": Decimal("0.000002"),
        "cache_creation_input_token_cost_above_1hr_above_272k_tokens_batches": Decimal("0.000005"),
    }


def test_genai_prices_knows_hours_of_every_day():
    plain = SERVED.offering.price
    usual, peak = prices_by_hours(SERVED, plain)
    assert usual["prices"]["output_mtok"] == {
        "base": 8,
        "tiers": [{"start": 272_000, "price": 12}],
    }
    assert peak["constraint"] == {"start_time": "01:00:00Z", "end_time": "04:00:00Z"}
    assert peak["prices"]["input_mtok"] == 5
    assert peak["prices"]["output_mtok"] == usual["prices"]["output_mtok"]
