"""The page that picks a model: the same as the API says, in forms that work without a script."""

import re

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front
from modelario.web.views.models import RANGES

ASKED = "capability=tool_call&input=image&max_price=2"


def _json(client: TestClient[Front], query: str):
    answer = client.get(f"/en/pick.json?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_picks_what_the_api_picks(client: TestClient[Front]) -> None:
    mix = f"{ASKED}&requests=1000"
    page = _json(client, f"{mix}&weight_coding=2&weight_total_cost=1")
    query = f"{mix}&rank=coding&rank=total_cost&weight=2&weight=1"
    api = client.get(f"/api/v1/pick?{query}").json()
    assert page["rows"] == api["rows"][: len(page["rows"])]
    assert page["matching"] == api["matching"]
    assert [each["requirement"] for each in page["loosenings"]] == [
        each["requirement"] for each in api["loosenings"]
    ]


def test_the_best_stands_first_with_its_reasons(client: TestClient[Front]) -> None:
    best = _json(client, ASKED)["rows"][0]
    text = client.get(f"/en/pick?{ASKED}").text
    section = text[text.index('class="best"') : text.index('id="next-name"')]
    assert best["name"] in section
    for each in best["reasons"]:
        assert each["text"].replace("'", "&#39;") in section


def test_giving_a_requirement_up_brings_what_was_told(client: TestClient[Front]) -> None:
    before = _json(client, ASKED)
    text = client.get(f"/en/pick?{ASKED}").text
    links = dict.fromkeys(re.findall(r'href="(/en/pick\?[^"]*)" aria-label="Give up', text))
    given_up = [each for each in before["loosenings"] if each["requirement"] != "request"]
    assert len(links) == len(given_up) > 2
    for link, told in zip(links, given_up, strict=True):
        query = link.replace("&amp;", "&").partition("?")[2]
        after = _json(client, query)
        assert after["matching"] == before["matching"] + told["more"]
        if told["best"]["rank"] <= len(after["rows"]):
            assert after["rows"][told["best"]["rank"] - 1]["id"] == told["best"]["id"]


def test_a_preset_keeps_what_is_wanted(client: TestClient[Front]) -> None:
    text = client.get(f"/en/pick?{ASKED}").text
    presets = re.findall(r'href="(/en/pick\?[^"]*weight_coding=2[^"]*)"', text)
    assert len(presets) == 1
    assert "max_price=2" in presets[0]
    answer = client.get(presets[0].replace("&amp;", "&"))
    assert 'aria-current="true">Code, and price' in answer.text


@pytest.mark.parametrize(
    "query", ["weight_coding=x", "weight_coding=101", "served_in=moon", "benchmark=nothing+such"]
)
def test_what_cannot_be_meant_is_said(client: TestClient[Front], query: str) -> None:
    for face in ("/es/pick", "/en/pick.json"):
        assert client.get(f"{face}?{query}").status_code in (400, 404)


def test_what_nothing_meets_says_what_comes_near(client: TestClient[Front]) -> None:
    text = client.get("/en/pick?min_context=900000000").text
    assert "No model meets everything." in text
    assert "fails one requirement alone" in text


def test_it_can_be_found(client: TestClient[Front]) -> None:
    assert "/en/pick" in client.get("/en/").text
    assert "/en/pick" in client.get("/sitemap.xml").text
    assert "/en/pick.md" in client.get("/llms.txt").text


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", [each.parameter for each in RANGES])
@pytest.mark.parametrize("value", ["1", "0.5", "<1", ">=0.001", "1-2"])
def test_any_range_can_be_asked_and_given_up(
    client: TestClient[Front], language: str, name: str, value: str
) -> None:
    """What it was asked as stands among what can be given up, however it is written."""
    answer = client.get(f"/{language}/pick", params={name: value, "capability": "tool_call"})
    assert answer.status_code in (200, 400), answer.text[:500]
    if answer.status_code == 400:
        # A date, say, is no number: no face takes it.
        assert client.get("/api/v1/pick", params={name: value}).status_code == 400
