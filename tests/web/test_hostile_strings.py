"""Whatever upstream writes into whatever field, each face shows it as text and as nothing else."""

import csv
import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from litestar.testing import TestClient

from hostile import FIRST, SECOND, offering, publish, site
from markdown_reader import foreign
from modelario.building import head
from modelario.editions import Editions
from modelario.store.store import Store
from modelario.web.app import Front
from payloads import PAYLOADS

#: Elements of ours, as they stand in the templates.
_OURS = frozenset(
    (
        *("html", "head", "meta", "title", "link", "style", "script", "body", "a", "header", "nav"),
        *("main", "footer", "form", "input", "button", "select", "option", "optgroup", "label"),
        *(
            "figure",
            "figcaption",
            "fieldset",
            "legend",
            "details",
            "summary",
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "ul",
            "ol",
            "li",
        ),
        *("dl", "dt", "dd", "div", "span", "table", "caption", "thead", "tbody", "tr", "th", "td"),
        *(
            "kbd",
            "code",
            "small",
            "strong",
            "b",
            "i",
            "time",
            "output",
            "datalist",
            "section",
            "br",
        ),
        *("svg", "g", "path", "circle", "line", "text", "rect", "polyline"),
    )
)


def _harmful(payload: str, number: int) -> dict[str, Any]:
    """An offering every text of which is a payload."""
    fields: dict[str, Any] = {
        "name": payload,
        "family": payload,
        "status": payload,
        "description": payload,
        "release_date": payload,
        "last_updated": payload,
        "knowledge": payload,
        "modalities": {"input": ["text", payload], "output": ["text", payload]},
        "cost": {"input": 1, "output": 2},
        "experimental": {payload: payload},
        "provider": {"npm": payload, "api": payload},
        "reasoning_options": [payload],
        payload: payload,
    }
    return offering(f"model-{number}", **fields)


def _document() -> dict[str, Any]:
    """Payloads as texts, as ids, and as parts of ids; one provider writes each of them."""
    providers = {}
    for number, payload in enumerate(PAYLOADS):
        texts = {"name": payload, "doc": payload, "api": payload, "npm": payload, "env": [payload]}
        models = {f"model-{number}": _harmful(payload, number)}
        models[payload] = offering(payload, name=payload)
        models[f"{payload}/m"] = offering(f"{payload}/m")
        providers[f"provider-{number}"] = {"id": f"provider-{number}", **texts, "models": models}
        providers[payload] = {"id": payload, **texts, "models": {"gpt-4o": offering("gpt-4o")}}
    metadata = {
        f"plain/model-{number}": {
            "id": f"plain/model-{number}",
            "name": payload,
            "license": payload,
            "links": [
                {"label": payload, "url": payload},
                {"label": payload, "url": "https://x.y/"},
            ],
            "weights": [{"label": payload, "url": f"https://x.y/{payload}"}],
            "benchmarks": [
                {"name": payload, "score": 1, "metric": payload, "source": payload, "date": payload}
            ],
        }
        for number, payload in enumerate(PAYLOADS)
    }
    return {"providers": providers, "models": metadata}


def _later(found: dict[str, Any]) -> dict[str, Any]:
    """The same on the next day: prices and statuses have moved, some have gone.

    Of every other one, for a document that changes all over is held.
    """
    later = deepcopy(found)
    for number, payload in list(enumerate(PAYLOADS))[::2]:
        models = later["providers"][f"provider-{number}"]["models"]
        models[f"model-{number}"]["cost"]["input"] = 0.9
        models[f"model-{number}"]["status"] = f"{payload}!"
        models[f"model-{number}"]["limit"]["context"] = 90_000
        if number % 40 == 0:
            del models[payload]
    return later


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of two such days."""
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'modelario.db'}"
    with Store.open(url) as store:
        found = _document()
        publish(store, found, FIRST)
        publish(store, _later(found), SECOND)
    return url


@pytest.fixture(scope="module")
def reader(database: str) -> Iterator[TestClient[Front]]:
    """A reader of the site over it."""
    with (
        Store.open(database) as store,
        TestClient(site(Editions(head(store), store))) as client,
    ):
        yield client


LISTS = (
    *("", "models", "providers", "labs", "families", "changelog", "status", "inconsistencies"),
    *("calculator", "pick", "explore", "compare", "search?q=zq", "lists/newest", "lists/cheapest"),
)


def _pages(reader: TestClient[Front], every: int) -> Iterator[str]:
    """Address pages of all kinds; of those of single things one in so many."""
    yield from (f"/en/{path}" for path in LISTS)
    yield "/es/models?columns=family&columns=status&columns=input_modalities"
    listed = reader.get("/sitemap.xml").text.split("<loc>")[1:]
    singles = [each.partition("</loc>")[0] for each in listed]
    of_one = [each[each.index("/en/") :] for each in singles if "/en/" in each]
    yield from [each.replace("&amp;", "&") for each in of_one][::every]
    yield from [f"{each}/start" for each in of_one if each.startswith("/en/models/")][::every]


class _Elements(HTMLParser):
    """Collects what stands in a page that a payload might have brought."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within = tag
        named = dict(attrs)
        if tag not in _OURS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "http-equiv"):
                self.wrong.append(f"{name}={value}")
            if name in ("href", "src", "action") and not (value or "").startswith(
                ("/", "#", "https://", "?")
            ):
                self.wrong.append(f"{name}={value}")
            if name in ("href", "src", "action") and (value or "").startswith(("//", "https://zq")):
                self.wrong.append(f"{name}={value}")
        if tag == "script" and named.get("type") == "module":
            assert (named["src"] or "").startswith("/static/")

    def handle_data(self, data: str) -> None:
        if self.within == "script" and data.strip():
            json.loads(data)

    def handle_endtag(self, _tag: str) -> None:
        self.within = ""


