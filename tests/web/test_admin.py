"""An operator's acts over HTTP: who may ask for them, and that they are the command line's."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from described import document as description
from described import errors, resolved
from litestar.testing import TestClient

import upstream_server as upstream
from dated import dated, document
from modelario.api.admin import ACTS
from modelario.editions import Editions
from modelario.limits import Limit, figure
from modelario.settings import from_environment
from modelario.store.store import Store
from modelario.web.app import Front, create_app

TOKEN = "an-operator's-token-of-40-characters-or-so"  # noqa: S105 – it opens nothing
SYNC = "/api/v1/admin/sync"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Operated:
    """A site that an operator may act on, its upstream, and a clock for guesses."""

    def __init__(
        self,
        editions: Editions,
        now: datetime,
        folder: Path,
        source: upstream.Upstream,
        **given: str,
    ) -> None:
        self.editions, self.now, self.source, self.clock = editions, now, source, Clock()
        source.answers["/api.json"] = upstream.body(json.dumps(document(3)).encode())
        settings = from_environment(
            {
                "MODELARIO_DATABASE_URL": f"sqlite:///{folder / 'modelario.db'}",
                "MODELARIO_DATA_DIR": str(folder),
                "MODELARIO_UPSTREAM_URL": source.at("/api.json"),
                "MODELARIO_WITNESSES": "none",
                **given,
            }
        )
        self.app = create_app(editions, settings, lambda: now, self.clock)
        self.reader: TestClient[Front]
        self.store: Store

    def post(self, path: str, token: str | bytes | None = TOKEN) -> Any:
        """Ask for an act, with what the reader takes for the token."""
        text = token.encode() if isinstance(token, str) else token
        headers = [(b"authorization", b"Bearer " + text)] if text is not None else []
        answer = self.reader.post(path, headers=headers)
        shape = path.removeprefix("/api/v1/").split("/")
        [act] = [
            each
            for each in ACTS
            if len(parts := each.path.split("/")) == len(shape)
            and all(a[0] == "{" or a == b for a, b in zip(parts, shape, strict=True))
        ]
        told = description()["paths"][f"/api/v1/{act.path}"]["post"]
        content = resolved(told["responses"][str(answer.status_code)])["content"]
        kind = answer.headers["content-type"]
        assert [each.message for each in errors(content[kind], answer)] == []
        return answer


@contextmanager
def operated(
    editions: Editions, now: datetime, folder: Path, token: str = TOKEN
) -> Iterator[Operated]:
    with upstream.upstream() as source:
        found = Operated(editions, now, folder, source, MODELARIO_ADMIN_TOKEN=token)
        with TestClient(found.app) as reader:
            found.reader = reader
            yield found


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Operated]:
    """A site over a store of four days, in which one price is held."""
    with dated(tmp_path) as site, operated(site.editions, site.now, tmp_path) as found:
        found.store = site.store
        yield found


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operated]:
    """A site that nobody acts on."""
    folder = tmp_path_factory.mktemp("store")
    with dated(folder, 1) as site, operated(site.editions, site.now, folder) as found:
        yield found


@pytest.fixture
def guarded(standing: Operated) -> Operated:
    """The same, long after anybody guessed."""
    standing.clock.now += 1e6
    return standing


def held(operator: Operated) -> list[dict[str, Any]]:
    return operator.reader.get("/api/v1/status").json()["holds"]


# --- what it does


def test_a_sync_publishes_and_readers_see_it_at_once(operator: Operated) -> None:
    found = document(3)
    found["kilo"]["models"]["openai/o4-mini"]["cost"]["input"] = 1.5
    operator.source.answers["/api.json"] = upstream.body(json.dumps(found).encode())
    told = operator.post(SYNC)
    assert told.status_code == 200
    assert told.json()["outcome"] == "published"
    assert told.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in told.headers
    page = operator.reader.get("/en/models/openai/o4-mini.json").json()
    assert 1.5 in [each["input_mtok"] for each in page["offerings"]]
    assert operator.post(SYNC).json()["outcome"] == "unchanged"


def test_an_upstream_that_fails_is_told_and_what_is_published_stays(operator: Operated) -> None:
    operator.source.answers["/api.json"] = upstream.body(b"<html>busy</html>")
    told = operator.post(SYNC)
    assert (told.status_code, told.json()["type"]) == (502, "urn:modelario:problem:no_sync")
    assert "JSON" in told.json()["detail"]
    assert operator.reader.get("/en/models/openai/o4-mini").status_code == 200


def test_while_a_sync_goes_on_there_is_no_other(operator: Operated) -> None:
    assert operator.store.acquire_lease("sync", "another", operator.now, timedelta(minutes=5))
    told = operator.post(SYNC)
    assert (told.status_code, told.json()["type"]) == (409, "urn:modelario:problem:syncing")


def test_a_hold_is_released_or_rejected(operator: Operated) -> None:
    [hold] = held(operator)
    rejected = operator.post(f"/api/v1/admin/held/{hold['id']}/reject").json()
    assert rejected == {
        "decision": "reject",
        "holds": [hold["id"]],
        "snapshot": operator.store.head().seq,
    }
    assert held(operator)[0]["rejected"]
    again = operator.post(f"/api/v1/admin/held/{hold['id']}/reject")
    assert (again.status_code, again.json()["detail"]) == (
        409,
        f"hold {hold['id']} is rejected already",
    )
    assert operator.post(f"/api/v1/admin/held/{hold['id']}/release").status_code == 200
    assert held(operator) == []
    page = operator.reader.get("/en/models/openai/o4-mini.json").json()
    assert 110 in [each["input_mtok"] for each in page["offerings"]]


def test_an_event_is_decided_as_a_whole(operator: Operated) -> None:
    [hold] = held(operator)
    told = operator.post(f"/api/v1/admin/held/events/{hold['event']}/release")
    assert (told.status_code, told.json()["holds"]) == (200, [hold["id"]])
    assert held(operator) == []


@pytest.mark.parametrize(
    ("named", "status"),
    [
        ("999", 404),
        ("events/999", 404),
        ("1,x", 400),
        ("-1", 400),
        ("events/x", 400),
        ("9" * 30, 400),
        ("%C2%B2", 400),
        (",", 400),
    ],
)
def test_what_is_named_wrongly_is_told(guarded: Operated, named: str, status: int) -> None:
    assert guarded.post(f"/api/v1/admin/held/{named}/release").status_code == status


def test_everybody_on_the_store_serves_what_was_decided(operator: Operated, tmp_path: Path) -> None:
    """The store tells the others; whoever was asked serves it at once."""
    with Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as other:
        before = other.head().seq
        operator.post(f"/api/v1/admin/held/{held(operator)[0]['id']}/release")
        assert other.wait_for_new_head(before, 60)
        assert operator.editions.now.revision == other.revision()


# --- who may ask


@pytest.mark.parametrize(
    "token",
    [
        *(None, "", "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "x" * 20_000),
        *("tökén".encode(), "tökén".encode("latin-1"), b"\xff\xfe", f"{TOKEN} {TOKEN}"),
    ],
    ids=repr,
)
def test_without_the_token_nothing_is_done(guarded: Operated, token: str | bytes | None) -> None:
    told = guarded.post(SYNC, token)
    assert (told.status_code, told.json()["type"]) == (401, "urn:modelario:problem:unauthorized")
    assert told.headers["www-authenticate"].startswith("Bearer ")
    assert guarded.source.requests == []


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": f"token={TOKEN}; Authorization=Bearer {TOKEN}"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": TOKEN},
        {"x-admin-token": TOKEN},
    ],
    ids=lambda each: next(iter(each.values()))[:12],
)
def test_it_comes_in_one_header_alone(guarded: Operated, headers: dict[str, str]) -> None:
    address = f"{SYNC}?token={TOKEN}&access_token={TOKEN}"
    assert guarded.reader.post(address, headers=headers).status_code == 401
    doubled = [(b"authorization", f"Bearer {each}".encode()) for each in (TOKEN, "other")]
    assert guarded.reader.post(SYNC, headers=doubled).status_code == 401
    assert guarded.source.requests == []


def test_the_scheme_is_read_in_any_case(guarded: Operated) -> None:
    headers = {"authorization": f"bearer  {TOKEN}"}
    address = "/api/v1/admin/held/999/release"
    assert guarded.reader.post(address, headers=headers).status_code == 404


def test_guesses_are_few(guarded: Operated) -> None:
    """Whoever guessed too often is not even looked at; with time he may try again."""
    address = "/api/v1/admin/held/999/release"
    for _ in range(figure(Limit.GUESSES)):
        assert guarded.post(address, "wrong").status_code == 401
    for token in ("wrong", TOKEN):
        told = guarded.post(address, token)
        assert (told.status_code, told.json()["type"]) == (429, "urn:modelario:problem:guessing")
    guarded.clock.now += int(told.headers["retry-after"])
    assert guarded.post(address).status_code == 404


def test_another_method_changes_nothing(guarded: Operated) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
        told = guarded.reader.request(method, SYNC, headers=headers)
        assert (told.status_code, told.headers["allow"]) == (405, "POST")
        assert "access-control-allow-origin" not in told.headers
    assert guarded.source.requests == []


def test_without_a_token_set_there_is_nothing(standing: Operated, tmp_path: Path) -> None:
    with operated(standing.editions, standing.now, tmp_path, token="") as site:
        for method in ("POST", "GET", "OPTIONS"):
            for path, token in ((SYNC, ""), (SYNC, TOKEN), ("/api/v1/admin/nothing", "None")):
                headers = {"authorization": f"Bearer {token}"}
                told = site.reader.request(method, path, headers=headers)
                assert told.status_code == 404
                assert told.json()["type"] == "urn:modelario:problem:no_resource"
        assert site.source.requests == []


def test_the_token_stands_nowhere(guarded: Operated, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in the log, nor in an answer, nor in what is printed of settings."""
    with caplog.at_level(logging.DEBUG):
        answers = [
            guarded.post("/api/v1/admin/held/999/release", each).text
            for each in (TOKEN, TOKEN + "-mistyped")
        ]
    assert len(caplog.records) > 1
    told = [*answers, *(record.getMessage() for record in caplog.records)]
    assert [each for each in told if TOKEN in each] == []
    settings = from_environment({"MODELARIO_ADMIN_TOKEN": TOKEN})
    assert TOKEN not in repr(settings)
