"""A page that is not there names what is near, whatever kind was asked for."""

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("labs/opneai", "/en/labs/openai"),
        ("providers/amazon-bedrok", "/en/providers/amazon-bedrock"),
        ("families/claude-haiku-x", "/en/families/claude-haiku"),
        ("lists/cheapes", "/en/lists/cheapest"),
        ("models/openai/o4-mni", "/en/models/openai/o4-mini"),
    ],
)
def test_what_is_near_is_a_link(client: TestClient[Front], asked: str, near: str) -> None:
    answer = client.get(f"/en/{asked}")
    assert answer.status_code == 404
    assert f'<a href="{near}">' in answer.text.partition("Perhaps you mean")[2]
    assert client.get(near).status_code == 200