def _shows_codes(text: str) -> list[str]:
    """List characters that move a cursor, turn the direction, or are not to be seen."""
    odd = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
    return sorted({repr(c) for c in text if unicodedata.category(c) in odd and c not in "\n\r"})


def test_there_are_enough() -> None:
    assert len(PAYLOADS) >= 200


def test_html_holds_no_element_of_theirs(reader: TestClient[Front]) -> None:
    for address in _pages(reader, 24):
        answer = reader.get(address)
        assert answer.status_code == 200, address
        page = _Elements()
        page.feed(answer.text)
        assert page.wrong == [], address
        assert "1337" not in answer.text.replace("1337-", "")
        assert _shows_codes(answer.text) == [], address


def test_markdown_holds_no_markup_of_theirs(reader: TestClient[Front]) -> None:
    for address in _pages(reader, 24):
        path, _, query = address.partition("?")
        answer = reader.get(f"{path if path != '/en/' else '/en/index'}.md?{query}")
        assert answer.status_code == 200, address
        assert foreign(answer.text) == [], address
        assert "<" not in answer.text, address
        assert _shows_codes(answer.text) == [], address


def test_programs_get_data(reader: TestClient[Front]) -> None:
    """JSON that is JSON, CSV whose texts are no formulas."""
    for address in _pages(reader, 60):
        path, _, query = address.partition("?")
        path = path if path != "/en/" else "/en/index"
        assert reader.get(f"{path}.json?{query}").json()
        table = reader.get(f"{path}.csv?{query}")
        if table.status_code == 200:
            rows = list(csv.reader(io.StringIO(table.text, newline="")))
            assert len({len(row) for row in rows}) == 1, address
            texts = [cell for row in rows[1:] for cell in row if not _is_number(cell)]
            assert [
                cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            ] == []


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_feeds_hold_text(reader: TestClient[Front]) -> None:
    """Well-formed, and without an element that is not the format's."""
    atom = reader.get("/en/changelog.atom")
    assert atom.status_code == 200
    root = ET.fromstring(atom.content)  # noqa: S314 – our own
    names = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert "zq()" in atom.text
    assert names <= {
        *("feed", "id", "title", "updated", "author", "name", "link", "entry", "category"),
        "content",
    }
    for entry in root.iter("{http://www.w3.org/2005/Atom}content"):
        assert entry.get("type") in (None, "text")
    assert _shows_codes(atom.text) == []
    feed = reader.get("/en/changelog.feed.json").json()
    assert all("content_html" not in item for item in feed["items"])


@pytest.mark.parametrize(
    "command",
    ["models", "status", "show model-3", "models --format md", "changes --format md"],
)
def test_a_terminal_gets_no_codes(database: str, command: str) -> None:
    """Nothing on the command line moves the cursor, in any format."""
    done = subprocess.run(
        [Path(sys.executable).with_name("modelario"), *command.split(), "--database", database],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert done.returncode in (0, 1), done.stderr
    text = done.stdout.decode() + done.stderr.decode()
    assert "Traceback" not in text
    assert _shows_codes(text) == []
    if command.endswith("md"):
        assert foreign(text) == []
