"""What is told of failures holds no secret, no code for a terminal, and is short."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar.testing import TestClient

import upstream_server as answers
from hostile import FIRST, ids, publish, site
from modelario.building import head
from modelario.causes import cause, public_address
from modelario.editions import Editions
from modelario.history.journal import Attempt, Outcome, StoreError
from modelario.keeping.opening import existing_store
from modelario.keeping.sync import sync
from modelario.limits import LIMITS, Limit, figure
from modelario.settings import SettingsError, from_environment
from modelario.store.store import Store
from modelario.upstream.download import Patience
from modelario.upstream.sources import LiveSource, SourceError, UrlSource, fetch
from upstream_server import upstream

NOW = datetime(2026, 5, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://models.dev/catalog.json", "https://models.dev/catalog.json"),
        ("https://me:hush@h.example/api.json", "https://h.example/api.json"),
        ("https://me:hu/sh@h.example/api.json", "https://h.example/api.json"),
        ("https://h.example/api.json?token=hush&day=1", "https://h.example/api.json?…"),
        ("https://h.example/a.json#hush", "https://h.example/a.json"),
        ("https://h.example/hushhush9f8a7b6c/api.json", "https://h.example/…/api.json"),
        ("postgresql://h/name?password=hush&user=u", "postgresql://h/name?…"),
        ("postgresql://u:hush@h:5432/name", "postgresql://h:5432/name"),
        ("http://[::1/hush", "http://…"),
    ],
)
def test_an_address_is_told_without_its_secrets(address, told):
    assert public_address(address) == told
    assert cause(f"{address} does not answer") == f"{told} does not answer"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\nb\tc", "a b c"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x9b2Jx\x07\x00y", "xy"),
        ("right\u202eto left", "rightto left"),
        ("x" * 100_000, "x" * (figure(Limit.CAUSE) - 1) + "…"),
    ],
)
def test_a_cause_is_one_printable_line(text, told):
    assert cause(text) == told


#: What an upstream says in place of a reason: codes for terminals, a page of text, an address.
LOUD = "500 \x1b[2J\x1b]0;owned\x07Oops https://me:hush@h.example/?key=hush " + "x" * 50_000


def test_no_face_tells_what_an_upstream_means_to_say(tmp_path: Path):
    """In the exception, which the log and the command line tell, and on the page in every form."""
    with upstream() as server, Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as store:
        publish(store, ids(), FIRST)
        server.answers["/api.json?token=hush"] = answers.body(b"", LOUD)
        address = server.at("/api.json?token=hush").replace("://", "://me:hush@")
        patience = Patience(connect=60, read=60, total=120, tries=1)
        with pytest.raises(SourceError) as caught:
            fetch(UrlSource(address), now=NOW, patience=patience)
        told = str(caught.value)
        assert "answered 500 Oops" in told
        store.record_attempt(
            # As an older Modelario recorded it.
            Attempt(at=NOW, source="live", outcome=Outcome.FAILED, cause=f"{address} {LOUD}")
        )
        app = site(Editions(head(store), store))
        with TestClient(app) as reader:
            faces = [reader.get(f"/en/status{form}").text for form in ("", ".json", ".md")]
    for text in (told, *faces):
        assert "hush" not in text
        assert "\x1b" not in text
        assert "\\u001b" not in text
        assert "x" * 1_000 not in text
    assert len(told) <= figure(Limit.CAUSE)


def test_a_sync_that_fails_records_no_secret(tmp_path: Path):
    """Whatever is wrong: the connection, the address, the document."""
    with upstream() as server, Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as store:
        server.answers["/api.json?token=hush"] = answers.body(b"<html>")
        bad = server.at("/api.json?token=hush").replace("://", "://me:hush@")
        nowhere = "http://me:hush@127.0.0.1:9/api.json?key=hush"
        with pytest.raises(SourceError):
            sync(store, LiveSource((bad, nowhere)), NOW)
        [attempt] = store.attempts(5)
    assert attempt.cause is not None
    assert "HTML" in attempt.cause
    assert "127.0.0.1:9" in attempt.cause
    assert "hush" not in attempt.cause


def test_a_database_is_named_without_its_secrets(tmp_path: Path):
    """The user and password before the host, and those behind a question mark."""
    for url in (
        "postgresql://u:hush@127.0.0.1:9/name",
        "postgresql://127.0.0.1:9/name?user=u&password=hush",
    ):
        settings = from_environment({"MODELARIO_DATABASE_URL": url})
        with pytest.raises(StoreError) as caught:
            existing_store(settings)
        assert "hush" not in str(caught.value)
    settings = from_environment(
        {"MODELARIO_DATABASE_URL": f"sqlite:///{tmp_path}/none.db?key=hush"}
    )
    with pytest.raises(StoreError) as caught:
        existing_store(settings)
    assert "hush" not in str(caught.value)


def test_a_setting_that_is_refused_is_told_without_its_secrets():
    """Also where the secret is what is wrong with it."""
    for name in ("UPSTREAM_URL", "BASE_URL"):
        with pytest.raises(SettingsError) as caught:
            from_environment({f"MODELARIO_{name}": "https://me:hush@h.example:port/?token=hush"})
        assert "hush" not in str(caught.value)
    settings = from_environment({"MODELARIO_UPSTREAM_URL": "https://me:hush@h.example/"})
    assert "hush" not in repr(settings)


def test_every_limit_has_a_figure_and_a_reason():
    """One table, in which each stands once."""
    assert LIMITS.keys() == {*Limit}
    assert all(bound.figure > 0 and bound.unit and bound.because for bound in LIMITS.values())
