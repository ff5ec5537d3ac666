"""One release under several ids: everything is told over all of them, and it is listed once."""

from decimal import Decimal

import pytest

from builders import NOW
from modelario.catalogue.filters import ModelFilter
from modelario.catalogue.saved_filters import LISTS
from modelario.catalogue.titles import title_of
from modelario.editions import embedded
from modelario.queries.compare import CompareError, CompareRequest, compare
from modelario.queries.cost import CostRequest, Workload, cost
from modelario.queries.edition import Edition
from modelario.queries.explore import ExploreRequest, explore
from modelario.queries.home import home
from modelario.queries.meaning import meant, meant_id
from modelario.queries.model import ModelPage, ModelRequest, model_page
from modelario.queries.models import ModelsRequest, model_table
from modelario.queries.search import SearchRequest, search
from modelario.records import ModelId

HAIKU, PINNED = (
    ModelId("anthropic/claude-haiku-4-5"),
    ModelId("anthropic/claude-haiku-4-5-20251001"),
)


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The embedded catalogue."""
    return embedded(NOW)


def page(edition: Edition, model: str) -> ModelPage:
    return model_page(edition, ModelRequest(model=model))


def test_a_model_is_told_over_all_ids_of_its_release(edition: Edition) -> None:
    """Claude Haiku 4.5 has the clouds that list its pin alone, and the lowest price of both."""
    shown = page(edition, HAIKU)
    assert [each.id for each in shown.release] == [HAIKU, PINNED]
    assert {"amazon-bedrock", "google-vertex-anthropic"} <= {o.provider for o in shown.offerings}
    assert {o.release_id for o in shown.offerings} == {HAIKU, PINNED}
    passed = {(p.provider, p.offering_id) for p in shown.passed_over}
    prices = [
        o.blended_mtok
        for o in shown.offerings
        if o.blended_mtok is not None
        and o.status != "deprecated"
        and (o.provider, o.offering_id) not in passed
    ]
    assert shown.cheapest is not None
    assert shown.cheapest.blended_mtok == min(prices)
    # A reseller lists the pin at a seventh of what all others ask: told, and not believed.
    assert Decimal("0.2825") in {each.blended_mtok for each in shown.passed_over}


def test_every_id_shows_the_same_under_its_own_name(edition: Edition) -> None:
    shown, pinned = page(edition, HAIKU), page(edition, PINNED)
    assert (pinned.id, pinned.canonical) == (PINNED, HAIKU)
    assert pinned.name == "Claude Haiku 4.5 (2025-10-01)"
    for field in ModelPage.__struct_fields__:
        if field not in {"id", "name"}:
            assert getattr(pinned, field) == getattr(shown, field), field


def test_a_release_is_listed_ranked_and_plotted_once(edition: Edition) -> None:
    """No two ids of one release stand in any list, table, rank or plot."""
    catalogue = edition.catalogue
    canonical = catalogue.resolution.canonical
    workload = Workload(input_tokens=1000, output_tokens=100)
    listed = {
        **catalogue.lists,
        "models": [row.id for row in model_table(edition, ModelsRequest()).rows],
        "calculator": [row.id for row in cost(edition, CostRequest(workload=workload)).rows],
        "explore": [point.id for point in explore(edition, ExploreRequest()).points],
        "newest at home": [row.id for row in home(edition, None).newest],
        **{
            f"alternatives to {id_}": [each.id for each in page(edition, id_).alternatives.closest]
            for id_ in (HAIKU, PINNED, "openai/gpt-4o")
        },
    }
    assert listed.keys() > LISTS.keys()
    for name, ids in listed.items():
        assert [canonical(id_) for id_ in ids] == list(ids), name
        assert len(set(ids)) == len(ids), name
    ranks = [e.scenarios[0].rank for e in catalogue.entries.values() if e.scenarios[0].rank]
    assert max(ranks) <= len(ranks) == next(iter(catalogue.entries.values())).scenarios[0].ranked


def test_no_offering_is_lost_or_counted_twice(edition: Edition) -> None:
    servings = [s.key for e in edition.catalogue.entries.values() for s in e.model.servings]
    servings += [router.key for router in edition.catalogue.routers]
    assert sorted(servings) == sorted(each.key for each in edition.document.offerings)


def test_every_id_of_the_catalogue_has_a_page(edition: Edition) -> None:
    """Each shows the prices of its release, and is named as no other one is."""
    catalogue = edition.catalogue
    names = []
    for id_ in catalogue.resolution.identities:
        entry = catalogue.entry(id_)
        assert id_ in {entry.model.id, *entry.model.further_ids}
        names.append(title_of(entry.model, id_))
    assert len(set(names)) == len(names)


def test_a_spelling_means_an_id_and_its_release(edition: Edition) -> None:
    text = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
    assert meant_id(edition, text) == PINNED
    assert meant(edition, text) == HAIKU
    with pytest.raises(CompareError):
        compare(edition, CompareRequest(models=(HAIKU, PINNED)))


def test_a_release_is_found_by_each_id(edition: Edition) -> None:
    where = ModelFilter(q=PINNED)
    assert [row.id for row in model_table(edition, ModelsRequest(where=where)).rows] == [HAIKU]
    hits = search(edition, SearchRequest(q="claude-haiku-4-5-20251001")).hits
    assert hits[0].id == HAIKU


def test_a_workload_is_costed_at_the_providers_asked_for(edition: Edition) -> None:
    """Bedrock lists the pin alone, and the release is costed there under either id."""
    workload, there = Workload(input_tokens=1000, output_tokens=100), ("amazon-bedrock",)
    for model in (HAIKU, PINNED):
        request = CostRequest(workload=workload, where=ModelFilter(provider=there), model=model)
        assert {row.provider for row in cost(edition, request).rows} == {*there}
