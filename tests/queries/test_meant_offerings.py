"""A filter on what offerings have: what is shown is the offering that was meant, on every face."""

import pytest

from builders import NOW, ORIGIN
from documents import data
from installed import installed_edition
from modelario.building import edition_of
from modelario.catalogue.fields import variants_of
from modelario.catalogue.filters import ModelFilter
from modelario.editions import Editions
from modelario.mcp.asking import ask
from modelario.mcp.tools import TOOL
from modelario.queries.cost import CostRequest, cost
from modelario.queries.cost_question import WorkloadQuestion
from modelario.queries.edition import Edition
from modelario.queries.explore import ExploreRequest, explore
from modelario.queries.lists import list_index, list_page
from modelario.queries.meaning import PlaceRequest
from modelario.queries.models import ModelsRequest, ModelTable, model_table
from modelario.queries.pick import PickRequest, pick
from modelario.records import PriceState
from modelario.upstream.document import split

UNPRICED = [state for state in PriceState if state is not PriceState.PUBLISHED]


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The embedded catalogue."""
    return installed_edition()


def table(edition: Edition, **conditions: tuple[str, ...]) -> ModelTable:
    return model_table(edition, ModelsRequest(where=ModelFilter(**conditions)))


@pytest.mark.parametrize("state", UNPRICED)
def test_without_a_published_price_none_is_shown(edition: Edition, state: PriceState) -> None:
    """Nearly all are sold elsewhere: that price is of another offering."""
    rows = table(edition, price_state=(state,)).rows
    assert rows
    assert {(row.price_state, row.price_states) for row in rows} == {(state, (state,))}
    assert {(row.input_mtok, row.blended_mtok, row.cheapest_mtok) for row in rows} == {
        (None, None, None)
    }


@pytest.mark.parametrize("kind", ["region", "quantisation", "speed", "free", "tee", "host"])
def test_a_price_is_that_of_an_offering_with_the_variant(edition: Edition, kind: str) -> None:
    rows = table(edition, variant=(kind,)).rows
    for row in rows:
        servings = edition.catalogue.entries[row.id].model.servings
        asked = {s.offering.price for s in servings if kind in variants_of(s)}
        prices = {price and (price.input_mtok, price.output_mtok) for price in asked}
        assert row.input_mtok is None or (row.input_mtok, row.output_mtok) in prices
        assert kind in row.variants


def test_all_that_is_asked_of_offerings_holds_of_one(edition: Edition) -> None:
    wanted = {"price_state": ("published",), "variant": ("region",), "provider": ("azure",)}
    for row in table(edition, **wanted).rows:
        servings = edition.catalogue.entries[row.id].model.servings
        assert any(
            "region" in variants_of(s)
            and s.offering.provider == "azure"
            and s.price_state is PriceState.PUBLISHED
            for s in servings
        )


def test_published_prices_are_as_they_are_without_the_filter(edition: Edition) -> None:
    every = {row.id: row.input_mtok for row in table(edition).rows}
    rows = table(edition, price_state=("published",)).rows
    assert len(rows) > 500
    assert all(row.input_mtok == every[row.id] for row in rows)


@pytest.mark.parametrize(
    "wanted", [{"price_state": ("free",)}, {"variant": ("region",)}, {"kind": ("chat",)}]
)
def test_a_facet_counts_what_choosing_it_finds(
    edition: Edition, wanted: dict[str, tuple[str, ...]]
) -> None:
    counts = table(edition, **wanted).facets["provider"]
    for provider in [*counts][:5]:
        assert table(edition, **wanted, provider=(provider,)).matching == counts[provider]


def test_a_list_shows_what_puts_models_in_it(edition: Edition) -> None:
    page = list_page(edition, PlaceRequest(id="free"))
    assert {row.price_state for row in page.models} == {"free"}
    [row] = [row for row in list_index(edition).rows if row.key == "free"]
    assert row.leading
    assert {line.input_mtok for line in row.leading} == {None}


def test_nothing_is_costed_or_plotted_at_a_price_that_was_not_meant(edition: Edition) -> None:
    work = WorkloadQuestion(input_tokens=1_000, output_tokens=100).workload()
    where = ModelFilter(price_state=("free",))
    costs = cost(edition, CostRequest(workload=work, where=where))
    assert (costs.rows, costs.unpriced > 10) == ((), True)
    assert explore(edition, ExploreRequest(where=where)).points == ()


def test_agents_are_shown_it_too(edition: Edition) -> None:
    told = ask(Editions(edition), TOOL["search_models"], {"price_state": "free"}, NOW)
    assert told.data is not None
    assert all("input_mtok" not in row for row in told.data["rows"])


def test_what_is_picked_has_the_price_state_and_the_variant_itself() -> None:
    """The same holds of a pick, whose every price is published: what is free is no such price."""
    served = {
        "limit": {"context": 200_000, "output": 32_000},
        "modalities": {"input": ["text"], "output": ["text"]},
    }
    paid, free = {"input": 1, "output": 4}, {"input": 0, "output": 0}
    offered = {
        "openai": {"gpt-77": {**served, "cost": paid}},
        "openrouter": {"openai/gpt-77:free": {**served, "cost": free}},
    }
    small = edition_of(split(data(offered)), ORIGIN, {}, {})
    [row] = pick(small, PickRequest(where=ModelFilter(price_state=("published",)))).rows
    assert row.provider == "openai"
    picks = pick(small, PickRequest(where=ModelFilter(price_state=("free",))))
    assert (picks.rows, [each.requirement for each in picks.loosenings]) == ((), ["price_state"])
    picks = pick(small, PickRequest(where=ModelFilter(variant=("free",))))
    assert (picks.rows, [each.requirement for each in picks.loosenings]) == ((), ["variant"])
