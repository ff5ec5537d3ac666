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
