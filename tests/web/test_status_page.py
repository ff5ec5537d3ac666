"""The status page tells what was set aside, and how much, without ever becoming a heap."""

import json
from datetime import date, timedelta

import pytest
from litestar.testing import TestClient

from documents import NOW
from modelario import bounds
from modelario.building import head
from modelario.editions import Editions
from modelario.keeping.intake import take_in
from modelario.settings import from_environment
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from modelario.web.app import create_app

FIRST = date(2026, 3, 1)
GOOD = {"p": {"models": {f"m{n}": {"name": f"M{n}"} for n in range(1_000)}}}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A reader of a site whose upstream broke a field of every offering, and one outright."""
    broken = {"p": {"models": {key: {"name": 5} for key in GOOD["p"]["models"]} | {"m0": 7}}}
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
