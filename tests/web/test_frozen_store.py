"""A PostgreSQL server that is stopped keeps no reader waiting."""

import contextlib
import json
import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from litestar.testing import TestClient

import postgres
from dated import DAYS, at, dated, document
from modelario import editions as editions_module
from modelario.building import head
from modelario.editions import Editions
from modelario.history.journal import StoreError
from modelario.keeping.intake import take_in
from modelario.settings import from_environment
from modelario.store import postgresql
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from modelario.web.app import create_app

#: However busy the machine is, whoever does not wait has an answer by then.
LONG = 180
#: Of today: those of models and the status read the store.
LIVE = (
    *("/en/", "/es/models", "/en/models/openai/o4-mini", "/es/models/other/other-1"),
    *("/en/models/other/other-2", "/en/status", "/es/status.json", "/en/changelog"),
    *("/en/models/other/other-3.json", "/en/providers/openai", "/en/inconsistencies"),
)


@pytest.fixture(scope="module")
def frozen():
    """A site over a store on a server, and what stops all of the server's processes."""
    with postgres.server() as server:
        url = server.new_database()
        with Store.open(url) as store:
            for number, day in enumerate(DAYS):
                content = json.dumps(document(number)).encode()
                fetched = Fetched(
                    content=content_of(content),
                    kind="file",
                    origin="x",
                    fetched_at=at(day),
                    as_of=day,
                )
                take_in(store, fetched)
            editions = Editions(head(store), store)
            editions.changes()
            app = create_app(editions, from_environment({}), lambda: at(DAYS[-1], 20))
            with TestClient(app) as client:
                yield client, store, lambda: stopped(server)


@contextlib.contextmanager
def stopped(server):
    with psycopg.connect(server.url("postgres")) as connection:
        found = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid IS NOT NULL")
        pids = [pid for (pid,) in found if pid != connection.info.backend_pid]
    postmaster = int((server._home / "data" / "postmaster.pid").read_text().split()[0])
    for pid in (postmaster, *pids):
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in (*pids, postmaster):
            os.kill(pid, signal.SIGCONT)


def test_every_page_of_today_answers_meanwhile(frozen, monkeypatch):
    client, store, freeze = frozen
    # A page that waited for the server itself would have no answer before that goes on.
    monkeypatch.setattr(postgresql, "SILENCE_S", 10**6)
    known = client.get("/en/status.json").json()
    assert known["attempts"]
    assert known["holds"]
    with ThreadPoolExecutor(1) as reader, freeze():
        answers = reader.submit(lambda: {path: client.get(path).status_code for path in LIVE})
        assert {*answers.result(LONG).values()} <= {200, 404}
        # The last good answer, marked as such.
        now = client.get("/en/status.json").json()
        assert now["store_fails"]
        assert (now["attempts"], now["holds"]) == (known["attempts"], known["holds"])
        assert "The history cannot be read just now" in client.get("/en/status").text
        # A page that could not be drawn whole says so; one that was looked at before is whole.
        assert "cannot be read just now" in client.get("/en/models/openai/o4-mini").text
        assert client.get(f"/en/models?as_of={DAYS[0]}").status_code == 503
    end = time.monotonic() + LONG
    while client.get("/en/status.json").json()["store_fails"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "cannot be read just now" not in client.get("/en/models/openai/o4-mini").text
    assert store.verify() == ()


def test_of_many_readers_at_once_hardly_one_waits_for_the_store(frozen, caplog):
    """Whoever waits does so for half a second; all the others are answered at once."""
    client, _, freeze = frozen
    # Queries make pages that nobody has asked for yet.
    asked = [f"{path}?min_context={n}" for n in range(8) for path in LIVE]
    with freeze(), ThreadPoolExecutor(8) as readers:
        statuses = Counter(readers.map(lambda path: client.get(path).status_code, asked))
        waited = caplog.text.count("the store does not answer within")
    assert statuses[200] + statuses[404] == len(asked)
    assert 1 <= waited <= 2


def test_a_server_that_says_nothing_is_given_up_by_who_reads_himself(frozen, monkeypatch):
    _, store, freeze = frozen
    monkeypatch.setattr(postgresql, "SILENCE_S", 0.3)
    store.head()
    with freeze(), pytest.raises(StoreError, match="cannot be reached"):
        store.head()
    assert store.head() is not None


def test_what_takes_longer_than_a_reader_waits_is_read_ahead(tmp_path, monkeypatch):
    """All changes of a year take a while; the first reader of them has not that long."""
    with dated(tmp_path) as site:
        changes = type(site.store).changes

        def slow(store, **which):
            time.sleep(0.3)
            return changes(store, **which)

        monkeypatch.setattr(type(site.store), "changes", slow)
        monkeypatch.setitem(editions_module.PATIENCE_S, "sqlite", 0.01)
        editions = Editions(head(site.store), site.store)
        with pytest.raises(StoreError, match="does not answer within"):
            editions.changes()
        editions.attach(site.store)
        editions.read_ahead()
        assert editions.changes() == changes(site.store)


def test_patience_is_short_enough_to_answer_within_a_second():
    assert editions_module.PATIENCE_S["postgresql"] <= 0.6


class Silent:
    """A store on a server that answers nothing until it is let go: whoever asks it waits."""

    kind, place = "postgresql", "a server"

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()

    def __getattr__(self, name):
        def ask(*_args, **_options):
            self.asked.set()
            self.let_go.wait(LONG)
            raise StoreError("cannot be reached")

        return ask


def test_no_page_of_today_waits_for_a_store_that_was_just_attached(tmp_path, monkeypatch):
    """A server that has just found its store again knows nothing of it yet."""
    monkeypatch.setitem(editions_module.PATIENCE_S, "postgresql", 0.01)
    with dated(tmp_path) as site, ThreadPoolExecutor(2) as others:
        site.editions.changes()
        silent = Silent()
        attaching = others.submit(site.editions.attach, silent)
        try:
            assert silent.asked.wait(LONG)
            answers = others.submit(lambda: [site.get(path).status_code for path in LIVE])
            assert {*answers.result(LONG)} <= {200, 404}
            assert site.editions.begins == DAYS[0]
            assert not attaching.done()
        finally:
            silent.let_go.set()
        with pytest.raises(StoreError):
            attaching.result(LONG)
        # Nor afterwards, when nobody could tell the first day.
        silent.let_go.clear()
        answers = others.submit(lambda: [site.get(path).status_code for path in LIVE])
        try:
            assert {*answers.result(LONG)} <= {200, 404}
        finally:
            silent.let_go.set()


def test_no_page_of_today_waits_for_a_store_that_is_being_opened(tmp_path, monkeypatch):
    """A server that found its catalogue built opens the store when somebody asks for something."""
    monkeypatch.setitem(editions_module.PATIENCE_S, "sqlite", 0.01)
    with dated(tmp_path) as site:
        let_go = threading.Event()

        def opening():
            let_go.wait(LONG)
            return site.store

        editions = Editions(head(site.store), opening=opening, begins=DAYS[0])
        app = create_app(editions, from_environment({}), lambda: at(DAYS[-1], 20))
        with TestClient(app) as client, ThreadPoolExecutor(1) as reader:
            answers = reader.submit(lambda: [client.get(path).status_code for path in LIVE])
            try:
                # Without any changes there is no changelog yet: it says so at once, too.
                assert {*answers.result(LONG)} <= {200, 404, 503}
                assert not let_go.is_set()
            finally:
                let_go.set()
