"""What a server has done in a process of its own: as if it were done here."""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

import upstream_server as upstream
from modelario.editions import open_editions
from modelario.history.journal import OwnFaultError, StoreError
from modelario.keeping import apart
from modelario.keeping.apart import APART
from modelario.keeping.errands import Errand
from modelario.keeping.freshness import serve_head, step, sync_now
from modelario.keeping.intake import take_in
from modelario.settings import from_environment
from modelario.shelf.shelf import shelf_of
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched, SourceError
from reference_page import api_document, api_json

PATH = "/catalog.json"
#: A machine that is busy is not broken.
PATIENCE_S = 120.0


def repriced(price):
    found = api_document()
    found["openai"]["models"]["o4-mini"]["cost"]["input"] = price
    return upstream.body(json.dumps(found).encode())


def price(editions):
    entry = editions.now.catalogue.entries["openai/o4-mini"]
    return float(entry.recommended.serving.offering.price.input_mtok)


@pytest.fixture
def server():
    with upstream.upstream() as running:
        running.answers[PATH] = repriced(1.2)
        yield running


@pytest.fixture
def started(database, server, tmp_path, monkeypatch):
    """A server that has just started on a store of yesterday: its settings are its environment."""
    given = {
        "MODELARIO_DATABASE_URL": database,
        "MODELARIO_DATA_DIR": str(tmp_path),
        "MODELARIO_UPSTREAM_URL": server.at(PATH),
        "MODELARIO_WITNESSES": "none",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings, now = from_environment(os.environ), datetime.now(UTC)
    yesterday = now.date() - timedelta(days=1)
    with Store.open(database) as store:
        content = content_of(api_json())
        fetched = Fetched(
            content=content, kind="file", origin="test", fetched_at=now, as_of=yesterday
        )
        take_in(store, fetched)
        editions = open_editions(settings, now)
        editions.attach(store)
        yield editions, store, settings, now


def test_a_sync_that_is_due_is_done_and_served(started, server):
    editions, store, settings, now = started
    step(editions, store, settings, now, workshop=APART)
    assert price(editions) == 1.2
    assert store.attempts()[0].outcome == "published"
    # Others take it from the shelf.
    assert shelf_of(settings, store.glance()).edition() is not None
    asked = len(server.requests)
    step(editions, store, settings, now + timedelta(hours=1), workshop=APART)
    assert len(server.requests) == asked


def test_one_that_somebody_asks_for_tells_what_came_of_it(started, server):
    editions, store, settings, now = started
    told = sync_now(editions, store, settings, now, APART)
    assert (told.outcome, told.seq, told.changes) == ("published", store.head().seq, 2)
    assert price(editions) == 1.2
    server.answers[PATH] = upstream.body(b"<html>busy</html>")
    with pytest.raises(SourceError, match="JSON"):
        sync_now(editions, store, settings, now, APART)
    assert price(editions) == 1.2


def test_what_others_published_is_built_apart(started):
    editions, store, settings, now = started
    document = api_document()
    document["openai"]["models"]["o4-mini"]["cost"]["input"] = 1.3
    content = content_of(json.dumps(document).encode())
    fetched = Fetched(content=content, kind="file", origin="test", fetched_at=now, as_of=now.date())
    take_in(store, fetched)
    serve_head(editions, store, settings, APART)
    assert price(editions) == 1.3
    assert editions.now.revision == store.revision()
    assert shelf_of(settings, store.glance()).edition() is not None


def test_where_nothing_can_be_kept_it_is_built_where_it_is_served(started, monkeypatch):
    editions, store, settings, now = started
    monkeypatch.setattr("modelario.shelf.files.read", lambda _: None)
    assert sync_now(editions, store, settings, now, APART).outcome == "published"
    assert price(editions) == 1.2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b'{"type":"failure","kind":"source","message":"no answer"}', SourceError),
        (b'{"type":"failure","kind":"store","message":"no store"}', StoreError),
        (b'{"type":"failure","kind":"own","message":"no idea"}', OwnFaultError),
        (b"", StoreError),
        (b"Traceback", StoreError),
    ],
)
def test_what_an_errand_ends_with_is_raised(monkeypatch, answer, error):
    monkeypatch.setattr(apart, "read_until", lambda *_: answer)
    with pytest.raises(error):
        apart._done(Errand.SYNC)


def test_one_that_takes_too_long_is_ended(started, server, monkeypatch):
    editions, store, settings, now = started
    server.answers[PATH] = upstream.hang
    monkeypatch.setattr(apart, "LONGEST_S", 0.01)
    with pytest.raises(StoreError, match="not done within"):
        sync_now(editions, store, settings, now, APART)
    # Nobody else has to wait for what it held.
    assert store.acquire_lease("sync", "another", now, timedelta(minutes=5))


@pytest.mark.usefixtures("started")
def test_whoever_ends_takes_its_errand_along(server):
    """A worker that is killed leaves nobody behind who goes on in its name."""
    asked, gone = threading.Event(), threading.Event()

    def waiting(connection, _request):
        asked.set()
        with suppress(OSError):
            connection.recv(1)
        gone.set()

    server.answers[PATH] = waiting
    program = "from modelario.keeping.apart import _done, Errand; _done(Errand.SYNC)"
    worker = subprocess.Popen([sys.executable, "-c", program])
    try:
        assert asked.wait(PATIENCE_S)
        assert not gone.is_set()
    finally:
        worker.kill()
        worker.wait()
    assert gone.wait(PATIENCE_S)
