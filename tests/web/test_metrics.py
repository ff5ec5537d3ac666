"""What a monitoring system is told: valid, bounded, true, and only for those who may read it."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families

from dated import Dated, dated
from modelario.api.admin import ACTS
from modelario.api.files import FILES
from modelario.api.resources import RESOURCES
from modelario.editions import Editions
from modelario.history.journal import Attempt, Outcome
from modelario.queries.edition import Edition
from modelario.records import Reason
from modelario.settings import from_environment
from modelario.web.app import Front, create_app
from modelario.web.route_names import NONE, ROUTES, route_of
from modelario.web.routes import PAGES
from modelario.web.tallies import EDGES, STATUSES, Tallies

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(text: str) -> Figures:
    """Read figures as Prometheus does; each stands once."""
    found: Figures = {}
    for family in text_string_to_metric_families(text):
        for each in family.samples:
            key = each.name.removeprefix("modelario_"), frozenset(each.labels.items())
            assert key not in found
            found[key] = each.value
    return found


def figure(found: Figures, name: str, **labels: str) -> float:
    return found[name, frozenset(labels.items())]


@contextmanager
def monitored(
    editions: Editions, now: Any = None, client: str = "127.0.0.1", **given: str
) -> Iterator[TestClient[Front]]:
    """A site whose metrics may be read by this machine, with a reader at an address."""
    environment = {"MODELARIO_METRICS": "127.0.0.1 ::1", "MODELARIO_WORK_PER_ADDRESS": "0", **given}
    settings = from_environment(environment)
    app = create_app(editions, settings, *([lambda: now] if now else []))

    async def at_an_address(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["client"] = (client, 5)
        await app(scope, receive, send)

    with TestClient(at_an_address) as reader:  # type: ignore[type-var]
        reader.follow_redirects = False
        yield reader


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dated]:
    with dated(tmp_path_factory.mktemp("store")) as opened:
        yield opened


def test_figures_are_valid_and_true(site: Dated) -> None:
    with monitored(site.editions, site.now + timedelta(hours=1)) as reader:
        for path in ("/en/", "/en/", "/nowhere", "/en/models/no/thing", "/api/v1/models?limit=1"):
            reader.get(path)
        reader.head("/en/providers")
        answer = reader.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    found = read(answer.text)
    assert figure(found, "requests_total", route="page_home", status="200") == 2
    assert figure(found, "requests_total", route=NONE, status="404") == 1
    assert figure(found, "requests_total", route="page_model", status="404") == 1
    assert figure(found, "requests_total", route="api_models", status="200") == 1
    assert figure(found, "request_duration_seconds_count", route="page_home") == 2
    assert figure(found, "request_duration_seconds_bucket", route="page_home", le="+Inf") == 2
    assert figure(found, "response_bytes_total", route="page_providers") == 0
    assert figure(found, "cache_hits_total") == 1
    assert figure(found, "cache_misses_total") >= 3
    assert figure(found, "cache_bytes") > 1000
    assert figure(found, "requests_in_progress") == 1
    catalogue = site.editions.now.catalogue
    assert figure(found, "models") == len(catalogue.entries)
    assert figure(found, "snapshot") == catalogue.origin.sequence
    assert figure(found, "held", gate="jump") == 1
    assert figure(found, "held", gate="zero") == 0
    assert figure(found, "sync_age_seconds") == 9 * 3600
    assert figure(found, "sync_attempts_total", outcome="published") == 4
    assert figure(found, "sync_attempts_total", outcome="failed") == 0
    assert figure(found, "store_reachable") == 1
    assert figure(found, "workers") == 1
    assert figure(found, "worker_resident_memory_bytes", worker="0") > 2**20
    assert figure(found, "worker_open_files", worker="0") > 3


def test_the_page_on_operation_lists_every_figure(site: Dated) -> None:
    page = (Path(__file__).parents[2] / "docs/operation.md").read_text("utf-8")
    with monitored(site.editions, site.now) as reader:
        text = reader.get("/metrics").text
    rows = re.findall(r"^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)", text, re.MULTILINE)
    assert re.findall(r"^\| `(modelario_\w+)` \| (\w+) \| (.*) \|$", page, re.MULTILINE) == [
        (name, kind, told) for name, told, kind in rows
    ]


def test_the_last_good_sync_is_known_however_many_failed_since(tmp_path: Path) -> None:
    """An alarm on its age is for just that time."""
    with dated(tmp_path) as opened:
        for hours in range(1, 26):
            failed = Attempt(
                at=opened.now + timedelta(hours=hours), source="live", outcome=Outcome.FAILED
            )
            opened.store.record_attempt(failed)
        with monitored(opened.editions, opened.now + timedelta(hours=26)) as reader:
            found = read(reader.get("/metrics").text)
    assert figure(found, "sync_age_seconds") == (26 + 8) * 3600
    assert figure(found, "sync_attempt_age_seconds") == 3600
    assert figure(found, "sync_attempts_total", outcome="failed") == 25


def test_what_stands_in_reaches_no_store(edition: Edition) -> None:
    """Of syncs nothing is known then: that is no zero."""
    stand_in = replace(edition, troubles=(Reason("stands_in"),))
    with monitored(Editions(stand_in)) as reader:
        found = read(reader.get("/metrics").text)
    assert figure(found, "store_reachable") == 0
    assert figure(found, "trouble", code="stands_in") == 1
    assert not any(name.startswith("sync_") for name, _ in found)


def test_a_store_that_fails_is_told(edition: Edition) -> None:
    def fails() -> Any:
        from modelario.history.journal import StoreError  # noqa: PLC0415

        raise StoreError("it is gone")

    editions = Editions(edition, opening=fails, begins=edition.catalogue.origin.as_of)
    with monitored(editions) as reader:
        found = read(reader.get("/metrics").text)
    assert figure(found, "store_reachable") == 0
    assert figure(found, "models") == len(edition.catalogue.entries)
    assert not any(name.startswith("sync_") for name, _ in found)


# --- who may read them


@pytest.mark.parametrize(
    ("client", "forwarded", "proxies", "status"),
    [
        ("127.0.0.1", "", "", 200),
        ("::1", "", "", 200),
        ("::ffff:127.0.0.1", "", "", 200),
        ("198.51.100.7", "", "", 404),
        ("nonsense", "", "", 404),
        # A proxy on this machine speaks for somebody: who that is, it does not say for sure.
        ("127.0.0.1", "198.51.100.7", "", 404),
        ("127.0.0.1", "127.0.0.1", "", 404),
        ("127.0.0.1", "198.51.100.7", "127.0.0.1", 404),
        ("10.0.0.1", "127.0.0.1", "10.0.0.1", 200),
        ("10.0.0.1", "127.0.0.1, 198.51.100.7", "10.0.0.1", 404),
        ("198.51.100.7", "127.0.0.1", "10.0.0.1", 404),
    ],
)
def test_only_those_who_are_named_read_them(
    edition: Edition, client: str, forwarded: str, proxies: str, status: int
) -> None:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    with monitored(Editions(edition), None, client, MODELARIO_TRUSTED_PROXIES=proxies) as reader:
        assert reader.get("/metrics", headers=headers).status_code == status


@pytest.mark.parametrize(("given", "status"), [("off", 404), ("", 404), ("all", 200)])
def test_they_are_off_unless_somebody_may_read_them(
    edition: Edition, given: str, status: int
) -> None:
    with monitored(Editions(edition), None, "198.51.100.7", MODELARIO_METRICS=given) as reader:
        assert reader.get("/metrics").status_code == status
        absent = reader.get("/metrics.").status_code
    assert absent == 404


# --- names are bounded


def test_every_kind_of_address_has_its_name() -> None:
    for page in PAGES:
        example = page.path.replace("{", "").replace("}", "")
        assert route_of(f"/en/{example}") == f"page_{page.name}"
        for twin in page.twins:
            assert route_of(f"/xx/{example or 'index'}.{twin}") == f"page_{page.name}"
    for each in (*RESOURCES, *FILES):
        path = "/".join(getattr(each, "segments", each.path.split("/")))
        assert route_of(f"/api/v1/{path.replace('{', '').replace('}', '')}") == f"api_{each.name}"
    for act in ACTS:
        assert route_of(f"/api/v1/{act.path}") == f"admin_{act.name}"
    assert len(set(ROUTES)) == len(ROUTES)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "//", "/\x00", "/en/" + "x" * 5000, "/en/../etc", "/api/v1/models/a/b/c/d"),
        *('/"} 1', "/en/models/a/b/history/c", "/static", "/api/v2/models", "/é/models", "*"),
    ],
)
def test_whatever_is_asked_has_one_of_those_names(path: str) -> None:
    assert route_of(path) in ROUTES


# --- counts of several workers


def test_workers_count_together_and_nothing_is_lost(tmp_path: Path) -> None:
    """A slot that is taken anew goes on from where it was."""
    place = tmp_path / "tallies"
    first = Tallies(place)
    for status in (200, 404, 418, 0):
        first.begin()
        first.end("/en/", status, 0.003, 10)
    first.begin()
    first.cache(5, 2, 1000)
    again = Tallies(place)
    again.end("/en/", 200, 100, 10)
    again.cache(1, 1, 500)
    [row] = again.routes()
    assert (row.route, row.size) == ("page_home", 50)
    assert {k: v for k, v in row.statuses.items() if v} == {200: 2, 404: 1, None: 1, 0: 1}
    assert row.buckets[EDGES.index(0.005)] == 4
    assert row.buckets[-1] == 1
    assert again.cached() == (6, 3)
    [worker] = again.workers()
    assert worker.cache_bytes == 500
    assert len(set(STATUSES)) == len(STATUSES)


# --- the log of answers


def test_the_log_has_a_line_an_answer_without_query_and_address(
    edition: Edition, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.INFO, "modelario.access"),
        monitored(Editions(edition), MODELARIO_ACCESS_LOG="on") as reader,
    ):
        answer = reader.get("/en/search?q=sk-my-secret-key")
        reader.get("/en/%0aforged%1b[31m")
        reader.post("/api/v1/admin/held/a-secret-token/release")
    lines = [each for each in caplog.records if each.name == "modelario.access"]
    told = [each.__dict__["fields"] for each in lines]
    assert told[0].pop("duration_ms") > 0
    assert told[0] == {
        "method": "GET",
        "route": "page_search",
        "path": "/en/search",
        "status": 200,
        "bytes": int(answer.headers["content-length"]),
    }
    assert told[1]["status"] == 404
    assert (told[2]["route"], told[2]["path"]) == ("admin_release", "/api/v1/admin/")
    assert "secret" not in json.dumps(told)
    assert "127.0.0.1" not in json.dumps(told)


def test_without_them_nothing_is_noticed(edition: Edition) -> None:
    """What nobody wants costs nothing."""
    app = create_app(Editions(edition), from_environment({}))
    assert app.observer.only_counts
