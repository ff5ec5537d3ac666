"""What prices mean: their states, the cost of a request, and which offering is named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import model, offering, price, serving, tier
from modelario.catalogue.billing import PER_MTOK, Usage
from modelario.catalogue.prices import (
    blended,
    price_state,
    priced,
    without_zeros,
)
from modelario.catalogue.tariffs import bill
from modelario.records import PriceState, TokenPrice, Variant

STATES = [
    ("a price", offering(cost=(1, 2)), "published"),
    ("only input costs", offering(cost=(1, 0)), "published"),
    ("only output is stated", offering(cost=price(None, 2)), "published"),
    ("no cost at all", offering(), "unknown"),
    ("an empty cost", offering(cost=price()), "unknown"),
    ("zero input, output left out", offering(cost=price(0, None)), "unknown"),
    ("zero, marked by a suffix", offering(offering_id="x:free", cost=(0, 0)), "free"),
    ("zero, marked by an ending", offering(offering_id="X-FREE", cost=(0, 0)), "free"),
    ("zero, marked in the name", offering(name="X (free)", cost=(0, 0)), "free"),
    ("marked free without a cost", offering(offering_id="x:free"), "unknown"),
    ("marked free, yet with a price", offering(offering_id="x:free", cost=(1, 1)), "published"),
    ("zero at a plan", offering("zai-coding-plan", cost=(0, 0)), "subscription"),
    ("zero at Copilot", offering("github-copilot", cost=(0, 0)), "subscription"),
    ("a price at a plan", offering("zai-coding-plan", cost=(1, 1)), "published"),
    ("zero on the user's machine", offering("lmstudio", cost=(0, 0)), "local"),
    ("zero anywhere else", offering("github-models", cost=(0, 0)), "unknown"),
]


@pytest.mark.parametrize(
    ("offered", "state"), [row[1:] for row in STATES], ids=[r[0] for r in STATES]
)
def test_each_price_has_one_state(offered, state):
    assert price_state(offered) is PriceState(state)


def test_blended_price_is_three_parts_input_to_one_of_output():
    assert blended(price("1.10", "4.40")) == Decimal("1.925")
    assert blended(price("1.10", None)) is None


TIERED = offering(
    cost=price(1, 4, cache_read_mtok="0.1", reasoning_mtok=8),
    rules=(
        tier(100_000, price(2, 6, cache_read_mtok="0.2")),
        tier(200_000, price(3, 9)),
    ),
)

COSTS = [
    ("below the first tier", Usage(uncached_tokens=100_000, output_tokens=1_000), "0.104"),
    ("just above it", Usage(uncached_tokens=100_001, output_tokens=1_000), "0.206002"),
    ("above the second", Usage(uncached_tokens=300_000, output_tokens=1_000), "0.909"),
    ("half cached", Usage(uncached_tokens=500, cache_read_tokens=500), "0.00055"),
    ("the cache price of a tier below", Usage(cache_read_tokens=300_000), "0.06"),
    ("reasoning", Usage(output_tokens=10, reasoning_tokens=100), "0.00084"),
]


@pytest.mark.parametrize(("usage", "cost"), [row[1:] for row in COSTS], ids=[r[0] for r in COSTS])
def test_a_request_is_billed_wholly_at_its_tier(usage, cost):
    assert bill(TIERED, usage).amount == Decimal(cost)


def test_an_unknown_price_makes_the_cost_unknown_not_zero():
    usage = Usage(uncached_tokens=10, output_tokens=10)
    assert bill(offering(), usage) is None
    assert bill(offering(cost=price(1, None)), usage) is None


def test_an_output_price_is_not_needed_where_no_output_is_asked_for():
    usage = Usage(uncached_tokens=1_000_000)
    assert bill(offering(cost=price("0.02", None)), usage).amount == Decimal("0.02")


ZEROS = [
    ("a cache price", offering(cost=price(1, 2, cache_read_mtok=0)), price(1, 2)),
    ("the output price of an embedding", offering(cost=("0.02", 0)), price("0.02")),
    ("an input price", offering(cost=(0, 2)), price(None, 2)),
    ("audio", offering(cost=price(1, 2, input_audio_mtok=0)), price(1, 2)),
    ("free altogether", offering(offering_id="x:free", cost=(0, 0)), price(0, 0)),
    ("zero anywhere else", offering("github-models", cost=(0, 0)), price(0, 0)),
    ("no zero", TIERED, TIERED.price),
]


@pytest.mark.parametrize(
    ("offered", "known"), [row[1:] for row in ZEROS], ids=[r[0] for r in ZEROS]
)
def test_a_zero_beside_a_paid_price_is_unknown(offered, known):
    read = without_zeros(offered, price_state(offered))
    assert read.price == known
    assert price_state(read) is price_state(offered)


def test_a_zero_in_a_tier_is_unknown_too():
    zeroed = tier(200_000, price(2, 3, cache_read_mtok=0))
    offered = offering(cost=(1, 2), rules=(zeroed,))
    (read,) = without_zeros(offered, price_state(offered)).tiers
    assert read.price == TokenPrice(input_mtok=Decimal(2), output_mtok=Decimal(3))


@given(
    st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 10**6), st.decimals(0, 1, places=2)
)
def test_caching_and_reasoning_never_leave_the_bounds_of_their_prices(
    input_tokens, output_tokens, reasoning, share
):
    offered = offering(cost=price(2, 8, cache_read_mtok="0.5", reasoning_mtok=10))
    cached = int(input_tokens * share)
    usage = Usage(
        uncached_tokens=input_tokens - cached,
        cache_read_tokens=cached,
        output_tokens=output_tokens,
        reasoning_tokens=reasoning,
    )
    low = (input_tokens * Decimal("0.5") + (output_tokens + reasoning) * 8) / PER_MTOK
    high = (input_tokens * 2 + output_tokens * 8 + reasoning * 10) / PER_MTOK
    assert low <= bill(offered, usage).amount <= high


def test_the_labs_own_price_is_recommended_even_when_others_are_cheaper():
    own, other = offering(cost=(2, 8)), offering("b", cost=(1, 4))
    served = model([own, other])
    assert priced(served).recommended.serving.offering is own
    assert priced(served).cheapest.serving.offering is other


def test_without_an_own_price_the_cheapest_with_the_full_context_is_recommended():
    short = offering("b", cost=(1, 1), context_window=8_000)
    whole = offering("c", cost=(2, 2), context_window=32_000)
    withdrawn = offering("d", cost=(1, 1), context_window=32_000, status="deprecated")
    served = model([short, whole, withdrawn, offering(cost=(0, 0))], context_window=32_000)
    assert priced(served).recommended.serving.offering is whole
    quote = priced(served).cheapest
    assert quote.serving.offering is short
    assert not quote.serves_full_context


def test_what_is_not_published_is_never_the_cheapest():
    served = model(
        [
            offering("github-models", cost=(0, 0)),
            offering("b", "x:free", cost=(0, 0)),
            offering("github-copilot", cost=(0, 0)),
            offering("c"),
            offering("d", cost=(3, 9)),
        ]
    )
    assert priced(served).cheapest.serving.offering.provider == "d"
    assert priced(model([offering("c")])).cheapest is None


def test_ties_go_to_the_lab_then_by_name():
    own, b, c = offering(cost=(1, 1)), offering("b", cost=(1, 1)), offering("c", cost=(1, 1))
    assert priced(model([c, b, own])).cheapest.serving.offering is own
    assert priced(model([c, b])).cheapest.serving.offering is b


def test_the_labs_plain_offering_goes_before_its_variants():
    plain = serving(offering(cost=(2, 2)))
    fast = serving(offering(offering_id="one-fast", cost=(9, 9)), variant=Variant(speed="fast"))
    assert priced(model([plain, fast])).recommended.serving is plain
