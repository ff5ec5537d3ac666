"""What holds for every kind of page."""

import re

import pytest
from litestar.testing import TestClient

from modelario.queries.edition import Edition
from modelario.web.app import Front
from modelario.web.routes import PAGES
from modelario.web.words.i18n import languages

#: An example of every kind of page, by its name in the table of pages.
EXAMPLES = {
    "home": "",
    "search": "search?q=gemni",
    "models": "models",
    "model": "models/openai/o4-mini",
    "providers": "providers",
    "provider": "providers/openrouter",
    "upkeep": "providers/vercel/upkeep",
    "labs": "labs",
    "lab": "labs/openai",
    "families": "families",
    "family": "families/o-mini",
    "lists": "lists",
    "list": "lists/vision",
    "inconsistencies": "inconsistencies",
    "methodology": "methodology",
    "api": "api",
    "status": "status",
    "compare": "compare",
    "comparison": "compare/openai/o3/vs/openai/o4-mini",
    "calculator": "calculator",
    "pick": "pick",
    "mine": "mine",
    "workload": "workload",
    "start": "models/openai/o4-mini/start",
    "explore": "explore",
    "lifecycle": "lifecycle",
}
BOTH = [(code, path) for code in languages() for path in EXAMPLES.values()]


def test_every_kind_of_page_has_an_example() -> None:
    """The table of pages is walked as a whole."""
    assert {page.name for page in PAGES} <= {*EXAMPLES, *LATER}


#: Pages whose own tests walk them.
LATER = {"changelog", "history"}


@pytest.mark.parametrize(("code", "path"), BOTH)
def test_head_and_landmarks(client: TestClient[Front], code: str, path: str) -> None:
    """Title, description, canonical and translations; one heading, one main part."""
    answer = client.get(f"/{code}/{path}")
    assert answer.status_code == 200
    text = answer.text
    assert re.search(r"<title>\S[^<]+ – Modelario</title>", text)
    assert re.search(r'<meta name="description" content="[^"]{20,}">', text)
    plain = path.partition("?")[0]
    assert f'<link rel="canonical" href="https://models.example.org/{code}/{plain}">' in text
    for other in (*languages(), "x-default"):
        assert f'hreflang="{other}"' in text
    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    assert len(re.findall(r"<table", text)) == len(re.findall(r"<caption", text))
    assert not re.search(r"<th(?![^>]*scope=)[ >]", text)


@pytest.mark.parametrize(("code", "path"), BOTH)
def test_twins_answer(client: TestClient[Front], code: str, path: str) -> None:
    """Each form that a page names is there, as what it says it is."""
    text = client.get(f"/{code}/{path}").text
    twins = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)">', text)
    assert {kind for kind, _ in twins} >= {"application/json", "text/markdown"}
    for kind, address in twins:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].startswith(kind)
        assert answer.content


def test_titles_are_unique(client: TestClient[Front], edition: Edition) -> None:
    """No two pages of a language share their title."""
    addresses = [f"/en/{path}" for path in EXAMPLES.values()]
    addresses += [f"/en/models/{id_}" for id_ in list(edition.catalogue.entries)[::40]]
    titles = [re.findall("<title>(.*?)</title>", client.get(each).text)[0] for each in addresses]
    assert len(set(titles)) == len(addresses)


#: English words that no Spanish page of ours has, whatever upstream's names are.
_ENGLISH = re.compile(
    r"\b(the|of|and|with|which|cheapest|input|output|prices|unknown|released|providers)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", [*EXAMPLES.values(), "nowhere", "models/no/such"])
def test_spanish_pages_hold_no_english_sentence(client: TestClient[Front], path: str) -> None:
    """What a reader sees is Spanish, names and ids aside."""
    text = client.get(f"/es/{path}").text
    seen = re.sub(r"<(script|style|code|title)\b.*?</\1>", " ", text, flags=re.DOTALL)
    # Names, ids and addresses are upstream's; they stand in links, choices, row heads and cells.
    for names in (
        r"<a\b[^>]*>[^<]*</a>",
        r"<option.*?</option>",
        r"<bdi>.*?</bdi>",
        r'<th scope="row">.*?</th>',
    ):
        seen = re.sub(names, " ", seen)
    seen = re.sub(r"<td.*?</td>", " ", seen)
    seen = re.sub(r"<[^>]+>", " ", seen)
    assert not [match[0] for match in _ENGLISH.finditer(seen)]


def test_hostile_names_are_text(client: TestClient[Front]) -> None:
    """What somebody writes into an address comes back as text or not at all."""
    for address in (
        "/en/models/%3Cscript%3E/%22onload=x",
        "/en/search?q=%3Cimg+src=x+onerror=alert(1)%3E",
        "/en/providers/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/en/models/a/..%2f..%2fetc",
    ):
        answer = client.get(address)
        assert answer.status_code in (200, 404)
        assert "<script>" not in answer.text
        assert "<img" not in answer.text


def test_no_two_models_are_called_the_same(client: TestClient[Front]) -> None:
    """Tables, titles and headings tell every model from every other one."""
    rows = client.get("/en/models.json").json()["rows"]
    names = [row["name"] for row in rows]
    assert len({*names}) == len(names)
    pin = client.get("/en/models/anthropic/claude-sonnet-4-5-20250929").text
    assert "<h1>Claude Sonnet 4.5 (2025-09-29)</h1>" in pin
    assert "<title>Claude Sonnet 4.5 (2025-09-29) by Anthropic" in pin


@pytest.mark.parametrize(
    ("path", "named"),
    [("labs/openai", ">OpenAI</a>"), ("providers/openai", ">OpenAI</a></p>")],
)
def test_labs_and_providers_name_each_other(
    client: TestClient[Front], path: str, named: str
) -> None:
    """A lab's own provider and a provider's lab are called by their names."""
    under = re.search(r'<p class="under">.*', client.get(f"/en/{path}").text)
    assert under is not None
    assert named in under[0]
