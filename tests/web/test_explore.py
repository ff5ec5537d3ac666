"""The plot of price against what it buys."""

import csv
import io
import re

import pytest
from litestar.testing import TestClient

from modelario.identity.benchmark_names import BENCHMARKS
from modelario.queries.explore import AXES
from modelario.web.app import Front


@pytest.mark.parametrize("axis", [axis for axis in AXES if axis not in BENCHMARKS])
def test_every_model_of_the_plot_is_a_link_with_a_name(
    client: TestClient[Front], axis: str
) -> None:
    """As many points as models, each saying what it is."""
    record = client.get(f"/en/explore.json?axis={axis}").json()
    text = client.get(f"/en/explore?axis={axis}").text
    points = re.findall(
        r'<a href="/en/models/[^"]*"[^>]*><title>(.*?)</title><circle', text, re.DOTALL
    )
    assert len(points) == len(record["points"]) > 650
    assert all(" · " in name and "$" in name for name in points)


def test_nothing_beats_the_frontier(client: TestClient[Front]) -> None:
    """Checked against every point that is not about to be withdrawn."""
    points = client.get("/en/explore.json?axis=context_window").json()["points"]
    standing = [each for each in points if each["status"] != "deprecated"]
    for point in points:
        beaten = any(
            (other["blended_mtok"] <= point["blended_mtok"] and other["value"] > point["value"])
            or (other["blended_mtok"] < point["blended_mtok"] and other["value"] >= point["value"])
            for other in standing
        )
        assert point["frontier"] is (not beaten and point["status"] != "deprecated")


def test_only_what_stands_out_takes_a_tab(client: TestClient[Front]) -> None:
    """Eight hundred stops would bar the way; the frontier and the reader's model are enough."""
    record = client.get("/en/explore.json").json()
    text = client.get("/en/explore?model=o4-mini").text
    points = re.findall(r'<a href="/en/models/[^"]*"([^>]*)><title>', text)
    stops = [each for each in points if "tabindex" not in each]
    assert len(stops) == 1 + sum(point["frontier"] for point in record["points"])
    assert sum('class="mine"' in each for each in points) == 1


def test_prices_are_the_recommended_ones(client: TestClient[Front]) -> None:
    """(3 × 1.10 + 4.40) / 4 for o4-mini."""
    rows = csv.DictReader(io.StringIO(client.get("/en/explore.csv?axis=context_window").text))
    [row] = [row for row in rows if row["id"] == "openai/o4-mini"]
    assert (row["blended_mtok"], row["context_window"]) == ("1.925", "200000")


def test_the_table_has_the_same_data(client: TestClient[Front]) -> None:
    """Turning its pages shows every point once, the frontier first."""
    record = client.get("/en/explore.json").json()
    pages = -(-len(record["points"]) // 50)
    names = [
        name
        for number in range(1, pages + 1)
        for name in re.findall(
            r'</label><a href="/en/models/([^"]*)"',
            client.get(f"/en/explore?page={number}").text,
        )
    ]
    assert sorted(names) == sorted(point["id"] for point in record["points"])
    frontier = [point["id"] for point in record["points"] if point["frontier"]]
    assert names[: len(frontier)] == frontier


def test_filters_are_those_of_the_models_page(client: TestClient[Front]) -> None:
    """The same parameters select the same models."""
    wanted = "capability=reasoning&min_context=200000&kind=chat"
    record = client.get(f"/en/explore.json?{wanted}").json()
    matching = client.get(f"/en/models.json?{wanted}").json()["matching"]
    assert len(record["points"]) + record["unpriced"] + record["unmeasured"] == matching


def test_a_model_that_is_not_in_the_plot_is_told(client: TestClient[Front]) -> None:
    """A wish that cannot be met is answered."""
    assert "o4-mini is not in the plot" in client.get("/en/explore?model=o4-mini&lab=xai").text
    assert "No model is called “gpt”" in client.get("/en/explore?model=gpt").text


def test_no_model_makes_no_plot(client: TestClient[Front]) -> None:
    """A filter that nothing passes offers the way back."""
    text = client.get("/en/explore?q=nothing-is-called-so").text
    assert "<svg" not in text
    assert "Clear the filter" in text


@pytest.mark.parametrize("query", ["axis=beauty", "axis=cost", "page=0", "capability=flying"])
def test_what_cannot_be_meant_is_refused(client: TestClient[Front], query: str) -> None:
    """A condition that is none gets a page that says so."""
    assert client.get(f"/es/explore?{query}").status_code == 400


def test_it_speaks_spanish(client: TestClient[Front]) -> None:
    """Axis, points and table."""
    text = client.get("/es/explore?axis=context_window&model=o4-mini").text
    assert "Precio combinado recomendado" in text
    assert "1,925\xa0US$ · 200K" in text
    assert "frontera" in text
    assert " style=" not in text


@pytest.mark.parametrize(
    ("path", "shown"), [("explore", "points"), ("calculator?input_tokens=900000", "rows")]
)
def test_filters_count_what_the_page_can_show(
    client: TestClient[Front], path: str, shown: str
) -> None:
    """A value never promises more models than the page holds without it."""
    page, _, query = path.partition("?")
    count = len(client.get(f"/en/{page}.json?{query}").json()[shown])
    text = client.get(f"/en/{path}").text
    numbers = re.findall(
        r'name="(?:input|output|status)"[^>]*><span>[^<]*</span><small>([\d,]+)', text
    )
    assert numbers
    assert max(int(each.replace(",", "")) for each in numbers) <= count


@pytest.mark.parametrize("path", ["explore", "calculator"])
@pytest.mark.parametrize("field", ["output", "family", "released_since"])
def test_filters_are_those_of_the_table_of_models(
    client: TestClient[Front], path: str, field: str
) -> None:
    """What models write, their family and their age narrow here as well."""
    assert f'name="{field}"' in client.get(f"/en/{path}").text
