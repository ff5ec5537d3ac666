"""What HTTP asks of every answer: what may be kept, what is allowed, who is addressed."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from litestar.testing import TestClient
from scopes import scope

from modelario.editions import Editions
from modelario.queries.edition import Edition
from modelario.settings import from_environment
from modelario.web.app import Front, create_app

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ERRORS = (
    *("/nowhere", "/en/nope.json", "/en/models/no/such", "/es/models?min_context=x"),
    *("/en/models.json?page=x&sort=x", "/static/x/nope.js", "/data/models.json?as_of=x"),
    *("/api/v1/models/no/such", "/api/v1/models?limit=x", "/api/v1/nope", "/api/v2/models"),
)


@pytest.fixture(scope="module")
def nameless(edition: Edition) -> Iterator[TestClient[Front]]:
    """A reader of a site that has not been told its own address."""
    settings = {"MODELARIO_WORK_PER_ADDRESS": "0", "MODELARIO_SECURITY_CONTACT": "mailto:s@x.org"}
    app = create_app(Editions(edition), from_environment(settings), lambda: NOW)
    with TestClient(app) as reader:
        reader.follow_redirects = False
        yield reader


@pytest.mark.parametrize("address", ERRORS)
def test_errors_are_kept_by_nobody(client: TestClient[Front], address: str) -> None:
    """It may be over at the next moment, and a shared cache must not hand it on."""
    answer = client.get(address)
    assert answer.status_code >= 400
    assert answer.headers["cache-control"] == "no-store"


def test_what_is_refused_says_what_is_allowed(client: TestClient[Front]) -> None:
    """A page, a file and data can be read, and only read."""
    for address in ("/en/", "/en/models/openai/o4-mini", "/data/models.json", "/healthz"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = client.request(method, address)
            assert answer.status_code == 405
            allowed = {each.strip() for each in answer.headers["allow"].split(",")}
            assert {"GET", "HEAD"} <= allowed
            assert method not in allowed


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/nope.json", 404),
        ("/es/nope.csv", 404),
        ("/nope.json", 404),
        ("/en/models/no/such.json", 404),
        ("/en/models.json?min_context=x", 400),
        ("/en/nope.md", 404),
        ("/en/nope.atom", 404),
    ],
)
def test_programs_are_told_their_problem(
    client: TestClient[Front], address: str, status: int
) -> None:
    """As RFC 9457 has it, wherever an address ends like a form for programs."""
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]


def test_a_condition_on_what_is_not_there_is_none(client: TestClient[Front]) -> None:
    """An error is no version of a page that a reader may have; a page is, whatever its ETag."""
    for address in ("/en/nowhere", "/en/models/no/such.json"):
        etag = client.get(address).headers["etag"]
        for condition in ("*", etag):
            assert client.get(address, headers={"if-none-match": condition}).status_code == 404
    assert client.get("/en/", headers={"if-none-match": "*"}).status_code == 304


@pytest.mark.parametrize(
    ("version", "hosts", "status"),
    [
        ("1.1", ["a.example"], 200),
        ("1.1", [], 400),
        ("1.1", ["a.example", "b.example"], 400),
        ("1.1", ["a.example", "a.example"], 400),
        ("1.0", [], 200),
        # As the server tells of requests that name none.
        ("1", [""], 200),
        ("1.1", [""], 400),
        ("1.0", ["a.example", "b.example"], 400),
    ],
)
def test_a_request_names_one_host(app: Front, version: str, hosts: list[str], status: int) -> None:
    """Kept or not, a page is only for a request that says whom it is for, once."""
    sent: list[Any] = []
    asked = scope("GET", "/en/", ((b"host", each.encode()) for each in hosts), version=version)

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(app(asked, receive, send))
    assert sent[0]["status"] == status


PATHS = ("/", "/en/", "/en/models/openai/o4-mini", "/en/models.json", "/en/changelog.atom")
TOLD = ("/sitemap.xml", "/robots.txt", "/nowhere", "/en/nope.json", "/en/models.md", "/en/status")


@pytest.mark.parametrize("address", [*PATHS, *TOLD])
def test_what_can_be_kept_does_not_repeat_the_host(
    nameless: TestClient[Front], address: str
) -> None:
    """Nor the scheme and host that a proxy forwards: somebody else would be sent there."""
    lies = {
        "host": "zq.example",
        "x-forwarded-host": "zq.example",
        "forwarded": "host=zq.example",
        "x-forwarded-proto": "zq.example",
    }
    answer = nameless.get(address, headers=lies)
    repeated = "zq.example" in answer.text or "zq.example" in str(answer.headers)
    assert not repeated or answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ['x"><script>', "a b", "a/b", "", "a@b"])
def test_a_host_that_is_none_is_refused(nameless: TestClient[Front], host: str) -> None:
    for address in ("/robots.txt", "/en/"):
        answer = nameless.get(address, headers={"host": host})
        assert answer.status_code == 400
        assert not host or host not in answer.text


def test_no_answer_says_who_gives_it(client: TestClient[Front]) -> None:
    """The server adds its name only where there is none."""
    for address in (*PATHS, *TOLD, "/healthz", f"/static/{'x' * 12}/site.js"):
        assert client.get(address).headers["server"] == ""
    etag = client.get("/en/").headers["etag"]
    assert client.get("/en/", headers={"if-none-match": etag}).headers["server"] == ""


def test_static_files_have_a_policy(client: TestClient[Front], app: Front) -> None:
    """A picture that somebody opens by itself runs nothing."""
    for name in app.site.drawing.assets.names():
        headers = client.get(f"/static/{app.site.drawing.assets.version}/{name}").headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "sandbox" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_finders_of_weaknesses_are_told_whom_to_tell(
    client: TestClient[Front], nameless: TestClient[Front]
) -> None:
    """As RFC 9116 has it, where the operator names somebody; else there is no such file."""
    assert client.get("/.well-known/security.txt").status_code == 404
    answer = nameless.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(r"Contact: mailto:s@x\.org\nExpires: 2026-11-28T00:00:00Z\n", answer.text)


def test_operators_are_told_how_it_is(client: TestClient[Front], app: Front) -> None:
    """That the process lives; that there is a catalogue, of which day, and when it came."""
    assert client.get("/healthz").text == "ok\n"
    ready = client.get("/readyz")
    origin = app.site.editions.now.catalogue.origin
    assert ready.status_code == 200
    told = ready.json()
    assert (told["ready"], told["source"]) == (True, "embedded")
    assert told["as_of"] == origin.as_of.isoformat()
    assert datetime.fromisoformat(told["fetched_at"]) == origin.fetched_at
    for address in ("/healthz", "/readyz"):
        assert client.get(address).headers["cache-control"] == "no-store"
