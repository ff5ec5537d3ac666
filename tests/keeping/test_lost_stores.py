"""A store that is damaged, deleted, replaced or not there: what is served stays, and says so."""

import contextlib
import json
import shutil
import sqlite3
import threading
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from litestar.testing import TestClient

import postgres
from documents import NOW
from installed import furnish
from modelario import building
from modelario.building import head
from modelario.editions import editions_to_serve, open_editions
from modelario.history.journal import StoreError
from modelario.keeping import freshness
from modelario.keeping.freshness import keep_fresh, step
from modelario.keeping.intake import take_in
from modelario.settings import Settings
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from modelario.web.app import create_app
from reference_page import api_document

#: Nothing that happens at all takes so long.
LONG = 180
STANDS_IN = {
    "/en/": "this is the data that came with the installation",
    "/es/": "estos son los datos que vinieron con la instalación",
    "/en/models": "this is the data that came with the installation",
    "/en/models.md": "this is the data that came with the installation",
    "/en/status": "this is the data that came with the installation",
}


#: Whatever else is read, in whatever form: a header says it.
IN_ANY_FORM = (
    *STANDS_IN,
    *("/es/models.json", "/en/models.csv", "/en/models/openai/o4-mini.json", "/es/status.md"),
    *("/en/changelog.atom", "/en/changelog.feed.json", "/en/nowhere", "/data/models.json"),
    *("/api/v1/models", "/api/v1/models/openai/o4-mini", "/api/v1/models/no/such"),
    *("/api/v1/models?fields=id", "/api/v1/catalogue.csv", "/badge/openai/o4-mini/price.svg"),
    *("/llms.txt", "/readyz"),
)


def notice(client, path):
    answers = [client.get(path) for _ in range(2)]
    unchanged = client.get(path, headers={"if-none-match": answers[0].headers.get("etag", "-")})
    head = client.head(path)
    (told,) = {each.headers.get("catalogue-notice") for each in (*answers, unchanged, head)}
    return told


def fill(url, price=1.1):
    found = api_document()
    found["openai"]["models"]["o4-mini"]["cost"]["input"] = price
    with Store.open(url) as store:
        data = json.dumps(found).encode()
        take_in(store, Fetched(content=content_of(data), kind="file", origin="x", fetched_at=NOW))


def settings(url):
    """Settings for a store."""
    return Settings(data_dir=home(), database_url=url, sync_interval_hours=None)


@cache
def home():
    """Where the built catalogue lies, and what is kept beside stores; it goes with the process."""
    return furnish(Path(_PLACE.name))


_PLACE = TemporaryDirectory()


def damaged(place):
    fill(f"sqlite:///{place}")
    place.write_bytes(b"no database at all" * 1000)


def truncated(place):
    fill(f"sqlite:///{place}")
    place.write_bytes(place.read_bytes()[:9000])


def foreign(place):
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def newer(place):
    Store.open(f"sqlite:///{place}").close()
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()


@pytest.mark.parametrize("harm", [damaged, truncated, foreign, newer])
def test_a_store_that_cannot_be_used_at_start_has_the_embedded_data_stand_in(
    tmp_path, sqlite, caplog, harm
):
    place = tmp_path / "modelario.db"
    harm(place)
    chosen = settings(sqlite)
    with pytest.raises(StoreError):
        open_editions(chosen, NOW)
    editions = editions_to_serve(chosen, NOW)
    assert "The embedded data is served until the store can be" in caplog.text
    with TestClient(create_app(editions, chosen, lambda: NOW)) as client:
        for path, told in STANDS_IN.items():
            assert told in client.get(path).text, path
        for path in IN_ANY_FORM:
            assert notice(client, path).startswith('stands_in; text="The store cannot be'), path
        troubles = client.get("/en/status.json").json()["troubles"]
        assert [each["code"] for each in troubles] == ["stands_in"]
        # The store is back.
        place.unlink()
        fill(sqlite)
        with Store.open(sqlite) as store:
            editions.attach(store)
            step(editions, store, chosen, NOW)
            for path, told in STANDS_IN.items():
                assert told not in client.get(path).text, path
            for path in IN_ANY_FORM:
                assert notice(client, path) is None, path
            assert editions.now.catalogue.origin.source == "file"


def test_a_server_that_is_down_at_start_is_waited_for(monkeypatch):
    with postgres.server() as server:
        url = server.new_database()
        fill(url)
        server.stop()
        editions = editions_to_serve(settings(url), NOW)
        assert editions.now.troubles
        server.start()
        with kept_fresh(monkeypatch, editions, url) as until:
            until(lambda: not editions.now.troubles)
        assert editions.now.catalogue.origin.sequence == 1


