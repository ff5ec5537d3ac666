"""Whatever upstream writes into whatever field, each face shows it as text and as nothing else."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from litestar.testing import TestClient
from posting import sent

from harmless import codes_in, harm
from hostile import FIRST, SECOND, offering, publish, site
from modelario.api.files import FILES
from modelario.api.inquiries import PREFIX
from modelario.api.resources import RESOURCES
from modelario.building import head
from modelario.cli import run
from modelario.editions import Editions
from modelario.export.exporting import ExportRequest, export
from modelario.store.store import Store
from modelario.web.app import Front
from modelario.web.badges import BADGES
from modelario.web.routes import PAGES
from payloads import PAYLOADS

#: When the site is exported.
MOMENT = datetime.combine(SECOND, datetime.min.time(), UTC)
#: What only a server with pyarrow gives.
PARQUET = "application/vnd.apache.parquet"


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
        models[f"model-{number}"]["status"] = f"{payload}!" if number % 4 else "deprecated"
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
    *(page.path for page in PAGES if "{" not in page.path),
    *("search?q=zq", "lists/newest", "lists/cheapest"),
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


def test_there_are_enough() -> None:
    assert len(PAYLOADS) >= 200


def _asked(reader: TestClient[Front], address: str) -> str:
    """Ask for an address, find nothing wrong with the answer, and give it."""
    answer = reader.get(address)
    assert answer.status_code == 200, address
    assert harm(answer.headers["content-type"], answer.content) == [], address
    odd = [name for name, value in answer.headers.items() if not f"{name}{value}".isprintable()]
    assert odd == [], address
    return answer.text


_TWIN = re.compile(r'<link rel="alternate" type="[^"]+" (?:title="[^"]*" )?href="([^"]+)"')


def test_every_page_and_every_twin_is_harmless(reader: TestClient[Front]) -> None:
    """HTML, Markdown, JSON, CSV, feeds, calendars, as each page says that there are."""
    seen = set()
    for number, address in enumerate(_pages(reader, 24)):
        text = _asked(reader, address)
        assert "1337" not in text.replace("1337-", "")
        for twin in map(unescape, _TWIN.findall(text)):
            path = "/" + twin.split("/", 3)[3] if "//" in twin else twin
            ending = path.partition("?")[0].rpartition(".")[2]
            seen.add(ending)
            # Those of long tables are read now and then.
            if ending not in ("json", "csv") or number % 3 == 0 or number < len(LISTS):
                _asked(reader, path)
    assert seen >= {"md", "json", "csv", "atom", "ics"}


def test_what_engines_and_other_tools_take_is_harmless(reader: TestClient[Front]) -> None:
    """Sitemaps, badges, pictures; the catalogue as a whole, in our shape and in those of others."""
    for address in ("/sitemap.xml", "/robots.txt", "/llms.txt", "/data/models.json"):
        _asked(reader, address)
    for file in FILES:
        if file.media_type != PARQUET:
            _asked(reader, f"{PREFIX}{file.path}")
    models = reader.get("/api/v1/models?limit=200").json()["rows"]
    for model in models[::10]:
        for name in BADGES:
            _asked(reader, f"/badge/{model['id']}/{name}.svg")
    for model in models[::50]:
        _asked(reader, f"/en/models/{model['id']}.png")


def test_every_resource_of_the_api_is_harmless(reader: TestClient[Front]) -> None:
    """Of some models, providers, labs and families; those that need more say so."""
    ids = {
        "{lab}/{slug}": _rows(reader, "models"),
        **{f"{kind}/{{id}}": _rows(reader, kind) for kind in ("providers", "labs", "families")},
    }
    for each in RESOURCES:
        named = next((part for part in ids if part in each.path), None)
        some = ids[named][::15] if named else [""]
        for id_ in some:
            kind = named.partition("{")[0] if named else ""
            _answered(reader, PREFIX + each.path.replace(named or " ", kind + quote(id_)))


def _rows(reader: TestClient[Front], kind: str) -> list[str]:
    """List the ids of some things."""
    found = [row["id"] for row in reader.get(f"{PREFIX}{kind}?limit=200").json()["rows"]]
    assert len(found) > 10
    return found


def _answered(reader: TestClient[Front], address: str) -> None:
    """Ask for what need not be there, and find nothing wrong with the answer."""
    answer = reader.get(address)
    assert answer.status_code in (200, 303, 400, 404, 422), address
    if answer.content:
        assert harm(answer.headers["content-type"], answer.content) == [], address


#: Where what was asked is said again.
ECHOES = (
    *(
        "/en/search?q={}",
        "/en/changelog?kind={}",
        "/en/models/{}/{}",
        "/es/{}",
        "/en/compare?mine={}",
    ),
    *("/en/compare?model={}", "/en/changelog.md?model={}", f"{PREFIX}resolve?id={{}}"),
    *(f"{PREFIX}models?lab={{}}", f"{PREFIX}models/{{}}/x"),
)


@pytest.mark.parametrize("echo", ECHOES)
def test_what_is_asked_is_harmless_when_it_is_said_again(
    reader: TestClient[Front], echo: str
) -> None:
    """In pages, in errors and in links that lead on."""
    for payload in (*PAYLOADS[::16], *PAYLOADS[-30::4]):
        _answered(reader, echo.replace("{}", quote(payload, safe="")))


def test_agents_get_data(reader: TestClient[Front]) -> None:
    """Structured content and its text; names and descriptions of tools are ours."""
    listed = sent(reader, "tools/list").json()["result"]["tools"]
    assert not [each for each in listed if "zq" in json.dumps(each)]
    model, other = _rows(reader, "models")[:2]
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("search_models", {"limit": 50}),
        ("compare_models", {"models": [model, other]}),
        ("list_changes", {}),
        ("estimate_cost", {"input_tokens": 1000, "output_tokens": 100}),
        ("pick_model", {}),
        *(("get_model", {"model": each}) for each in _rows(reader, "models")[::12]),
        *(("resolve_model", {"ids": [each]}) for each in PAYLOADS[::9]),
        *(("get_model", {"model": each}) for each in PAYLOADS[::9]),
    )
    answered = 0
    for tool, arguments in asked:
        result = sent(reader, "tools/call", name=tool, arguments=arguments).json()["result"]
        for part in result["content"]:
            assert codes_in(part["text"]) == [], (tool, arguments)
        if not result["isError"]:
            answered += 1
            assert harm("application/json", json.dumps(result["structuredContent"]).encode()) == []
            assert harm("text/markdown", result["content"][0]["text"].encode()) == [], arguments
    assert answered > 20


#: Commands that read. (What `modelario export` writes goes through `harmless.harm`, file by file.)
COMMANDS_THAT_READ = (
    *("models", "status", "show {0}", "compare {0} {1}", "cost", "cost --model {0}", "pick"),
    *("changes", "held list", "held events", "inconsistencies", "lifecycle", "prices {0}"),
    *("resolve {0} {1}", "start {0}", "upkeep {2}"),
)


@pytest.mark.parametrize("command", COMMANDS_THAT_READ)
def test_a_terminal_gets_no_codes(
    reader: TestClient[Front],
    database: str,
    command: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing on the command line moves the cursor; each format is as on the site."""
    monkeypatch.setenv("COLUMNS", "200")
    models, providers = _rows(reader, "models"), _rows(reader, "providers")
    given = [part.format(models[3], models[7], providers[5]) for part in command.split()]
    for name, kind in TERMINAL.items():
        code = run([*given, *name.split(), "--database", database])
        told = capfd.readouterr()
        assert code in (0, 1, 2), told.err
        assert codes_in(told.out + told.err) == []
        assert code or harm(kind, told.out.encode()) == [], name


