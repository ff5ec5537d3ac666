"""The table of models, by its address alone."""

import csv
import io

import pytest
from litestar.testing import TestClient

from modelario.queries.edition import Edition
from modelario.web.app import Front

WANTED = "input=image&max_price=1&min_context=200000"


def test_it_selects_what_the_address_says(client: TestClient[Front]) -> None:
    """Vision, below a dollar, with 200K of context: each row fulfils all three."""
    table = client.get(f"/en/models.json?{WANTED}").json()
    assert 0 < table["matching"] < table["total"]
    for row in table["rows"]:
        assert "image" in row["input_modalities"]
        assert row["blended_mtok"] <= 1
        assert row["context_window"] >= 200_000


def test_csv_is_exactly_what_is_shown(client: TestClient[Front]) -> None:
    """The columns that were chosen, and every row that the filter selects."""
    address = f"/en/models.csv?{WANTED}&columns=context_window&columns=coding&sort=price"
    rows = list(csv.DictReader(io.StringIO(client.get(address).text)))
    assert list(rows[0]) == ["id", "name", "context_window", "coding"]
    assert len(rows) == client.get(f"/en/models.json?{WANTED}").json()["matching"]


def test_pages_hold_every_model_once(client: TestClient[Front], edition: Edition) -> None:
    """Turning the pages shows the whole catalogue."""
    total = len(edition.catalogue.entries)
    pages = -(-total // 100)
    shown = sum(
        client.get(f"/en/models?page={number}").text.count('<th scope="row">')
        for number in range(1, pages + 1)
    )
    assert shown == total


@pytest.mark.parametrize(
    "query",
    [
        *("capability=flying", "sort=beauty", "page=0", "page=x", "min_context=many", "columns=x"),
        *("lasts=-5", "ends_within=-1"),
        *("max_price=NaN", "min_price=sNaN", "max_input_price=-Infinity"),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient[Front], query: str) -> None:
    """A condition that is none gets a page that says so."""
    assert client.get(f"/es/models?{query}").status_code == 400
    assert client.get(f"/es/models.json?{query}").json()["detail"]


def test_the_form_remembers(client: TestClient[Front]) -> None:
    """What the address says is what the form shows."""
    text = client.get(f"/en/models?{WANTED}&q=gemini").text
    assert 'name="q" value="gemini"' in text
    assert 'name="input" value="image" checked' in text
    assert 'name="min_context" value="200000"' in text


def test_search_words_are_data(client: TestClient[Front]) -> None:
    """Markup in a search is shown as text."""
    text = client.get("/en/models?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
