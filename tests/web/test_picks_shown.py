"""What is picked and ranked: one kind of model, at prices that are believed and asked there."""

from typing import Any

import pytest
from litestar.testing import TestClient

from modelario.queries.edition import Edition
from modelario.web.app import Front

BEDROCK = "amazon-bedrock"
#: A model whose lowest price is a slip of the pen: 0.0023 where others ask forty times that.
SLIPPED, SLIPPER = "mistral/voxtral-small-24b-2507", "evroc"


def _json(client: TestClient[Front], path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.json()


def test_a_provider_filter_shows_its_own_prices(
    client: TestClient[Front], edition: Edition
) -> None:
    """Under a provider every price of the table is one that this provider asks."""
    table = _json(client, f"/en/models.json?provider={BEDROCK}")
    assert table["rows"]
    for row in table["rows"]:
        own = {
            float(price.input_mtok)
            for serving in edition.catalogue.entries[row["id"]].model.servings
            if serving.offering.provider == BEDROCK
            and (price := serving.offering.price) is not None
            and price.input_mtok is not None
        }
        assert row["input_mtok"] is None or row["input_mtok"] in own, row["id"]


@pytest.mark.parametrize("page", ["calculator", "explore"])
def test_a_provider_filter_counts_its_own_prices(
    client: TestClient[Front], edition: Edition, page: str
) -> None:
    """Costs and plots are of the provider too, and of chat models alone."""
    record = _json(client, f"/en/{page}.json?provider={BEDROCK}")
    rows = record["rows"] if page == "calculator" else record["points"]
    assert rows
    assert {row.get("provider", BEDROCK) for row in rows} == {BEDROCK}
    assert {edition.catalogue.entries[row["id"]].model.kind for row in rows} == {"chat"}


def test_another_kind_is_compared_where_it_is_asked_for(
    client: TestClient[Front], edition: Edition
) -> None:
    """Embeddings are costed beside embeddings."""
    rows = _json(client, "/en/calculator.json?kind=embedding&output_tokens=0")["rows"]
    assert rows
    assert {edition.catalogue.entries[row["id"]].model.kind for row in rows} == {"embedding"}


def test_models_are_narrowed_by_kind(client: TestClient[Front]) -> None:
    """The facet counts what its condition selects."""
    kinds = _json(client, "/en/models.json?limit=1")["facets"]["kind"]
    assert kinds["chat"] > kinds["embedding"] > 0
    table = _json(client, "/en/models.json?kind=embedding")
    assert table["matching"] == kinds["embedding"]
    assert "Embedding" in client.get("/en/models?kind=embedding&columns=what").text


def test_what_is_doubted_is_picked_nowhere(client: TestClient[Front]) -> None:
    """A slip is recommended, cheapest and described nowhere, and the page says why."""
    page = _json(client, f"/en/models/{SLIPPED}.json")
    passed = [each for each in page["passed_over"] if each["provider"] == SLIPPER]
    assert [each["reason"]["code"] for each in passed] == ["far_below_peers"]
    for pick in ("recommended", "cheapest"):
        assert page[pick] is None or page[pick]["provider"] != SLIPPER
    html = client.get(f"/en/models/{SLIPPED}").text
    assert "Passed over" in html
    assert '"lowPrice":0.0023' not in html.replace(" ", "")
    rows = _json(client, "/en/calculator.json")["rows"]
    assert all((row["id"], row["provider"]) != (SLIPPED, SLIPPER) for row in rows)
    assert rows[0]["id"] != SLIPPED
    assert _json(client, "/en/lists/cheapest.json")["models"][0]["id"] != SLIPPED
    points = _json(client, "/en/explore.json?axis=production")["points"]
    assert all(point["blended_mtok"] > 0.01 for point in points if point["id"] == SLIPPED)


def test_no_rank_for_another_job(client: TestClient[Front], edition: Edition) -> None:
    """Only chat models have a rank among those that do typical work."""
    entries = edition.catalogue.entries.values()
    ranked = {e.model.kind for e in entries if any(each.rank for each in e.scenarios)}
    assert ranked == {"chat"}
    other = next(e.model.id for e in entries if e.model.kind == "embedding" and e.recommended)
    assert "does another job" in client.get(f"/en/models/{other}").text
