"""Tests of second opinions, and of what is filled in from them."""

from decimal import Decimal
from typing import Any

import pytest

from modelario import records
from modelario.catalogue.opinions import Weighed, weigh
from modelario.catalogue.plausible import is_plausible
from modelario.records import (
    Conditions,
    Hours,
    OfferingId,
    OfferingKey,
    PriceRule,
    PriceState,
    ProviderId,
    Stance,
)
from witnessed import rule, told

KEY = OfferingKey(ProviderId("acme"), OfferingId("one"))
BASE = rule(input=2, output=8)


def _weigh(
    own: list[PriceRule], *heard: records.Testimony, state: PriceState = PriceState.PUBLISHED
) -> Weighed:
    return weigh(KEY, tuple(own), state, heard)


def _stances(weighed: Weighed) -> list[tuple[str, str, str]]:
    return [
        (
            each.unit.removesuffix("_mtok"),
            each.stance.value,
            each.reason.code if each.reason else "",
        )
        for each in weighed.opinions
    ]


def _litellm(*rules: PriceRule) -> records.Testimony:
    return told("litellm", *rules)


# --- where both speak --------------------------------------------------------------------


def test_both_figures_stand_beside_each_other() -> None:
    weighed = _weigh([rule(input="16.5", output=8)], _litellm(rule(input="5.5", output=8)))
    low, same = weighed.opinions
    assert (low.stance, low.ours, low.theirs, low.ratio) == (
        Stance.DIFFERS,
        Decimal("16.5"),
        Decimal("5.5"),
        3.0,
    )
    assert (same.stance, same.ratio) == (Stance.AGREES, 1.0)
    assert weighed.rules == (rule(input="16.5", output=8),)


@pytest.mark.parametrize(
    ("ours", "theirs", "stance"),
    [
        ("2", "2.00", Stance.AGREES),
        ("0.27", "0.2695", Stance.AGREES),  # the same, rounded
        ("2", "2.02", Stance.DIFFERS),
        ("0.0001", "0.001", Stance.DIFFERS),
    ],
)
def test_roundings_agree(ours: str, theirs: str, stance: Stance) -> None:
    weighed = _weigh([rule(input=ours, output=8)], _litellm(rule(input=theirs)))
    assert [each.stance for each in weighed.opinions] == [stance]


def test_above_and_from_a_size_are_compared() -> None:
    own = [BASE, rule(above=200_000, input=4, output=16)]
    weighed = _weigh(own, _litellm(BASE, rule(start=200_000, input=4, output=12)))
    assert _stances(weighed) == [
        ("input", "agrees", ""),
        ("output", "agrees", ""),
        ("input", "agrees", ""),
        ("output", "differs", ""),
    ]


def test_fast_and_priority_are_one_mode() -> None:
    own = [BASE, rule(mode="fast", input=4, output=16)]
    weighed = _weigh(own, _litellm(BASE, rule(mode="priority", input=4, output=16)))
    assert weighed.rules == tuple(own)
    assert {each.stance for each in weighed.opinions} == {Stance.AGREES}


def test_one_price_for_pictures_and_text_contradicts_none_of_two() -> None:
    """Upstream asks 30 for whatever an image model writes, a witness for its pictures."""
    said = (rule(input=2, output="2.5", output_image=30), rule(mode="batch", output="1.25"))
    weighed = _weigh([rule(input=2, output=30)], _litellm(*said))
    assert ("output", "set_aside", "split_by_kind") in _stances(weighed)
    assert weighed.rules == (rule(input=2, output=30),)


def test_a_witness_says_nothing_by_a_zero() -> None:
    assert _weigh([BASE], _litellm(rule(input=0, output=0))).opinions == ()


# --- what is filled in -------------------------------------------------------------------

NIGHT = (Hours(960, 30),)

FILLS: list[dict[str, Any]] = [
    {"mode": "batch", "input": 1, "output": 4},
    {"mode": "flex", "input": 1, "output": 4},
    {"mode": "priority", "input": "3.5", "output": 14},
    {"mode": "batch", "above": 200_000, "input": 2, "output": 6},
    {"cache_write_1h": 4},
    {"cache_read": "0.2", "cache_write": "2.5"},
    {"above": 200_000, "input": 4, "output": 12},
    {"region": "eu", "input": "2.2", "output": "8.8"},
    {"hours": NIGHT, "input": 1, "output": 4},
    {"pieces": {"web_search": "0.01"}},
]


@pytest.mark.parametrize("given", FILLS, ids=str)
def test_what_upstream_lacks_is_filled_in_with_its_source(given: dict[str, Any]) -> None:
    weighed = _weigh([BASE], _litellm(BASE, rule("litellm", **given)))
    assert weighed.rules == (BASE, rule("litellm", **given))
    assert {each.stance for each in weighed.opinions} == {Stance.AGREES, Stance.FILLS}


def test_what_upstream_says_is_never_changed() -> None:
    own = [
        rule(input=2, output=8, cache_read="0.5"),
        rule(above=200_000, input=4, output=12),
        rule(mode="fast", input=12, output=48),
    ]
    said = _litellm(
        rule(input=2, output=8, cache_read="0.2", cache_write="2.5"),
        rule(above=200_000, input=5, output=12, cache_write=5),
        rule(mode="fast", input=10, output=48),
        rule(mode="batch", input=1, output=4),
        rule(region="eu", input="2.2", output="8.8"),
    )
    weighed = _weigh(own, said)
    assert weighed.rules == (
        own[0],
        rule("litellm", cache_write="2.5"),
        own[1],
        rule("litellm", above=200_000, cache_write=5),
        rule("litellm", region="eu", input="2.2", output="8.8"),
        own[2],
        rule("litellm", mode="batch", input=1, output=4),
    )
    assert [each for each in weighed.rules if each.source == "models.dev"] == own


