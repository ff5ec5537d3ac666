"""The status page tells what was set aside, and how much, without ever becoming a heap."""

import json
from datetime import date, timedelta

import pytest
from litestar.testing import TestClient

from documents import NOW
from modelario import bounds
from modelario.building import head
from modelario.editions import Editions
from modelario.keeping.hearing import hear
from modelario.keeping.intake import take_in
from modelario.settings import from_environment
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched, FileSource
from modelario.web.app import create_app
from modelario.witnesses.table import BY_ID

FIRST = date(2026, 3, 1)
GOOD = {"p": {"models": {f"m{n}": {"name": f"M{n}"} for n in range(1_000)}}}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A reader of a site whose upstream broke a field of every offering, and one outright."""
    models = GOOD["p"]["models"]
    broken = {"p": {"models": {key: {**models[key], "family": 5} for key in models} | {"m0": 7}}}
    url = f"sqlite:///{tmp_path_factory.mktemp('status') / 'modelario.db'}"
    with Store.open(url) as store:
        for number, document in enumerate((GOOD, broken)):
            content = content_of(json.dumps(document).encode())
            day = FIRST + timedelta(number)
            fetched = Fetched(content=content, kind="file", origin="x", fetched_at=NOW, as_of=day)
            take_in(store, fetched)
        app = create_app(Editions(head(store), store), from_environment({}))
        with TestClient(app) as client:
            yield client


def test_a_page_shows_some_rejects_and_counts_all(reader):
    page = reader.get("/en/status").text
    assert page.count("is no text") == bounds.REJECTS_SHOWN.most - 1
    assert "Shown are the first 200 of 1,000; the JSON of this page has the first 500." in page
    assert len(page) < 200_000
    spanish = reader.get("/es/status").text
    assert "Se muestran los primeros 200 de 1.000" in spanish
    assert "Queda la última versión válida" in spanish


def test_the_json_has_what_is_kept_and_the_count(reader):
    told = reader.get("/en/status.json").json()
    assert told["rejected"] == 1_000
    assert len(told["rejects"]) == bounds.REJECTS_KEPT.most
    first = told["rejects"][0]
    assert (first["path"], first["kept"]) == ("providers/p/models/m0", True)
    assert told["offerings"] == 1_000


@pytest.fixture(scope="module")
def listener(tmp_path_factory):
    """A reader of a site that hears a witness, and was lied to by it later."""
    url = f"sqlite:///{tmp_path_factory.mktemp('heard') / 'modelario.db'}"
    folder = tmp_path_factory.mktemp("files")
    with Store.open(url) as store:
        content = content_of(json.dumps(GOOD).encode())
        take_in(
            store, Fetched(content=content, kind="file", origin="x", fetched_at=NOW, as_of=FIRST)
        )
        releases = [{"name": f"claude-{n}", "eoasFrom": "2026-01-01"} for n in range(5)]
        for said in (json.dumps({"result": {"name": "claude", "releases": releases}}), "<html>"):
            file = folder / "claude.json"
            file.write_text(said)
            hear(store, BY_ID["endoflife.date"], FileSource(str(file)), NOW)
        app = create_app(Editions(head(store), store), from_environment({}), lambda: NOW)
        with TestClient(app) as client:
            yield client


def test_witnesses_are_listed_with_what_became_of_them(listener):
    (row,) = listener.get("/en/status.json").json()["witnesses"]
    assert row["name"] == "endoflife.date"
    assert (row["listings"], row["unread"], row["outcome"]) == (5, 0, "held")
    assert row["cause"] == "the document is HTML or XML, not JSON"
    assert listener.get("/api/v1/status").json()["witnesses"] == [row]
    for language, words in (("en", "Second sources"), ("es", "Segundas fuentes")):
        page = listener.get(f"/{language}/status").text
        assert f'<h2 id="witnesses">{words}</h2>' in page
        assert 'href="https://endoflife.date/claude" rel="noopener' in page
        assert "the document is HTML or XML, not JSON" in page


def test_a_site_without_witnesses_says_nothing_of_them(reader):
    assert 'id="witnesses"' not in reader.get("/en/status").text
