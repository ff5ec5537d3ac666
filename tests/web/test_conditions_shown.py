"""Prices under conditions on the site and in the API: asked for, marked, with their sources."""

from html import unescape

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front

API = "/api/v1/"
LONG = "requests=1&input_tokens=1000&output_tokens=1000"


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (f"{API}cost?model=gpt-5.4&provider=openai&{LONG}&mode=fast", "rows"),
        (f"{API}pick?q=gpt-5.4&provider=openai&{LONG}&mode=fast", "rows"),
        (f"/en/calculator.json?q=gpt-5.4&provider=openai&{LONG}&mode=fast", "rows"),
    ],
)
def test_a_mode_costs_what_it_costs(client: TestClient[Front], path: str, rows: str) -> None:
    [own] = [row for row in client.get(path).json()[rows] if row["id"] == "openai/gpt-5.4"]
    assert (own["input_mtok"], own["cost_per_request"]) == (5, 0.035)
    assert own["assumed"] == []


def test_what_is_assumed_is_marked_on_the_page(client: TestClient[Front]) -> None:
    text = unescape(client.get(f"/en/calculator?{LONG}&mode=fast&region=eu").text)
    assert 'title="No price for the mode “fast” is known: it is the standard one"' in text
    assert ">usual region</span>" in text
    assert '<option value="fast" selected>fast</option>' in text
    spanish = unescape(client.get(f"/es/calculator?{LONG}&mode=fast").text)
    assert ">modo estándar</span>" in spanish


def test_a_comparison_takes_a_mode_and_a_moment_beside_its_providers(
    client: TestClient[Front],
) -> None:
    path = "/en/compare/openai/gpt-5.4/vs/openai/o3"
    query = "at=openai/gpt-5.4@openai&at=2026-11-26T03:00&mode=fast"
    plain, fast = (client.get(f"{path}.json?{q}").json()["sides"] for q in ("", query))
    assert [side["assumed"] for side in plain] == [[], []]
    own, other = fast
    assert own["offering"]["provider"] == "openai"
    assert own["assumed"] == []
    assert [each["code"] for each in other["assumed"]] == ["assumed_standard"]
    page = unescape(client.get(f"{path}?{query}").text)
    assert 'value="2026-11-26T03:00"' in page
    assert ">standard mode</span>" in page


@pytest.mark.parametrize(
    ("query", "field"),
    [("mode=fats", "mode"), ("region=moon", "region"), ("at=noon", "at"), ("at=2026-11-26", "at")],
)
def test_what_cannot_be_meant_is_said(client: TestClient[Front], query: str, field: str) -> None:
    answer = client.get(f"{API}cost?model=o3&{LONG}&{query}")
    assert answer.status_code == 400
    assert field in answer.json()["detail"]
    # On the page a moment without a zone is of UTC.
    page = client.get(f"/en/calculator?{LONG}&{query}")
    assert page.status_code == (200 if query.startswith("at=2026") else 400)


def test_every_price_of_a_model_says_where_it_comes_from(client: TestClient[Front]) -> None:
    prices = client.get(f"{API}models/openai/gpt-5.4/prices").json()
    own = [rule for rule in prices["rules"] if rule["provider"] == "openai"]
    assert [rule["conditions"] for rule in own] == [
        {},
        {"prompt": {"tokens": 272000, "inclusive": False}},
        {"mode": "priority"},
    ]
    assert {rule["source"] for rule in own} == {"models.dev"}
    assert {rule["source_day"] for rule in own} == {prices["as_of"]}
    assert own[0]["source_link"].endswith("providers/openai/models/gpt-5.4.toml")
    page = client.get("/en/models/openai/gpt-5.4").text
    assert own[0]["source_link"] in page
    assert '<th scope="row">priority</th>' in page
    assert client.get("/en/models/openai/gpt-5.4.json").json()["rules"]
    assert "| OpenAI | priority |" in client.get("/en/models/openai/gpt-5.4.md").text