def test_other_sizes_than_upstreams_are_not_mixed_with_them() -> None:
    own = [BASE, rule(above=200_000, input=4, output=12)]
    weighed = _weigh(own, _litellm(BASE, rule(above=272_000, input=6, output=18)))
    assert weighed.rules == tuple(own)
    assert ("input", "set_aside", "other_sizes") in _stances(weighed)


def test_a_witness_with_another_base_fills_nothing() -> None:
    heard = _litellm(rule(input=3, output=8), rule(mode="batch", input="1.5", output=4))
    weighed = _weigh([BASE], heard)
    assert weighed.rules == (BASE,)
    assert ("input", "set_aside", "of_another_price") in _stances(weighed)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (PriceState.UNKNOWN, "no_price_upstream"),
        (PriceState.SUBSCRIPTION, "no_price_per_token"),
        (PriceState.FREE, "no_price_per_token"),
        (PriceState.LOCAL, "no_price_per_token"),
    ],
)
def test_beside_no_price_it_is_an_opinion_and_no_price(state: PriceState, reason: str) -> None:
    weighed = _weigh([], _litellm(BASE, rule(mode="batch", input=1, output=4)), state=state)
    assert weighed.rules == ()
    assert {each[1:] for each in _stances(weighed)} == {("set_aside", reason)}


def test_half_a_base_price_is_not_completed() -> None:
    weighed = _weigh([rule(input=2)], _litellm(BASE))
    assert weighed.rules == (rule(input=2),)
    assert _stances(weighed)[-1] == ("output", "set_aside", "no_price_upstream")


def test_a_fee_for_every_request_is_part_of_the_base_price() -> None:
    weighed = _weigh([BASE], _litellm(BASE, rule(pieces={"request": "0.012"})))
    assert weighed.rules == (BASE,)
    assert _stances(weighed)[-1] == ("request", "set_aside", "no_price_upstream")


# --- several witnesses -------------------------------------------------------------------

BATCH = rule("litellm", mode="batch", input=1)


def test_of_those_who_agree_the_first_in_order_is_the_source() -> None:
    weighed = _weigh([BASE], _litellm(BATCH), told("genai-prices", BATCH))
    assert weighed.rules == (BASE, BATCH)
    assert [each.stance for each in weighed.opinions] == [Stance.FILLS, Stance.FILLS]


def test_those_who_contradict_each_other_fill_nothing() -> None:
    other = told("genai-prices", rule(mode="batch", input="1.5"))
    weighed = _weigh([BASE], _litellm(BATCH), other)
    assert weighed.rules == (BASE,)
    assert {each[1:] for each in _stances(weighed)} == {("set_aside", "witnesses_contradict")}


def test_two_that_agree_are_stronger_than_one() -> None:
    heard = (
        told("openrouter", rule(mode="batch", input="1.5")),
        _litellm(BATCH),
        told("genai-prices", BATCH),
    )
    weighed = _weigh([BASE], *heard)
    assert weighed.rules == (BASE, BATCH)
    assert [each.stance.value for each in weighed.opinions] == ["set_aside", "fills", "fills"]


def test_who_repeats_another_counts_once() -> None:
    """At OpenRouter genai-prices has what OpenRouter says, so that one stands against one."""
    heard = (
        told("openrouter", BATCH, provider="openrouter"),
        told("litellm", rule(mode="batch", input="1.5"), provider="openrouter"),
        told("genai-prices", BATCH, provider="openrouter"),
    )
    assert _weigh([BASE], *heard).rules == (BASE,)


# --- what cannot be ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"mode": "batch", "input": "3.5"},  # dearer than not to wait
        {"mode": "batch", "input": "0.002"},  # by a thousandth
        {"mode": "flex", "output": 2000},
        {"cache_write_1h": 2, "cache_write": "2.5"},  # the hour cheaper than five minutes
        {"cache_read": 3},  # dearer than not to cache
        {"cache_read": "0.0002"},
        {"above": 200_000, "input": 40},
        {"region": "eu", "output": 80},
        {"hours": NIGHT, "input": "0.001"},
        {"pieces": {"web_search": 10_000}},
    ],
    ids=str,
)
def test_what_cannot_be_is_not_filled_in(given: dict[str, Any]) -> None:
    weighed = _weigh([BASE], _litellm(rule("litellm", **given)))
    reasons = [reason for _, _, reason in _stances(weighed)]
    assert reasons.count("implausible") == 1
    filled = sum(each.stance is Stance.FILLS for each in weighed.opinions)
    assert filled == len(reasons) - 1


@pytest.mark.parametrize(("mode", "least"), [("balanced", "0.45"), ("priority", "2")])
def test_only_a_mode_that_is_known_to_be_faster_costs_no_less(mode: str, least: str) -> None:
    """Sail's balanced mode waits a while, for half the price."""
    for price, known in ((least, True), ("0.45", mode == "balanced")):
        weighed = _weigh([BASE], _litellm(rule("litellm", mode=mode, input=price)))
        assert (weighed.opinions[0].stance is Stance.FILLS) is known


def test_what_can_be_compared_with_nothing_is_not_believed() -> None:
    assert not is_plausible("output_audio_mtok", Conditions(), Decimal(5), {})
    assert is_plausible("web_search", Conditions(), Decimal("0.01"), {})
