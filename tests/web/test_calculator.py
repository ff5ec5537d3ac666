"""What a workload costs with every model."""

import csv
import io
import json
import re
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qsl

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front

RAG = "requests=1000&input_tokens=5000&output_tokens=500"


def _rows(client: TestClient[Front], query: str) -> dict[str, dict[str, object]]:
    table = client.get(f"/en/calculator.json?{query}").json()
    return {row["id"]: row for row in table["rows"]}


@pytest.mark.parametrize(
    ("model", "query", "cost"),
    [
        # The reference: 5,000 × 1.10 + 500 × 4.40 per 1M, 1,000 times.
        ("openai/o4-mini", RAG, 7.7),
        # Four fifths of the input cached at 0.28: 1,000 × 1.10 + 4,000 × 0.28 + 500 × 4.40.
        ("openai/o4-mini", f"{RAG}&cached_percent=80", 4.42),
        # 1,000 reasoning tokens more at the output price.
        ("openai/o4-mini", f"{RAG}&reasoning_tokens=1000", 12.1),
        # 250,000 tokens of input fall into the tier above 200,000: 2.50 / 15.00.
        ("google/gemini-2.5-pro", "requests=10&input_tokens=250000&output_tokens=1000", 6.4),
        # At 200,000 they do not: 1.25 / 10.00.
        ("google/gemini-2.5-pro", "requests=10&input_tokens=200000&output_tokens=1000", 2.6),
    ],
)
def test_it_costs_what_it_costs(
    client: TestClient[Front], model: str, query: str, cost: float
) -> None:
    """By hand, in USD."""
    assert _rows(client, query)[model]["total_cost"] == pytest.approx(cost)


def test_the_tier_that_applies_is_shown(client: TestClient[Front]) -> None:
    """In the row of the model, with the price of the tier."""
    query = "requests=10&input_tokens=250000&output_tokens=1000&q=gemini-2.5-pro"
    assert _rows(client, query)["google/gemini-2.5-pro"]["tier_above_tokens"] == 200_000
    assert '<span class="tier">above 200K</span>' in client.get(f"/en/calculator?{query}").text


def test_the_cheapest_comes_first(client: TestClient[Front]) -> None:
    """Ranks follow the costs; equal costs share one."""
    text = client.get(f"/en/calculator.json?{RAG}").text
    rows = json.loads(text, parse_float=Decimal)["rows"]
    costs = [row["total_cost"] for row in rows]
    assert costs == sorted(costs)
    for place, row in enumerate(rows, start=1):
        assert row["rank"] == 1 + sum(cost < row["total_cost"] for cost in costs) <= place


def test_it_says_what_it_leaves_out(client: TestClient[Front]) -> None:
    """Every selected model is in the table or counted for a reason."""
    table = client.get(f"/en/calculator.json?{RAG}").json()
    models = client.get("/en/models.json?kind=chat").json()["matching"]
    assert len(table["rows"]) + table["unpriced"] + table["unfit"] == models
    text = client.get(f"/en/calculator?{RAG}").text
    assert f"{table['unpriced']} left out without a published price" in text
    assert f"{table['unfit']} left out that cannot take such a request" in text


def test_what_writes_nothing_does_no_work(client: TestClient[Front]) -> None:
    """Embeddings ask nothing for output because they have none; they read for a price."""
    assert "openai/text-embedding-3-small" not in _rows(client, f"{RAG}&kind=embedding")
    reading = _rows(client, "requests=1000&input_tokens=5000&output_tokens=0&kind=embedding")
    assert reading["openai/text-embedding-3-small"]["total_cost"] == pytest.approx(0.1)


def test_filters_are_those_of_the_models_page(client: TestClient[Front]) -> None:
    """The same parameters select the same models."""
    wanted = "capability=tool_call&input=image&open_weights=true"
    rows = _rows(client, f"{RAG}&{wanted}")
    models = client.get(f"/en/models.json?{wanted}").json()["rows"]
    assert rows
    assert rows.keys() <= {row["id"] for row in models}


def test_the_model_page_leads_here(client: TestClient[Front]) -> None:
    """The rows of the Cost Efficiency Index arrive with their numbers and the model pointed out."""
    text = client.get("/en/models/openai/o4-mini").text
    addresses = re.findall(r'href="(/en/calculator\?[^"]*)"', text)
    # Five of the rows, and the whole calculator, which begins with the first of them.
    assert len(addresses) == 6
    shown = client.get(addresses[0].replace("&amp;", "&")).text
    assert "your model" in shown
    assert "$7.70" in shown
    for field, number in (("requests", 1000), ("input_tokens", 5000), ("output_tokens", 500)):
        assert f'name="{field}" value="{number}"' in shown


def test_a_model_that_is_left_out_is_told(client: TestClient[Front]) -> None:
    """The reader's own model never vanishes in silence."""
    text = client.get("/en/calculator?input_tokens=900000&model=openai/o4-mini").text
    assert "o4-mini is not among them" in text


def test_the_form_remembers(client: TestClient[Front]) -> None:
    """What the address says is what the form shows, hidden conditions too."""
    text = client.get(
        f"/es/calculator?{RAG}&cached_percent=25&capability=reasoning&price_state=published"
    ).text
    assert 'name="cached_percent" value="25"' in text
    assert 'name="capability" value="reasoning" checked' in text
    assert '<input type="hidden" name="price_state" value="published">' in text


def test_presets_keep_the_rest(client: TestClient[Front]) -> None:
    """A scenario is a link that keeps filter and model."""
    text = client.get("/en/calculator?lab=openai&model=openai/o4-mini&cached_percent=50").text
    [preset] = re.findall(r'href="/en/calculator\?([^"]*input_tokens=12000[^"]*)"', text)
    assert dict(parse_qsl(unescape(preset))) == {
        "requests": "1000",
        "input_tokens": "12000",
        "output_tokens": "600",
        "lab": "openai",
        "model": "openai/o4-mini",
    }


def test_csv_holds_every_row(client: TestClient[Front]) -> None:
    """The page shows a hundred rows, the CSV all of them."""
    rows = list(csv.DictReader(io.StringIO(client.get(f"/en/calculator.csv?{RAG}").text)))
    assert len(rows) == len(_rows(client, RAG)) > 100
    assert rows[0].keys() >= {"rank", "id", "provider", "total_cost", "tier_above_tokens"}
    assert client.get(f"/en/calculator?{RAG}").text.count('<td class="n rank">') == 100


@pytest.mark.parametrize(
    "query",
    [
        *("requests=-1", "requests=many", "input_tokens=1e99", "output_tokens=1000000000001"),
        *("cached_percent=101", "cached_percent=0.5", "capability=flying", "page=0"),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient[Front], query: str) -> None:
    """A number that is none gets a page that says so."""
    assert client.get(f"/es/calculator?{query}").status_code == 400


def test_it_speaks_spanish(client: TestClient[Front]) -> None:
    """Headings, numbers and money."""
    text = client.get(f"/es/calculator?{RAG}&model=openai/o4-mini").text
    assert "Peticiones al mes" in text
    assert "7,70\xa0US$" in text
    assert "tu modelo" in text
