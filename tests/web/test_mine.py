"""The reader's own providers: every price, rank, list, plot and alternative is then theirs."""

import json
import re
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from modelario.catalogue.narrowed import narrowed
from modelario.queries.edition import Edition
from modelario.records import Catalogue, ProviderId
from modelario.web.app import Front

MINE = ("amazon-bedrock", "azure")
ASKED = "mine=amazon-bedrock&mine=azure"


def _json(client: TestClient[Front], path: str) -> dict:
    answer = client.get(f"/en/{path}{'&' if '?' in path else '?'}{ASKED}", follow_redirects=True)
    assert answer.status_code == 200, path
    return json.loads(answer.content)


def _providers(value: object) -> Iterator[str]:
    """Every provider whose price stands in an answer."""
    if isinstance(value, dict):
        if "provider" in value and value.get("input_mtok") is not None:
            yield value["provider"]
        for each in value.values():
            yield from _providers(each)
    elif isinstance(value, list):
        for each in value:
            yield from _providers(each)


@pytest.fixture(scope="module")
def theirs(edition: Edition) -> Catalogue:
    return narrowed(edition.catalogue, tuple(map(ProviderId, MINE)))


@pytest.mark.parametrize(
    "path",
    [
        "models.json",
        "models/anthropic/claude-sonnet-4-5.json",
        "models/anthropic/claude-sonnet-4-5/history.json",
        "lists/cheapest.json",
        "calculator.json?input_tokens=1000&output_tokens=100",
        "pick.json?capability=tool_call",
        "explore.json",
        "compare/openai/o3/vs/openai/o4-mini.json",
        "index.json",
    ],
)
def test_every_price_is_one_of_theirs(client: TestClient[Front], path: str) -> None:
    told = _json(client, path)
    findings = told.pop("findings", None)
    assert findings is None or path.startswith("models/")
    assert {*_providers(told)} <= {*MINE}, path


def test_ranks_and_lists_are_among_what_they_serve(theirs: Catalogue) -> None:
    ranked = [entry.scenarios[0] for entry in theirs.entries.values() if entry.scenarios[0].rank]
    assert {each.ranked for each in ranked} == {len(ranked)}
    assert {id_ for ids in theirs.lists.values() for id_ in ids} <= {*theirs.entries}
    assert {id_ for id_, each in theirs.profiles.items() if each.providers} == {*theirs.entries}


def test_alternatives_are_theirs_too(client: TestClient[Front], theirs: Catalogue) -> None:
    told = _json(client, "models/anthropic/claude-sonnet-4-5.json")
    others = [each["id"] for group in told["alternatives"].values() for each in group]
    assert others
    assert {*others} <= {*theirs.entries}


def test_facts_and_belief_stay_what_they_are_everywhere(
    edition: Edition, theirs: Catalogue
) -> None:
    for id_, entry in theirs.entries.items():
        whole = edition.catalogue.entries[id_]
        assert entry.model.facts == whole.model.facts
        doubted = {each.serving.key for each in whole.passed_over}
        quotes = (entry.recommended, entry.cheapest)
        assert not {each.serving.key for each in quotes if each} & doubted


def test_every_link_and_form_keeps_to_them(client: TestClient[Front]) -> None:
    text = client.get(f"/en/models/openai/gpt-5?{ASKED}").text
    links = re.findall(r'<a [^>]*?href="(/en/[^"]*)"[^>]*>', text)
    assert links
    everywhere = {*re.findall(r'<a class="everywhere"[^>]*? href="([^"]*)"', text)}
    away = [each for each in links if "mine=azure" not in each and each not in everywhere]
    assert away == []
    assert text.count('<input type="hidden" name="mine" value="azure">') == text.count("<form")
    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical" href="https://models.example.org/en/models/openai/gpt-5"' in text


def test_what_none_of_them_has_is_shown_at_all_providers(client: TestClient[Front]) -> None:
    text = client.get("/en/models/openai/o3?mine=groq").text
    assert "None of them has this" in text
    assert "OpenAI" in text
    assert client.get("/en/models/nobody/nothing?mine=groq").status_code == 404


def test_an_unknown_provider_is_named(client: TestClient[Front]) -> None:
    answer = client.get("/en/models.json?mine=azzure")
    assert answer.status_code == 400
    assert "azzure" in answer.json()["detail"]
    assert "azure" in answer.json()["detail"].partition("near:")[2]


def test_of_several_the_unknown_one_is_left_out(client: TestClient[Front]) -> None:
    answer = client.get("/en/models?mine=azure&mine=azzure")
    assert answer.status_code == 400
    assert "<b>Your providers</b> <code>mine</code>: “azzure” cannot be meant" in answer.text
    assert "At your providers: Azure." in answer.text


def test_no_page_breaks_at_few_providers(client: TestClient[Front], edition: Edition) -> None:
    ids = list(edition.catalogue.entries)[::12]
    places = ("", "providers", "labs", "families", "lists", "mine", "lifecycle", "inconsistencies")
    for path in (*places, *(f"models/{id_}" for id_ in ids)):
        answer = client.get(f"/en/{path}?mine=groq", follow_redirects=True)
        assert answer.status_code == 200, path
