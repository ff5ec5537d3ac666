"""Entries at some providers: every price, score and rank is that provider's own."""

from decimal import Decimal

import pytest

from builders import model, offering
from modelario.catalogue.entries import at_providers, entries
from modelario.catalogue.fields import FIELDS
from modelario.catalogue.filters import ModelFilter, compared, select
from modelario.catalogue.sorting import sort

OWN = offering(cost=(1, 4), context_window=200_000)
CLOUD = offering("cloud", cost=(2, 8), context_window=200_000)


def two_models():
    """One that its lab sells cheaper than the cloud, and one that only the cloud sells."""
    first = model([OWN, CLOUD, offering("hub", "x:free", cost=(0, 0))], context_window=200_000)
    other = model([offering("cloud", cost=(3, 3))], id_="acme/two")
    elsewhere = model([offering("hub", cost=(1, 1))], id_="acme/three")
    return entries([first, other, elsewhere]).values()


def test_prices_are_those_of_the_providers():
    one, two = at_providers(two_models(), ("cloud",))
    assert (one.model.id, one.recommended.serving.offering) == ("acme/one", CLOUD)
    assert one.cheapest.serving.offering is CLOUD
    assert two.model.id == "acme/two"
    assert one.recommended.reason.code == "recommended_cheapest_full_context"


def test_costs_scores_and_ranks_follow():
    one, two = at_providers(two_models(), ("cloud",))
    rag = one.scenarios[0]
    assert (rag.cost, rag.rank, rag.ranked) == (Decimal(14), 1, 2)
    everywhere = next(iter(two_models()))
    assert one.scores["cost"].points < everywhere.scores["cost"].points
    assert two.scenarios[0].rank == 2


def test_the_fields_are_of_the_providers_and_how_many_serve_it_of_all():
    (one, *_) = at_providers(two_models(), ("cloud",))
    assert FIELDS["price_states"](one) == ("published",)
    assert (FIELDS["providers"](one), FIELDS["blended_mtok"](one)) == (3, Decimal("3.5"))


def test_a_provider_that_serves_less_than_the_whole_context_still_has_its_price():
    short = offering("cloud", cost=(2, 8), context_window=8_000)
    (one,) = at_providers(
        entries([model([OWN, short], context_window=200_000)]).values(), ("cloud",)
    )
    assert (one.recommended.serving.offering, one.recommended.reason.code) == (
        short,
        "recommended_there",
    )
    assert not one.recommended.serves_full_context


def test_what_is_believable_is_judged_beside_all_providers():
    asked = {"a": (3, 3), "b": (3, 3), "c": (3, 3), "cloud": ("0.1", "0.1")}
    listed = entries([model([offering(p, cost=cost) for p, cost in asked.items()])]).values()
    (one,) = at_providers(listed, ("cloud",))
    assert (one.recommended, one.cheapest) == (None, None)
    assert [each.serving.offering.provider for each in one.passed_over] == ["cloud"]


def test_a_filter_by_provider_asks_for_its_prices():
    found = select(two_models(), ModelFilter(provider=("cloud",), max_price=Decimal(3)))
    assert [e.model.id for e in found] == ["acme/two"]
    assert [key.provider for e in found for key in e.at] == ["cloud"]
    ordered = sort(select(two_models(), ModelFilter(provider=("cloud",))), "price")
    assert [e.model.id for e in ordered] == ["acme/two", "acme/one"]


def test_free_at_one_provider_is_not_free_at_another():
    kept = select(two_models(), ModelFilter(provider=("cloud",), price_state=("free",)))
    assert kept == []


def test_like_is_compared_with_like_unless_another_kind_is_asked_for():
    assert compared(ModelFilter()).kind == ("chat",)
    assert compared(ModelFilter(kind=("ocr",))).kind == ("ocr",)


@pytest.mark.parametrize("providers", [("cloud",), ("acme", "hub"), ("nobody",)])
def test_every_price_named_is_at_the_providers(providers):
    for entry in at_providers(two_models(), providers):
        for quote in (entry.recommended, entry.cheapest):
            assert quote is None or quote.serving.offering.provider in providers
