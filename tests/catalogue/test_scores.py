"""Scores: the weights add up, unknown facts earn nothing, known ones are not missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import model, offering
from modelario.catalogue.measures import log_share, subject
from modelario.catalogue.prices import priced
from modelario.catalogue.scores import WEIGHTS, scores


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_parts_of_each_score_add_up_to_100(name):
    assert sum(weight.maximum for weight in WEIGHTS[name]) == 100


def scored(servings, **facts):
    return scores(subject(priced(model(servings, **facts)), ()))


def test_an_unknown_fact_earns_nothing_and_lowers_the_coverage():
    coding = scored([offering(cost=(1, 1))], tool_call=True, context_window=1_000_000)["coding"]
    assert [(part.points, part.known) for part in coding.parts] == [
        (40, True),
        (0, False),
        (0, False),
        (20, True),
        (1, True),
    ]
    assert (coding.points, coding.coverage) == (61, 70)
    assert coding.parts[1].reason.code == "unknown"


def test_a_fact_that_is_known_to_be_false_is_covered():
    coding = scored([offering()], tool_call=False)["coding"]
    assert (coding.parts[0].points, coding.parts[0].known) == (0, True)


def test_an_unknown_price_is_no_headline_price():
    cost = scored([offering(cost=(0, 0))])["cost"]
    assert (cost.points, cost.coverage) == (0, 0)


LONG_CONTEXT = [(10_000, 0), (31_623, 16), (100_000, 32), (2_000_000, 90), (10_000_000, 90)]


@pytest.mark.parametrize(("tokens", "points"), LONG_CONTEXT)
def test_long_context_rises_in_two_stretches(tokens, points):
    assert scored([offering()], context_window=tokens)["long_context"].parts[0].points == points


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_more_context_never_lowers_a_score(a, b):
    low, high = (
        scored([offering(cost=(1, 1), context_window=n)], context_window=n) for n in sorted((a, b))
    )
    assert all(high[name].points >= low[name].points for name in WEIGHTS)


@given(st.floats(0.001, 1e6))
def test_log_share_stays_between_0_and_1(value):
    assert 0 <= log_share(value, 0.02, 100) <= 1


def test_a_derivative_does_not_get_the_points_of_an_official_model():
    derivative = subject(priced(model([offering()], official=False)), ())
    assert scores(derivative)["production"].parts[-1].points == 0
