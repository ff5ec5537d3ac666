"""Filters: what each condition keeps, and what cannot be meant."""

import json
from dataclasses import fields
from decimal import Decimal
from typing import get_args

import pytest
from msgspec.structs import replace

from builders import ORIGIN
from modelario.catalogue.build import build
from modelario.catalogue.checking import SPANS, checked
from modelario.catalogue.filters import CONDITIONS, FilterError, ModelFilter, select
from modelario.catalogue.sorting import sort
from modelario.identity.resolve import resolve
from modelario.upstream.document import parse, split
from reference_page import api_document


@pytest.fixture(scope="module")
def catalogue():
    """o4-mini, and a cheap model with open weights that one provider serves in two ways."""
    found = api_document()
    plain = {"limit": {"context": 32_000, "output": 4_000}, "open_weights": True}
    plain["release_date"] = "2025-05"
    found["nearai"] = {
        "models": {
            "acme/small-7b": {**plain, "name": "Small 7B", "cost": {"input": 0.1, "output": 0.2}},
            "acme/small-7b-tee": {**plain, "name": "Small 7B", "cost": {"input": 0.2, "output": 1}},
        }
    }
    document = parse(split(json.dumps(found).encode()))
    return build(document, resolve(document), ORIGIN)


KEEPS = [
    (ModelFilter(), {"o4-mini", "small-7b"}),
    (ModelFilter(q="o4 openai"), {"o4-mini"}),
    (ModelFilter(q="none"), set()),
    (ModelFilter(kind=("chat",)), {"o4-mini", "small-7b"}),
    (ModelFilter(kind=("embedding", "ocr")), set()),
    (ModelFilter(provider=("poe",)), {"o4-mini"}),
    # Poe asks less than the lab.
    (ModelFilter(provider=("poe",), max_input_price=Decimal(1)), {"o4-mini"}),
    (ModelFilter(provider=("openai",), max_input_price=Decimal(1)), set()),
    (ModelFilter(capability=("tool_call",)), {"o4-mini"}),
    (ModelFilter(input=("image",)), {"o4-mini"}),
    (ModelFilter(min_context=100_000), {"o4-mini"}),
    (ModelFilter(max_context=100_000), {"small-7b"}),
    (ModelFilter(max_price=Decimal(1)), {"small-7b"}),
    (ModelFilter(min_price=Decimal(1)), {"o4-mini"}),
    (ModelFilter(open_weights=True), {"small-7b"}),
    (ModelFilter(prompt_caching=True), {"o4-mini"}),
    (ModelFilter(released_since="2025-04"), {"o4-mini", "small-7b"}),
    # o4-mini: 2025-04-16; small-7b: 2025-05.
    (ModelFilter(released_since="2025-04-17"), {"small-7b"}),
    (ModelFilter(released_since="2025-05-01"), {"small-7b"}),
    (ModelFilter(released_until="2025-04"), {"o4-mini"}),
    (ModelFilter(released_until="2025-05"), {"o4-mini", "small-7b"}),
    (ModelFilter(released_until="2025-04-15"), set()),
    (ModelFilter(price_state=("unknown",)), {"o4-mini"}),
    (ModelFilter(variant=("tee",)), {"small-7b"}),
    (ModelFilter(score="coding", min_score=80), {"o4-mini"}),
    (ModelFilter(open_weights=True, capability=("tool_call",)), set()),
]


def conditions(cases) -> list[str]:
    """What each case asks for, as the name of its test."""
    return [
        " ".join(
            f"{field.name}={value}"
            for field in fields(wanted)
            if (value := getattr(wanted, field.name)) != field.default
        )
        for wanted, _ in cases
    ]


def test_every_field_of_the_filter_has_a_condition():
    # A score or a benchmark is only named: min_score and min_result ask something of it.
    assert {field.name for field in fields(ModelFilter)} == {*CONDITIONS, "score", "result"}


@pytest.mark.parametrize(("wanted", "kept"), KEEPS, ids=conditions(KEEPS))
def test_what_a_condition_keeps(catalogue, wanted, kept):
    found = select(catalogue.entries.values(), checked(wanted, catalogue))
    assert {entry.model.id.partition("/")[2] for entry in found} == kept


CANNOT_BE_MEANT = [
    (ModelFilter(capability=("flying",)), "tool_call"),
    (ModelFilter(variant=("colour",)), "quantisation"),
    (ModelFilter(kind=("chatty",)), "reranker"),
    (ModelFilter(lab=("opnai",)), "openai"),
    (ModelFilter(released_since="soon"), "2026-05"),
    (ModelFilter(max_price=Decimal("NaN")), "max_price"),
    (ModelFilter(min_price=Decimal("sNaN")), "min_price"),
    (ModelFilter(max_input_price=Decimal("Infinity")), "max_input_price"),
]


@pytest.mark.parametrize(("wanted", "told"), CANNOT_BE_MEANT, ids=conditions(CANNOT_BE_MEANT))
def test_what_cannot_be_meant_is_told_with_what_can(catalogue, wanted, told):
    with pytest.raises(FilterError, match=told):
        checked(wanted, catalogue)


NUMBERS = sorted(
    each.name for each in fields(ModelFilter) if {int, Decimal} & set(get_args(each.type))
)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_told_what_it_can_be(catalogue, name):
    """Every condition that is a number has a least and a most, and the message names them."""
    least, most = SPANS[name]
    for value in (least - 1, most + 1, -5):
        with pytest.raises(FilterError) as refused:
            checked(ModelFilter(**{name: value}), catalogue)
        assert str(refused.value) == (
            f"{name} {value} cannot be: it is a number from {least} to {most:,}"
        )
        assert refused.value.field == name
    for value in (least, most):
        checked(ModelFilter(**{name: value}), catalogue)


def test_the_rest_of_a_binary_price_counts_for_nothing(catalogue):
    """The browser's numbers cannot tell these prices apart, so that the order is by id."""
    model = catalogue.entries["acme/small-7b"]
    noisy = replace(model.recommended, blended_mtok=Decimal("0.3149999999999999875"))
    plain = replace(model.recommended, blended_mtok=Decimal("0.315"))
    first = replace(model, recommended=plain, model=replace(model.model, id="acme/a"))
    second = replace(model, recommended=noisy, model=replace(model.model, id="acme/b"))
    assert sort([second, first], "price") == [first, second]
    assert select([second], ModelFilter(min_price=Decimal("0.315"))) == [second]


@pytest.mark.parametrize(
    ("by", "first"), [("price", "small-7b"), ("-price", "o4-mini"), ("context", "o4-mini")]
)
def test_sorting_has_a_natural_way_and_another(catalogue, by, first):
    assert sort(catalogue.entries.values(), by)[0].model.id.endswith(first)


def test_what_is_unknown_comes_last_either_way(catalogue):
    for by in ("knowledge", "-knowledge"):
        assert sort(catalogue.entries.values(), by)[-1].model.id.endswith("small-7b")
