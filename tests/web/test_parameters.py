"""Query strings: what is read of them, and what is too much."""

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front


@pytest.mark.parametrize(
    "query",
    [
        "&".join(["lab=openai", *(f"x{number}=1" for number in range(200))]),
        f"lab=openai&q={'x' * 4_000}",
    ],
    ids=["fields", "characters"],
)
def test_too_much_is_refused_and_not_cut_off(client: TestClient[Front], query: str) -> None:
    """A page without its filter would say something else than what was asked."""
    client.get("/en/models.json")
    for path in ("/en/models", "/es/explore", "/en/models/openai/o4-mini"):
        assert client.get(f"{path}?{query}").status_code == 400
    answer = client.get(f"/en/models.json?{query}")
    assert answer.status_code == 400
    assert "200 fields" in answer.json()["detail"]


def test_much_is_read(client: TestClient[Front]) -> None:
    """As many fields as are allowed, most of them unknown here."""
    query = "&".join(["lab=openai", *(f"x{number}=1" for number in range(199))])
    found = client.get(f"/en/models.json?{query}").json()
    assert {row["lab"] for row in found["rows"]} == {"openai"}
