"""Belief: which published prices are picked, and what is said of those passed over."""

from decimal import Decimal

import pytest

from builders import model, offering, price, serving, tier
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


def tiered(provider: str, offering_id: str, cost, above):
    return offering(provider, offering_id, cost=cost, rules=(tier(200_000, price(*above)),))


#: The lab's own provider is "acme"; each row: listings, and which of them is not believed.
FIRST_TOLD = [
    (
        "a new provider states a unit of 1K",
        [offering("acme", cost=(2, 8)), offering("new", cost=("0.002", "0.008"))],
        {"new/one"},
    ),
    (
        "a new listing of an old provider",
        [
            offering("acme", cost=(2, 8)),
            offering("b", cost=(2, 8)),
            offering("b", "one-2025", cost=("0.002", "0.008")),
        ],
        {"b/one-2025"},
    ),
    (
        "a new listing of the only provider",
        [offering("b", cost=(2, 8)), offering("b", "one-2025", cost=("0.002", "0.008"))],
        {"b/one-2025"},
    ),
    (
        "of the lab, which nobody else sells",
        [offering("acme", cost=(2, 8)), offering("acme", "one-2025", cost=("0.002", "0.008"))],
        {"acme/one-2025"},
    ),
    (
        "another listing of another kind",
        [
            offering("b", cost=(20, 80)),
            serving(offering("b", "one-flex", cost=(1, 4)), variant=Variant(speed="flex")),
        ],
        set(),
    ),
    ("a new tier", [tiered("acme", "one", (2, 8), ("0.004", "0.012"))], {"acme/one"}),
    ("only its output", [tiered("acme", "one", (2, 8), (4, "0.012"))], {"acme/one"}),
    ("a tier that costs more", [tiered("acme", "one", (2, 8), (4, 12))], set()),
    (
        "a new price of cached input",
        [
            offering("acme", cost=price(2, 8, cache_read_mtok="0.2")),
            offering("b", cost=price(2, 8, cache_read_mtok="0.0002")),
        ],
        {"b/one"},
    ),
    (
        "the lab's own price of cached input, cut before its resellers'",
        [
            offering("acme", cost=price(2, 8, cache_read_mtok="0.0028")),
            offering("b", cost=price(2, 8, cache_read_mtok="0.08")),
        ],
        set(),
    ),
    (
        "another source agrees",
        [
            offering("acme", cost=(2, 8)),
            offering("b", cost=("0.002", "0.008")),
            offering("c", cost=("0.002", "0.008")),
        ],
        set(),
    ),
]


@pytest.mark.parametrize(
    ("listed", "doubted"), [row[1:] for row in FIRST_TOLD], ids=[row[0] for row in FIRST_TOLD]
)
def test_a_price_first_told_at_a_twentieth_is_not_believed(listed, doubted):
    """No history is needed: what is so low beside its peers is doubted on its first day."""
    found = priced(model(listed))
    assert {"/".join(each.serving.key) for each in found.passed_over} == doubted
    for quote in (found.recommended, found.cheapest):
        assert quote is None or "/".join(quote.serving.key) not in doubted
