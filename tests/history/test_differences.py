"""What moved between two documents, field by field."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import data
from modelario.history.differences import (
    diff,
    differences,
    fields_of,
    from_text,
    place_of,
    to_text,
)
from modelario.records import (
    Change,
    ChangeKind,
    Conditions,
    Facts,
    Hours,
    PriceRule,
    PromptSize,
    TokenPrice,
)
from modelario.upstream.document import parse, split


def changes(old: dict[str, object], new: dict[str, object]) -> list[tuple[object, ...]]:
    one, other = (parse(split(data({"p": {"m": fields}}))) for fields in (old, new))
    return [(c.kind, c.field, c.old, c.new, c.percent) for c in diff(one, other)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            {"cost": {"input": 1.1, "output": 4.4}},
            {"cost": {"input": 1.21, "output": 4.4}},
            [("price", "input_mtok", Decimal("1.1"), Decimal("1.21"), Decimal("10.0"))],
        ),
        (
            {"cost": {"input": 3}},
            {"cost": {"input": 1}},
            [("price", "input_mtok", Decimal(3), Decimal(1), Decimal("-66.7"))],
        ),
        ({"cost": {"input": 1.0}}, {"cost": {"input": 1}}, []),
        (
            {"cost": {"input": 0}},
            {"cost": {"input": 2}},
            [("price", "input_mtok", None, Decimal(2), None)],
        ),
        # A zero is a price only where something says that it is free.
        (
            {"cost": {"input": 2, "output": 2}},
            {"cost": {"input": 0, "output": 0, "cache_read": 0}},
            [
                ("price", "input_mtok", Decimal(2), None, None),
                ("price", "output_mtok", Decimal(2), None, None),
            ],
        ),
        (
            {"cost": {"input": 2, "output": 2}, "name": "M (free)"},
            {"cost": {"input": 0, "output": 0}, "name": "M (free)"},
            [
                ("price", "input_mtok", Decimal(2), Decimal(0), Decimal("-100.0")),
                ("price", "output_mtok", Decimal(2), Decimal(0), Decimal("-100.0")),
            ],
        ),
        (
            {"cost": {"cache_read": 2}},
            {},
            [("price", "cache_read_mtok", Decimal(2), None, None)],
        ),
        (
            {"cost": {"tiers": [{"input": 2, "tier": {"type": "context", "size": 5}}]}},
            {"cost": {"tiers": [{"input": 4, "tier": {"type": "context", "size": 5}}]}},
            [("price", "tiers/5/input_mtok", Decimal(2), Decimal(4), Decimal("100.0"))],
        ),
        (
            {"experimental": {"modes": {"fast": {"cost": {"input": 2, "output": 8}}}}},
            {"experimental": {"modes": {"fast": {"cost": {"input": 4}}}}},
            [
                ("price", "modes/fast/input_mtok", Decimal(2), Decimal(4), Decimal("100.0")),
                ("price", "modes/fast/output_mtok", Decimal(8), None, None),
            ],
        ),
        (
            {"limit": {"context": 1000, "input": 900, "output": 10}},
            {"limit": {"context": 2000, "input": 950, "output": 5}},
            [
                ("context", "context_window", 1000, 2000, Decimal("100.0")),
                ("context", "max_input_tokens", 900, 950, Decimal("5.6")),
                ("output_limit", "max_output_tokens", 10, 5, Decimal("-50.0")),
            ],
        ),
        (
            {"tool_call": False},
            {"tool_call": True},
            [("capability", "tool_call", False, True, None)],
        ),
        ({}, {"tool_call": True}, [("capability", "tool_call", None, True, None)]),
        ({"tool_call": True}, {}, [("capability", "tool_call", True, None, None)]),
        ({}, {"tool_call": False}, []),
        (
            {"modalities": {"input": ["text"], "output": ["text"]}},
            {"modalities": {"input": ["image", "text"], "output": ["text"]}},
            [("modality", "input_modalities", ("text",), ("text", "image"), None)],
        ),
        (
            {"modalities": {"input": ["image", "text"]}},
            {"modalities": {"input": ["text", "image"]}},
            [],
        ),
        ({}, {"status": "deprecated"}, [("status", "status", None, "deprecated", None)]),
        (
            {"release_date": "2025-01"},
            {"release_date": "2025-01-31"},
            [("release_date", "release_date", "2025-01", "2025-01-31", None)],
        ),
        ({"name": "A", "x": 1, "open_weights": True}, {"name": "B", "x": 2}, []),
    ],
)
def test_a_field_that_moved_is_a_change(old, new, expected):
    assert changes(old, new) == expected


def test_offerings_come_go_and_come_back():
    old = parse(split(data({"p": {"stays": {}, "goes": {}}})))
    new = parse(split(data({"p": {"stays": {}, "comes": {}, "is back": {}}, "q": {"m": {}}})))
    assert diff(old, new, {("p", "is back")}) == (
        Change(kind=ChangeKind.ADDED, provider="p", offering_id="comes"),
        Change(kind=ChangeKind.REMOVED, provider="p", offering_id="goes"),
        Change(kind=ChangeKind.RETURNED, provider="p", offering_id="is back"),
        Change(kind=ChangeKind.ADDED, provider="q", offering_id="m"),
    )


def _asks(input_mtok):
    return PriceRule(price=TokenPrice(input_mtok=Decimal(input_mtok)))


PLACES = [
    (Conditions(), ""),
    (Conditions(mode="batch"), "modes/batch/"),
    (Conditions(prompt=PromptSize(5)), "tiers/5/"),
    (Conditions(prompt=PromptSize(5, inclusive=True)), "tiers/from-5/"),
    (
        Conditions(mode="batch", region="eu", prompt=PromptSize(5)),
        "modes/batch/regions/eu/tiers/5/",
    ),
    (
        Conditions(hours=(Hours(60, 240), Hours(1320, 360, (6, 7)))),
        "hours/0100-0400+2200-0600@67/",
    ),
]


@pytest.mark.parametrize(("conditions", "place"), PLACES)
def test_conditions_have_a_place_in_the_names_of_fields(conditions, place):
    assert place_of(conditions) == place


def test_models_are_compared_by_the_same_fields():
    old = {"lab/m": fields_of(Facts(context_window=1), rules=(_asks(2),))}
    new = {"lab/m": fields_of(Facts(context_window=1), rules=(_asks(3),))}
    ((model, difference),) = differences(old, new, ())
    assert (model, difference.kind, difference.field) == ("lab/m", "price", "input_mtok")
    assert difference.percent == Decimal("50.0")


VALUES = {
    ChangeKind.PRICE: st.decimals(0, 1000, places=6),
    ChangeKind.CONTEXT: st.integers(1, 10**9),
    ChangeKind.CAPABILITY: st.booleans(),
    ChangeKind.MODALITY: st.lists(st.text()).map(tuple),
    ChangeKind.STATUS: st.text(),
}


@given(
    st.sampled_from(list(VALUES)).flatmap(lambda k: st.tuples(st.just(k), VALUES[k] | st.none()))
)
def test_a_value_survives_its_text(pair):
    kind, value = pair
    assert from_text(kind, to_text(value)) == value
