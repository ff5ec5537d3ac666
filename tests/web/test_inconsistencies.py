"""The page of inconsistencies, by its address alone."""

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("severity=hihg", "high"),
        ("field=relase_date", "release_date"),
        ("lab=opnai", "openai"),
        ("provider=opnai", "openai"),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient[Front], query: str, told: str) -> None:
    """A misspelt condition is no empty page, and the right spelling is named."""
    assert client.get(f"/es/inconsistencies?{query}").status_code == 400
    assert told in client.get(f"/es/inconsistencies.json?{query}").json()["detail"]


@pytest.mark.parametrize("severity", ["high", "medium", "low"])
def test_a_severity_narrows(client: TestClient[Front], severity: str) -> None:
    """The rows are those of the severity, and all of them."""
    found = client.get(f"/en/inconsistencies.json?severity={severity}").json()
    assert {row["severity"] for row in found["rows"]} == {severity}
    assert found["matching"] == len(found["rows"]) == found["by_severity"][severity]


@pytest.mark.parametrize("field", ["input_mtok", "output_mtok", "context_window"])
def test_every_field_can_be_opened(client: TestClient[Front], field: str) -> None:
    """Contradictions of prices have a page as all others, and the counts follow the filter."""
    assert client.get(f"/en/inconsistencies?field={field}").status_code == 200
    found = client.get(f"/en/inconsistencies.json?field={field}").json()
    assert {row["field"] for row in found["rows"]} == {field}
    assert sum(found["by_severity"].values()) == found["matching"]
    assert [row["harm"] for row in found["rows"]] == sorted(
        (row["harm"] for row in found["rows"]), reverse=True
    )


def test_all_prices_are_asked_for_at_once(client: TestClient[Front]) -> None:
    """What is wrong with any price has one page, of the catalogue and of a provider."""
    counts = client.get("/en/inconsistencies.json").json()["by_field"]
    prices = {field: count for field, count in counts.items() if field.endswith("_mtok")}
    found = client.get("/en/inconsistencies.json?field=prices").json()
    assert len(prices) > 1
    assert {row["field"] for row in found["rows"]} == {*prices}
    assert found["matching"] == sum(prices.values())
    text = client.get("/en/inconsistencies").text
    assert f'field=prices">All prices <small>{sum(prices.values())}</small>' in text
    desk = client.get("/en/providers/vercel/upkeep.json?field=prices").json()
    assert {row["field"] for row in desk["rows"]} == {*prices} & {*desk["by_field"]}
    assert "All prices" in client.get("/en/providers/vercel/upkeep").text


def test_a_provider_is_shown_what_it_states_otherwise(client: TestClient[Front]) -> None:
    """Who takes part and agrees with the value shown has nothing to mend."""
    rows = client.get("/en/inconsistencies.json?provider=openai").json()["rows"]
    for row in rows:
        differing = [each for each in row["finding"]["claims"] if each["differs"]]
        assert any(by["provider"] == "openai" for each in differing for by in each["stated_by"])