class kept_fresh:  # noqa: N801 – it reads as a statement
    """Keep editions fresh in a thread, with hardly a pause; gives what waits for something."""

    def __init__(self, monkeypatch, editions, url):
        monkeypatch.setattr(freshness, "LOOK_EVERY_S", 0.02)
        monkeypatch.setattr(freshness, "AFTER_FAILURE_S", 0.02)
        self._stops, self._editions = threading.Event(), editions

        def run():
            with contextlib.suppress(SystemExit):
                keep_fresh(editions, settings(url), self._now)

        self._thread = threading.Thread(target=run)

    def _now(self):
        if self._stops.is_set():
            raise SystemExit
        return NOW

    def __enter__(self):
        before = self._editions._opened
        self._thread.start()
        until(lambda: self._editions._opened is not before)
        return until

    def __exit__(self, *_):
        self._stops.set()
        self._thread.join(LONG)


def until(holds):
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_store_that_is_deleted_while_serving_is_begun_anew_and_what_is_served_stays(
    tmp_path, sqlite, caplog, *, monkeypatch, embedded, patient
):
    fill(sqlite)
    editions = open_editions(settings(sqlite), NOW)
    served = editions.now
    with kept_fresh(monkeypatch, editions, sqlite) as wait:
        with Store.open(sqlite) as store:
            name = store.name()
        # What belongs to the file goes first: else a new one would be told what was in the old.
        for each in sorted(tmp_path.iterdir(), reverse=True):
            each.unlink(missing_ok=True)
        wait(lambda: editions.notices)
        with Store.open(sqlite) as store:
            assert store.name() != name
            wait(store.head)
        assert "another store stands there" in caplog.text
        # The embedded data begins the new store; what was served is of a later day.
        assert editions.now is served
        with Store.open(sqlite) as store:
            content = Fetched(
                content=content_of(embedded + b" "), kind="file", origin="x", fetched_at=NOW
            )
            take_in(store, content, budget=patient)
        wait(lambda: editions.now is not served)
        assert editions.now.catalogue.origin.source == "file"
    assert [each.code for each in editions.status(NOW).troubles] == ["store_replaced"]


def test_a_store_that_is_deleted_while_it_is_first_read_is_told_too(tmp_path, sqlite, monkeypatch):
    fill(sqlite)
    editions = open_editions(settings(sqlite), NOW)
    read_ahead = editions.read_ahead

    def deleted():
        monkeypatch.setattr(editions, "read_ahead", read_ahead)
        for each in sorted(tmp_path.iterdir(), reverse=True):
            each.unlink(missing_ok=True)
        raise StoreError("is gone")

    monkeypatch.setattr(editions, "read_ahead", deleted)
    with kept_fresh(monkeypatch, editions, sqlite) as wait:
        wait(lambda: editions.notices)
    assert [each.code for each in editions.notices] == ["store_replaced"]


def test_a_backup_laid_over_the_store_is_served_and_told(tmp_path, sqlite, monkeypatch, caplog):
    place, copy = tmp_path / "modelario.db", tmp_path / "copy.db"
    fill(sqlite)
    shutil.copy(place, copy)
    fill(sqlite, price=1.2)
    editions = open_editions(settings(sqlite), NOW)
    with kept_fresh(monkeypatch, editions, sqlite) as wait:
        wait(lambda: editions.now.catalogue.origin.sequence == 2)
        with place.open("r+b") as file:
            file.write(copy.read_bytes())
            file.truncate()
        wait(lambda: editions.now.catalogue.origin.sequence == 1)
        wait(lambda: editions.notices)
    assert "The store went back from snapshot 2" in caplog.text
    assert [each.code for each in editions.notices] == ["store_went_back"]


def test_a_head_that_cannot_be_served_is_passed_over_for_the_one_before(store, monkeypatch, caplog):
    for price in (1.1, 1.2):
        found = api_document()
        found["openai"]["models"]["o4-mini"]["cost"]["input"] = price
        data = json.dumps(found).encode()
        take_in(store, Fetched(content=content_of(data), kind="file", origin="x", fetched_at=NOW))
    build = building.build

    def fails_on_the_second(document, resolution, origin, *heard):
        if origin.sequence == 2:
            raise MemoryError
        return build(document, resolution, origin, *heard)

    monkeypatch.setattr(building, "build", fails_on_the_second)
    edition = head(store)
    assert edition.catalogue.origin.sequence == 1
    assert [str(each.code) for each in edition.troubles] == ["head_passed_over"]
    assert edition.troubles[0].values == {"seq": 2, "cause": "MemoryError"}
    assert "Snapshot 2 cannot be served" in caplog.text
    # It is not tried again and again: nothing is new as long as the store is the same.
    assert edition.revision == store.revision()


def test_where_no_snapshot_can_be_served_the_embedded_data_stands_in(sqlite, monkeypatch):
    fill(sqlite)
    build = building.build

    def fails_on_stored(document, resolution, origin, *heard):
        if origin.sequence:
            raise RecursionError
        return build(document, resolution, origin, *heard)

    monkeypatch.setattr(building, "build", fails_on_stored)
    with pytest.raises(StoreError, match="none of the last 5 snapshots can be served"):
        open_editions(settings(sqlite), NOW)
    assert editions_to_serve(settings(sqlite), NOW).now.troubles