#: Formats of the command line, as what they are read.
TERMINAL = {
    "": "text/plain",
    "--format md": "text/markdown",
    "--format csv": "text/csv",
    "--format json": "application/json",
}


#: How the files of an export are read, by their ending; all others hold nothing of upstream's.
_WRITTEN = {
    "html": "text/html",
    "md": "text/markdown",
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "atom": "application/atom+xml",
    "xml": "application/xml",
    "ics": "text/calendar",
    "svg": "image/svg+xml",
    "sqlite": "application/vnd.sqlite3",
}
_OURS = {"txt", "conf", "map", ""}


def test_an_export_holds_no_harm(database: str, tmp_path: Path) -> None:
    """Each file is read as its readers read it, and none stands outside."""
    site_folder = tmp_path / "home" / "site"
    site_folder.parent.mkdir()
    with Store.open(database) as store:
        request = ExportRequest(folder=site_folder, languages=("es",))
        export(Editions(head(store), store), request, MOMENT)
    assert [each.name for each in site_folder.parent.iterdir()] == ["site"]
    written = [each for each in site_folder.rglob("*") if each.is_file()]
    assert len(written) > 2_000
    seen = set()
    for path in written:
        ending = path.suffix[1:]
        if "static" in path.relative_to(site_folder).parts:
            continue
        seen.add(ending)
        if ending in _WRITTEN:
            found = harm(_WRITTEN[ending], path.read_bytes())
            assert found in ([], ["http-equiv=refresh"]), path
        else:
            found = []
            assert ending in _OURS, path
        if found:
            # What stood here leads to another page of ours, and nowhere else.
            (leads,) = re.findall(r'content="0; url=([^"]*)"', path.read_text("utf-8"))
            assert re.fullmatch(r"/es/[^/].*|/es/", unescape(leads)), path
    assert {"html", "md", "csv", "json", "atom"} <= seen
