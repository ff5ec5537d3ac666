"""Belief: which published prices are picked, and what is said of those passed over."""

from decimal import Decimal

import pytest

from builders import model, offering, price, serving
from modelario.catalogue.belief import DOUBTS
from modelario.catalogue.entries import entries
from modelario.catalogue.findings import far_prices
from modelario.catalogue.prices import priced
from modelario.records import ModelKind, Reason, Variant

#: The lab's own provider is "acme"; each row: what the offerings ask, and who is picked.
PICKS = [
    # Voxtral Small as five providers listed it: evroc mistook the unit.
    (
        "a slip beside four",
        {"amazon-bedrock": ("0.15", "0.35"), "evroc": ("0.0023", "0.0023"), "kilo": ("0.1", "0.3")}
        | {"openrouter": ("0.1", "0.3"), "scaleway": ("0.15", "0.35")},
        "kilo",
        {"evroc"},
    ),
    ("a third of the median", {"a": (3, 3), "b": (3, 3), "c": (3, 3), "d": (1, 1)}, "a", {"d"}),
    ("above a third", {"a": (3, 3), "b": (3, 3), "c": (3, 3), "d": ("1.1", 3)}, "d", set()),
    ("only its output is low", {"a": (3, 3), "b": (3, 3), "c": (3, 3), "d": (3, 1)}, "a", {"d"}),
    ("too few for a third", {"a": (3, 3), "b": (3, 3), "c": (1, 1)}, "c", set()),
    ("a twentieth of two", {"a": (20, 20), "b": (30, 30), "c": (1, 1)}, "a", {"c"}),
    ("of two strangers either may be wrong", {"a": (20, 20), "b": (1, 1)}, "b", set()),
    ("a twentieth of what the lab asks", {"acme": (20, 20), "b": (1, 1)}, "acme", {"b"}),
    ("a slip upwards takes nothing down", {"acme": (1, 1), "b": (75, 75)}, "acme", set()),
    ("one too high beside two alike", {"a": (75, 75), "b": (1, 1), "c": (1, 1)}, "b", set()),
    (
        "the lab cuts its price before its resellers",
        {"acme": (1, 1), "b": (4, 4), "c": (4, 4), "d": (4, 4)},
        "acme",
        set(),
    ),
    (
        "the lab's own slip",
        {"acme": ("0.1", "0.1"), "b": (4, 4), "c": (4, 4), "d": (4, 4)},
        "b",
        {"acme"},
    ),
    ("nobody else", {"a": ("0.0001", "0.0001")}, "a", set()),
]


@pytest.mark.parametrize(
    ("asked", "picked", "passed_over"), [row[1:] for row in PICKS], ids=[row[0] for row in PICKS]
)
def test_only_a_believable_price_is_picked(asked, picked, passed_over):
    found = priced(model([offering(provider, cost=cost) for provider, cost in asked.items()]))
    assert found.recommended.serving.offering.provider == picked
    assert found.cheapest.serving.offering.provider == picked
    assert {each.serving.offering.provider for each in found.passed_over} == passed_over
    assert len(found.offers) == len(asked)


def test_what_is_flagged_is_what_is_passed_over():
    slips = [offering(f"p{n}", cost=(p, 10)) for n, p in enumerate((1, 2, 9, 9, 9, 30, 90))]
    found = model(slips)
    low = {
        serving.offering.provider
        for finding in far_prices(found)
        for claim in finding.claims
        if claim.value < finding.shown
        for serving in claim.servings
    }
    assert {each.serving.offering.provider for each in priced(found).passed_over} == low
    assert low == {"p0", "p1"}


def test_the_reason_tells_what_others_ask():
    asked = {"a": (3, 3), "b": (3, 3), "c": (3, 3), "d": ("0.5", 3)}
    found = priced(model([offering(provider, cost=cost) for provider, cost in asked.items()]))
    (passed,) = found.passed_over
    assert passed.reason == Reason("far_below_peers", price=Decimal("0.5"), peers=Decimal(3))


def test_every_doubt_says_why():
    assert all(doubt.because for doubt in DOUBTS)


PLANS = [
    # GLM-5.1 at 0.06: a gateway's share of a coding plan.
    (
        "a gateway's share",
        serving(offering("b", cost=("0.06", "0.22")), variant=Variant(host="coding-plan")),
    ),
    ("a plan with a price beside it", serving(offering("opencode-go", cost=(1, 3)))),
]


@pytest.mark.parametrize("plan", [row[1] for row in PLANS], ids=[row[0] for row in PLANS])
def test_a_plan_is_no_price_for_each_token(plan):
    found = priced(model([plan, offering("c", cost=(2, 8))]))
    assert found.cheapest.serving.offering.provider == "c"
    assert [(p.serving, p.reason.code) for p in found.passed_over] == [(plan, "plan_only")]
    assert priced(model([plan])).cheapest is None


def test_an_entry_tells_what_was_passed_over():
    (entry,) = entries([model([serving(offering("opencode-go", cost=(1, 3)))])]).values()
    assert [each.reason.code for each in entry.passed_over] == ["plan_only"]


def test_an_embedding_is_ranked_by_its_input_price():
    """What it asks for output is nothing that anybody buys, and no peers are needed for it."""
    found = priced(
        model(
            [offering("a", cost=price("0.02")), offering("b", cost=price("0.01", "0.9"))],
            kind=ModelKind.EMBEDDING,
        )
    )
    assert (found.cheapest.serving.offering.provider, found.cheapest.blended_mtok) == (
        "b",
        Decimal("0.01"),
    )
