"""A running server keeps itself fresh, whatever the upstream, the clock and the others do."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from litestar.testing import TestClient

import upstream_server as upstream
from modelario.building import head
from modelario.editions import Editions, open_editions
from modelario.history.journal import Attempt, Outcome
from modelario.identity.reading.tokens import take_apart
from modelario.keeping import freshness
from modelario.keeping.freshness import RETRY_AFTER, step
from modelario.keeping.intake import take_in
from modelario.settings import Settings
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.entry_reading import read_offering
from modelario.upstream.sources import Fetched
from modelario.web.app import create_app
from reference_page import api_document, api_json

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PATH = "/catalog.json"


#: What the store has of the day before.
BEFORE = api_json()


def repriced(price):
    """The same document with another price of o4-mini."""
    found = api_document()
    found["openai"]["models"]["o4-mini"]["cost"]["input"] = price
    return json.dumps(found).encode()


@pytest.fixture
def server():
    with upstream.upstream() as running:
        running.answers[PATH] = upstream.body(repriced(1.2))
        yield running


@pytest.fixture
def settings(database, server, tmp_path):
    return Settings(data_dir=tmp_path, database_url=database, upstream_urls=(server.at(PATH),))


def fill(store):
    """Take in the document of the day before."""
    day = NOW.date() - timedelta(days=1)
    content = content_of(BEFORE)
    take_in(store, Fetched(content=content, kind="file", origin="test", fetched_at=NOW, as_of=day))


@pytest.fixture
def started(settings):
    """A server that has just started on a store with one snapshot, small so that it is quick."""
    with Store.open(settings.database_url) as store:
        fill(store)
        editions = open_editions(settings, NOW)
        editions.attach(store)
        yield editions, store


def price(editions: Editions):
    entry = editions.now.catalogue.entries.get("openai/o4-mini")
    return entry.recommended.serving.offering.price.input_mtok


@pytest.mark.usefixtures("patient")
def test_an_empty_store_gets_the_embedded_data_first(settings):
    with Store.open(settings.database_url) as store:
        editions = open_editions(settings, NOW)
        editions.attach(store)
        step(editions, store, replace(settings, sync_interval_hours=None), NOW)
        assert store.head().source == "embedded"
        assert editions.now.catalogue.origin.sequence == store.head().seq


def test_a_sync_is_due_at_once_and_then_once_an_interval(settings, server, started):
    editions, store = started
    step(editions, store, settings, NOW)
    asked = len(server.requests)
    assert asked > 0
    step(editions, store, settings, NOW + timedelta(hours=23))
    assert len(server.requests) == asked
    step(editions, store, settings, NOW + timedelta(hours=25))
    assert len(server.requests) > asked


@pytest.mark.parametrize("hours", [-48, 48])
def test_a_clock_that_was_set_does_not_stop_syncs(settings, server, started, hours):
    editions, store = started
    step(editions, store, settings, NOW)
    asked = len(server.requests)
    step(editions, store, settings, NOW + timedelta(hours=hours))
    assert len(server.requests) > asked


def test_a_failed_sync_is_tried_again_sooner(settings, server, started):
    editions, store = started
    server.answers[PATH] = upstream.body(b"<html>", "200 OK")
    step(editions, store, settings, NOW)
    asked = len(server.requests)
    step(editions, store, settings, NOW + RETRY_AFTER / 2)
    assert len(server.requests) == asked
    step(editions, store, settings, NOW + RETRY_AFTER)
    assert len(server.requests) > asked


def test_what_is_published_was_searched_before_readers_do(settings, started):
    """Else the first reader who searches would wait for what all others use."""
    editions, store = started
    assert "_spelt" not in vars(editions.now.lookup)
    step(editions, store, settings, NOW)
    assert price(editions) == Decimal("1.2")
    assert "_spelt" in vars(editions.now.lookup)


def test_replicas_notice_what_one_of_them_published(settings, server):
    day = timedelta(days=1)
    with Store.open(settings.database_url) as one, Store.open(settings.database_url) as other:
        fill(one)
        first, second = (open_editions(settings, NOW) for _ in range(2))
        first.attach(one)
        second.attach(other)
        step(first, one, settings, NOW)
        step(second, other, replace(settings, sync_interval_hours=None), NOW)
        assert (price(first), price(second)) == (Decimal("1.2"), Decimal("1.2"))
        asked = len(server.requests)
        server.answers[PATH] = upstream.body(repriced(0.9))
        step(first, one, settings, NOW + 2 * day)
        step(second, other, settings, NOW + 2 * day)
        assert len(server.requests) == asked + 1
        assert (price(first), price(second)) == (Decimal("0.9"), Decimal("0.9"))


def test_while_somebody_else_holds_the_lease_nobody_syncs(settings, server, started):
    editions, store = started
    assert store.acquire_lease("sync", "another", NOW, timedelta(minutes=5))
    step(editions, store, settings, NOW)
    assert server.requests == []
    step(editions, store, settings, NOW + timedelta(minutes=6))
    assert server.requests


FAULTS = {
    "html": upstream.body(b"<html>busy</html>"),
    "error": upstream.body(b'{"error": {"message": "quota"}}'),
    "truncated": upstream.body(BEFORE[:900], length=len(BEFORE)),
    "reset": upstream.reset,
    "not found": upstream.body(b"gone", "404 Not Found"),
    "empty": upstream.body(b""),
    "wrong shape": upstream.body(b"[1, 2, 3]"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_readers_never_see_an_upstream_that_fails(settings, server, started, fault):
    editions, store = started
    server.answers[PATH] = FAULTS[fault]
    with TestClient(create_app(editions, settings)) as reader:
        before = reader.get("/en/models/openai/o4-mini.json")
        step(editions, store, settings, NOW)
        after = reader.get("/en/models/openai/o4-mini.json")
        status = reader.get("/en/status.json").json()
    assert (before.status_code, after.status_code) == (200, 200)
    assert after.content == before.content
    assert status["attempts"][0]["outcome"] == Outcome.FAILED
    assert status["attempts"][0]["cause"]


def test_a_document_that_lost_nearly_all_is_held_and_readers_see_the_last_good_one(
    settings, server, started
):
    editions, store = started
    only = json.dumps({"openai": api_document()["openai"]}).encode()
    server.answers[PATH] = upstream.body(only)
    before = editions.now
    step(editions, store, settings, NOW)
    assert store.newest().state == "held"
    assert editions.now is before


def test_a_new_price_reaches_readers_without_a_restart(settings, started):
    editions, store = started
    with TestClient(create_app(editions, settings)) as reader:
        page = "/en/models/openai/o4-mini.json"
        assert reader.get(page).json()["recommended"]["input_mtok"] == 1.1
        step(editions, store, settings, NOW)
        assert reader.get(page).json()["recommended"]["input_mtok"] == 1.2


def test_the_catalogue_served_is_the_one_stored(started):
    editions, store = started
    assert head(store).catalogue.origin == editions.now.catalogue.origin
    assert price(editions) == price(Editions(head(store)))


def test_what_was_remembered_of_a_document_is_forgotten_once_it_is_served(settings, started):
    editions, store = started
    step(editions, store, settings, NOW)
    assert price(editions) == Decimal("1.2")
    assert [each for each in (read_offering, take_apart) if each.cache_info().currsize] == []


def test_of_replicas_that_find_a_sync_due_at_once_only_one_does_it(
    settings, server, started, monkeypatch
):
    """The other one synced between this one's first look and its lease."""
    editions, store = started
    acquire = Store.acquire_lease

    def after_another(self, *arguments):
        monkeypatch.setattr(Store, "acquire_lease", acquire)
        with Store.open(settings.database_url) as other:
            replica = open_editions(settings, NOW)
            replica.attach(other)
            step(replica, other, settings, NOW)
        return acquire(self, *arguments)

    monkeypatch.setattr(Store, "acquire_lease", after_another)
    step(editions, store, settings, NOW)
    assert len(server.requests) == 1


