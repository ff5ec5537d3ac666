"""One release under several ids: everything is told over all of them, and it is listed once."""

from decimal import Decimal

import pytest

from installed import installed_edition
from modelario.catalogue.filters import ModelFilter
from modelario.catalogue.saved_filters import LISTS
from modelario.catalogue.titles import title_of
from modelario.catalogue.workloads import Workload
from modelario.queries.compare import CompareError, CompareRequest, compare
from modelario.queries.cost import CostRequest, cost
from modelario.queries.edition import Edition
from modelario.queries.explore import ExploreRequest, explore
from modelario.queries.home import home
from modelario.queries.meaning import meant, meant_id
from modelario.queries.model import ModelPage, ModelRequest, model_page
from modelario.queries.models import ModelsRequest, model_table
from modelario.queries.resolved import ResolveRequest, explain_texts, resolve_all, resolve_texts
from modelario.queries.search import SearchRequest, search
from modelario.records import ModelId

HAIKU, PINNED = (
    ModelId("anthropic/claude-haiku-4-5"),
    ModelId("anthropic/claude-haiku-4-5-20251001"),
)


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The embedded catalogue."""
    return installed_edition()


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


def test_ids_of_different_days_are_no_contradiction(edition: Edition) -> None:
    """OpenAI dates GPT-4o to May 2024 and the pin behind it to August; one provider errs."""
    (finding,) = [
        each for each in page(edition, "openai/gpt-4o").findings if each.field == "release_date"
    ]
    assert (finding.misled, finding.span_days) == (1, 107)
    pins = [each for each in finding.claims if each.stands_for == "2024-08-06"]
    assert [(each.value, each.differs) for each in pins] == [
        ("2024-08-06", False),
        ("2024-11-21", True),
    ]
    dates = {"mistral/codestral-latest", "mistral/pixtral-large-latest"}
    assert not [
        f for id_ in dates for f in page(edition, id_).findings if f.field == "release_date"
    ]


@pytest.mark.parametrize(
    ("text", "model", "canonical"),
    [
        ("gpt-4o-2024-08-06", "openai/gpt-4o-2024-08-06", "openai/gpt-4o"),
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", PINNED, HAIKU),
        ("claude-haiku-4.5", HAIKU, HAIKU),
        ("o4-mini", "openai/o4-mini", "openai/o4-mini"),
    ],
)
def test_a_resolved_spelling_names_its_release_too(
    edition: Edition, text: str, model: str, canonical: str
) -> None:
    request = ResolveRequest(ids=(text,))
    (resolved,) = resolve_texts(edition, request)
    (explained,) = explain_texts(edition, request)
    (candidate,) = resolved.candidates
    for each in (resolved, explained, candidate):
        assert (each.model, each.canonical) == (model, canonical)


def test_every_offering_names_its_release(edition: Edition) -> None:
    canonical = edition.catalogue.resolution.canonical
    for row in resolve_all(edition):
        assert row.canonical == (None if row.model is None else canonical(row.model))


@pytest.mark.parametrize(
    ("q", "further"),
    [("claude-haiku-4-5-20251001", PINNED), ("haiku 20251001", PINNED), ("claude haiku", None)],
)
def test_a_search_names_the_id_by_which_it_found_a_release(
    edition: Edition, q: str, further: str | None
) -> None:
    hit = next(each for each in search(edition, SearchRequest(q=q)).hits if each.id == HAIKU)
    assert hit.further_id == further
