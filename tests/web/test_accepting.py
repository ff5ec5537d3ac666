"""A page in the form that its reader wants; badges; what a language model is told first."""

import re
import xml.etree.ElementTree as ET

import pytest
from litestar.testing import TestClient

from modelario.web.accepting import accepted
from modelario.web.app import Front


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/json", "json"),
        ("application/json, text/plain, */*", "json"),
        ("text/markdown", "md"),
        ("text/markdown;q=0.9, text/html;q=0.5", "md"),
        ("text/markdown, text/html;q=0.9, */*;q=0.1", "md"),
        ("text/csv", "csv"),
        ("text/html;q=0.1, application/json;q=0.2", "json"),
        ("application/json;q=0, */*", "html"),
        ("image/png", "png"),
        ("application/pdf", "pdf"),
        ("image/gif", "html"),
        ("application/json;q=lots", "html"),
        ("TEXT/Markdown", "md"),
        ("application/atom+xml", "atom"),
        (",;=,", "html"),
    ],
)
def test_the_form_that_is_wanted_most(header: str, form: str) -> None:
    assert accepted([(b"accept", header.encode())]) == form


@pytest.mark.parametrize(
    ("kind", "ending"), [("application/json", "json"), ("text/markdown", "md"), ("text/csv", "csv")]
)
def test_a_page_comes_as_its_twin(kind: str, ending: str, client: TestClient[Front]) -> None:
    chosen = client.get("/en/models/openai/o4-mini", headers={"accept": kind})
    twin = client.get(f"/en/models/openai/o4-mini.{ending}")
    assert chosen.content == twin.content
    assert chosen.headers["content-type"].startswith(kind)
    assert chosen.headers["content-location"] == f"/en/models/openai/o4-mini.{ending}"
    assert "accept," in chosen.headers["vary"]
    assert "accept," not in twin.headers["vary"]


def test_one_form_is_never_taken_for_another(client: TestClient[Front]) -> None:
    """Each answer is kept under what was wanted, whoever asks first."""
    for kind in ("application/json", "text/html", "text/markdown", "application/json"):
        answer = client.get("/en/labs/openai", headers={"accept": kind})
        assert answer.headers["content-type"].startswith(kind)
        assert "accept," in answer.headers["vary"]


def test_a_page_without_a_form_comes_for_people(client: TestClient[Front]) -> None:
    answer = client.get("/en/compare", headers={"accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/html")


def test_a_page_tells_of_its_other_forms(client: TestClient[Front]) -> None:
    text = client.get("/en/models").text
    assert re.search(r'<link rel="alternate" type="text/markdown" href="/en/models.md">', text)
    assert 'rel="describedby" type="text/plain" href="/llms.txt"' in text
    assert 'rel="service-desc"' in text


def test_a_language_model_finds_its_way(client: TestClient[Front]) -> None:
    """Every address in the file is there."""
    answer = client.get("/llms.txt")
    assert answer.text.startswith("# Modelario\n\n> ")
    addresses = re.findall(r"\]\(https://models.example.org(.*?)\)", answer.text)
    assert len(addresses) > 50
    for address in addresses:
        # What agents send their messages to is not to be read.
        wanted = (405,) if address == "/mcp" else (200, 406)
        assert client.get(address).status_code in wanted, address


@pytest.mark.parametrize(
    ("address", "status", "value"),
    [
        ("openai/o4-mini/price.svg", 200, "$1.10 / $4.40"),
        ("openai/o4-mini/context.svg", 200, "200K"),
        ("openai/o4-mini/status.svg", 200, "current"),
        ("azure/o4-mini/context.svg", 200, "200K"),
        ("openai/nothing-such-99/price.svg", 404, "no such model"),
        ("openai/o4-mini/colour.svg", 404, "no such model"),
        ("openai/o4-mini/price", 404, "no such model"),
        ("%3Cscript%3E/%22x/price.svg", 404, "no such model"),
    ],
)
def test_a_badge_shows_a_figure(
    address: str, status: int, value: str, client: TestClient[Front]
) -> None:
    for _ in range(2):
        answer = client.get(f"/badge/{address}")
        assert answer.status_code == status
        assert answer.headers["content-type"] == "image/svg+xml"
        drawn = ET.fromstring(answer.content)  # noqa: S314 – our own
        texts = [each.text for each in drawn.iter() if each.text]
        assert value in texts
