"""What a page says of ranks, ranges and results, without a browser."""

import re
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from builders import ORIGIN
from documents import data
from modelario.building import edition_of
from modelario.catalogue.filters import CONDITIONS
from modelario.editions import Editions
from modelario.settings import from_environment
from modelario.upstream.document import split
from modelario.web.app import Front, create_app
from modelario.web.words.wordlists import FACET_NAMES, RANGE_NAMES, WANTED_NAMES

SOURCE = "https://bench.example/results"


@pytest.fixture(scope="module")
def measured() -> Iterator[TestClient[Front]]:
    """A site over a few models, two of which upstream quotes results of."""
    cheap = {"cost": {"input": 0.1, "output": 0.4}, "limit": {"context": 200_000, "output": 8_000}}
    dear = {"cost": {"input": 2, "output": 8}, "limit": {"context": 1_000_000, "output": 64_000}}
    able = {"tool_call": True, "modalities": {"input": ["text"], "output": ["text"]}}
    places = {
        provider: {"gpt-5": {**dear, **able}, "gpt-5-nano": {**cheap, **able}, "gpt-4o": able}
        for provider in ("openai", "azure")
    }
    quoted = {"name": "SWE Bench Verified", "metric": "resolved", "source": SOURCE}
    metadata = {
        f"openai/{id_}": {
            "id": f"openai/{id_}",
            "name": id_,
            "benchmarks": [{**quoted, "score": score, "date": "2026-05-28"}],
        }
        for id_, score in {"gpt-5": 74.9, "gpt-5-nano": 34}.items()
    }
    edition = edition_of(split(data(places, metadata)), ORIGIN, {}, {})
    with TestClient(create_app(Editions(edition), from_environment({}))) as reader:
        yield reader


def rows(text: str) -> list[str]:
    """The ids in the first column of a page's table of models, in order."""
    return re.findall(r'name="model" value="([^"]+)"', text)


def test_a_result_leads_to_its_source_and_none_is_unknown(measured: TestClient[Front]) -> None:
    """How it was measured and when stands on it; the unknown is never empty."""
    asked = "/en/models?columns=swe_bench_verified&sort=swe_bench_verified"
    text = measured.get(asked).text
    assert rows(text) == ["openai/gpt-5", "openai/gpt-5-nano", "openai/gpt-4o"]
    told = f'<a href="{SOURCE}" title="resolved · 2026-05-28" rel="noopener noreferrer nofollow">'
    assert f'<td class="n">{told}74<i>.9</i></a></td>' in text
    assert text.count("flag unknown") == 1


def test_every_twin_has_the_result(measured: TestClient[Front]) -> None:
    """The same under the same name."""
    asked = "columns=swe_bench_verified&sort=swe_bench_verified&min_result=40"
    [row] = measured.get(f"/en/models.json?{asked}").json()["rows"]
    assert row["benchmarks"]["swe_bench_verified"]["score"] == 74.9
    assert "openai/gpt-5,GPT-5,74.9" in measured.get(f"/en/models.csv?{asked}").text
    [row] = measured.get(f"/api/v1/models?{asked.partition('&')[2]}").json()["rows"]
    assert row["id"] == "openai/gpt-5"


@pytest.mark.parametrize(
    "asked", ["context=%3E%3D1M", "context=500k-2M", "price=%3E1", "min_context=1M"]
)
@pytest.mark.parametrize("face", ["/en/models.json", "/api/v1/models"])
def test_a_range_is_read_alike_everywhere(
    measured: TestClient[Front], face: str, asked: str
) -> None:
    """On pages and in the API."""
    found = measured.get(f"{face}?{asked}").json()["rows"]
    assert [row["id"] for row in found] == ["openai/gpt-5"]


def test_no_range_is_told_with_examples(measured: TestClient[Front]) -> None:
    """The parameter, what was given, and what could have been."""
    answer = measured.get("/api/v1/models?price=cheap")
    assert answer.status_code == 400
    assert "price 'cheap' is no range such as <0.5" in answer.json()["detail"]
    assert measured.get("/en/models?price=cheap").status_code == 400


def test_lists_say_what_ranks_them(measured: TestClient[Front]) -> None:
    """On the home page, the list's own page, its twin and in Spanish."""
    told = "Ranked by SWE-Bench Verified, then the score “Coding”."
    for path in ("/en/", "/en/lists/coding", "/en/lists/coding.md"):
        assert told in measured.get(path).text
    assert "Por orden de: SWE-Bench Verified" in measured.get("/es/lists/coding").text
    assert rows(measured.get("/en/lists/coding").text)[0] == "openai/gpt-5"


def test_a_comparison_has_a_row_of_each_benchmark(measured: TestClient[Front]) -> None:
    """With how it was measured, on the page and in Markdown."""
    path = "/en/compare/openai/gpt-5/vs/openai/gpt-5-nano"
    assert "resolved · 2026-05-28" in measured.get(path).text
    assert "| SWE-Bench Verified | 74.9 (best) | 34 |" in measured.get(f"{path}.md").text


def test_without_any_result_no_benchmark_is_offered(client: TestClient[Front]) -> None:
    """The embedded data quotes none."""
    text = client.get("/en/models").text
    assert 'value="swe_bench_verified"' not in text
    assert ">Benchmarks</a>" not in text
    assert "aider_polyglot" not in client.get("/en/explore").text.partition("</select>")[0]


def test_a_model_says_how_many_share_its_score(client: TestClient[Front]) -> None:
    """Many are full."""
    page = client.get("/en/models/openai/gpt-5.json").json()
    count = page["sharing"]["agents"]
    assert count > 20
    assert f"as {count} others" in client.get("/en/models/openai/gpt-5").text


def test_offerings_are_marked_and_in_order_of_price(client: TestClient[Front]) -> None:
    """The lab's own first, then the cheaper; what nobody states has no column."""
    page = client.get("/en/models/openai/o4-mini.json").json()
    assert page["offerings"][0]["provider"] == "openai"
    prices = [row["blended_mtok"] for row in page["offerings"][1:]]
    known = [price for price in prices if price is not None]
    assert known == sorted(known)
    assert prices[: len(known)] == known
    text = client.get("/en/models/openai/o4-mini").text
    table = text[text.index('id="offerings"') :].partition("</table>")[0]
    assert [table.count(f'<b class="on">{mark}</b>') for mark in ("recommended", "cheapest")] == [
        1,
        1,
    ]
    assert "Price state" not in table
    assert "Published" not in table


def test_every_condition_has_a_name_for_its_chip() -> None:
    """A new one needs its name where the pages find it."""
    assert set(CONDITIONS) <= {*FACET_NAMES, *RANGE_NAMES, *WANTED_NAMES}


def test_what_is_set_stands_as_chips(client: TestClient[Front]) -> None:
    """Set conditions are told in words, each with a link that drops it alone."""
    text = client.get("/en/models?min_context=200k&official=true&max_input_price=1").text
    chips = re.findall(r'<li><a href="([^"]*)" data-name="(\w+)"[^>]*>(.*?)</a></li>', text)
    assert [name for _, name, _ in chips] == ["max_input_price", "min_context", "official"]
    assert chips[1][0] == "/en/models?max_input_price=1&amp;official=true"
    assert "Context from" in chips[1][2]