def test_an_import_of_many_days_makes_no_sync_due(settings, server, started):
    editions, store = started
    step(editions, store, settings, NOW)
    for _ in range(30):
        store.record_attempt(Attempt(at=NOW, source="import", outcome=Outcome.UNCHANGED))
    asked = len(server.requests)
    step(editions, store, settings, NOW + timedelta(hours=1))
    assert len(server.requests) == asked


def test_what_is_rebuilt_is_served(settings, started):
    editions, store = started
    step(editions, store, settings, NOW)
    told = editions.changes()
    assert told
    store.replace_derived({}, (), onto=store.head().seq)
    step(editions, store, settings, NOW)
    assert editions.changes() == ()


def test_a_fault_of_our_own_ends_no_freshness(settings, started, monkeypatch):
    """The loop goes on after whatever happens in it."""
    editions, _ = started
    looks = []

    def fails(*_, **__):
        looks.append(1)
        if len(looks) > 2:
            raise KeyboardInterrupt
        raise KeyError("ours")

    monkeypatch.setattr(freshness, "step", fails)
    monkeypatch.setattr(freshness, "AFTER_FAILURE_S", 0)
    with pytest.raises(KeyboardInterrupt):
        freshness.keep_fresh(editions, settings, lambda: NOW)
    assert len(looks) == 3
