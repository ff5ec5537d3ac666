"""What stands first of what a search finds, in the embedded catalogue."""

from datetime import UTC, datetime

import pytest

from modelario.editions import embedded
from modelario.queries.edition import Edition
from modelario.queries.search import Found, Hits, SearchRequest, search
from modelario.records import ModelKind


@pytest.fixture(scope="module")
def here() -> Edition:
    return embedded(datetime(2026, 6, 1, tzinfo=UTC))


def found(here: Edition, q: str) -> Hits:
    return search(here, SearchRequest(q=q))


@pytest.mark.parametrize(
    ("pasted", "model"),
    [
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic/claude-sonnet-4-5"),
        ("openrouter/anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"),
        ("bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic/claude-sonnet-4-5"),
        ("claude sonnet 4.5", "anthropic/claude-sonnet-4-5"),
        ("gpt-4o-2024-08-06", "openai/gpt-4o-2024-08-06"),
        ("O4-Mini", "openai/o4-mini"),
    ],
)
def test_an_id_in_any_spelling_finds_its_model_first_and_for_certain(here, pasted, model):
    hits = found(here, pasted)
    canonical = here.catalogue.resolution.canonical
    assert hits.model is not None
    assert canonical(hits.model) == hits.hits[0].id == canonical(model)


@pytest.mark.parametrize("word", ["llama", "gpt", "qwen", "gemini", "claude", "mistral", "grok"])
def test_of_a_line_new_and_widely_served_chat_models_come_first(here, word):
    hits = found(here, word)
    first = [here.catalogue.profiles[hit.id] for hit in hits.hits[:3]]
    assert hits.model is None
    assert all(each.kind is ModelKind.CHAT and each.providers > 5 for each in first)
    year_ago = here.catalogue.origin.as_of.toordinal() - 800
    assert all(each.released is None or each.released > year_ago for each in first)


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("openai", (Found.LAB, Found.PROVIDER)),
        ("google", (Found.LAB, Found.PROVIDER)),
        ("perplexity", (Found.LAB, Found.PROVIDER)),
        ("vision", (Found.LIST,)),
    ],
)
def test_a_lab_provider_or_list_called_so_comes_before_models_that_only_hold_the_word(
    here, word, kinds
):
    hits = found(here, word)
    assert hits.model is None
    assert tuple(hit.kind for hit in hits.hits[: len(kinds)]) == kinds


def test_the_family_of_a_word_stands_behind_its_first_models(here):
    kinds = [hit.kind for hit in found(here, "llama").hits]
    assert Found.FAMILY in kinds[3:6]


def test_an_id_that_may_mean_several_models_finds_these_first(here):
    hits = found(here, "o4-mni")
    assert hits.model is None
    assert hits.hits[0].id == "openai/o4-mini"
