"""Tests of what witnesses have to say of a price that jumped."""

from typing import Any

import pytest

from documents import data
from judged_days import Replay
from modelario.history.gates import WITNESSES, Backed
from modelario.history.hearsay import Hearsay
from modelario.history.journal import Ending, Gate
from modelario.records import OfferingId, OfferingKey, ProviderId
from modelario.upstream.document import RawDocument, split
from witnessed import rule, told

KEY = OfferingKey(ProviderId("p"), OfferingId("m"))
VOICES = ("litellm", "genai-prices", "model-prices")


def priced(price: object, **others: Any) -> RawDocument:
    return split(data({"p": {"m": {"cost": {"input": price, "output": 2, **others}}, "n": {}}}))


def said(*prices: object, **given: Any) -> tuple[Any, ...]:
    """What one witness after the other says of the input."""
    return tuple(
        told(witness, rule(input=price), provider="p", offering_id="m", **given)
        for witness, price in zip(VOICES, prices, strict=False)
    )


def days_held(testimonies: tuple[Any, ...], old: float = 75, new: float = 0.075) -> int:
    """For how many days a jump is held."""
    replay = Replay(priced(old))
    replay.testimonies = testimonies
    for days in range(40):
        replay.take(priced(new))
        if not replay.holds:
            assert replay.decisions in ([], [(Gate.JUMP, Ending.BELIEVED)])
            return days
    raise AssertionError


SEVEN, SOONER, LONGER = (
    7,
    WITNESSES[Backed.NEW].believed_after_days,
    WITNESSES[Backed.OLD].believed_after_days,
)


@pytest.mark.parametrize(
    ("prices", "days"),
    [
        ((), SEVEN),
        ((0.075,), SEVEN),
        ((0.075, 0.075), SOONER),
        ((0.08, 0.07), SOONER),
        ((75,), SEVEN),
        ((75, 75), LONGER),
        ((75, 75, 0.075), LONGER),
        ((0.075, 0.075, 75), SOONER),
        ((75, 0.075), SEVEN),
        ((3, 4), SEVEN),  # neither of both
    ],
)
def test_two_witnesses_decide_how_long_a_jump_is_held(prices, days):
    assert SOONER < SEVEN < LONGER
    assert days_held(said(*prices)) == days


def test_one_who_repeats_another_is_no_second_voice():
    copies = said(0.075, 0.075, copied=True)
    assert days_held(copies) == SEVEN
    twice = tuple(told("litellm", rule(input=0.075), provider="p", offering_id="m") for _ in "ab")
    assert days_held(twice) == SEVEN


def test_one_that_contradicts_itself_says_nothing():
    assert days_held((*said(0.075, 0.075), *said(9)[:1])) == SEVEN


def test_what_an_operator_rejected_is_not_believed_for_any_witness():
    replay = Replay(priced(75))
    replay.testimonies = said(0.075, 0.075)
    replay.take(priced(0.075))
    replay.reject()
    replay.take(priced(0.075), days=50)
    assert replay.price() == 75


def test_looks_count_as_ever():
    replay = Replay(priced(75))
    replay.testimonies, replay.counts_looks = said(0.075, 0.075), True
    replay.take(priced(0.075))
    replay.take(priced(0.075), days=20)
    assert replay.price() == 75
    replay.take(priced(0.075))
    assert float(replay.price()) == 0.075


@pytest.mark.parametrize(
    ("path", "figures"),
    [
        ("cost/input", [1]),
        ("cost/output", [2]),
        ("cost/cache_read", []),
        ("cost/tiers/200000/input", [3]),
        ("cost/context_over_200k/input", [3]),
        ("cost/tiers/100000/input", []),
    ],
)
def test_a_figure_is_of_the_same_unit_and_size(path, figures):
    testimony = told(
        "litellm",
        rule(input=1, output=2),
        rule(above=200_000, input=3),
        rule(mode="batch", input=4),
        rule(region="eu", input=5),
        provider="p",
        offering_id="M",
    )
    assert Hearsay([testimony]).figures(KEY, path) == figures


def test_it_is_about_the_very_offering():
    testimonies = [
        told("litellm", rule(input=1), provider="p", offering_id="m-2"),
        told("litellm", rule(input=1), provider="q", offering_id="m"),
        told("litellm", rule(input=1), provider="p", offering_id="us.m"),
    ]
    assert Hearsay(testimonies).figures(KEY, "cost/input") == []
