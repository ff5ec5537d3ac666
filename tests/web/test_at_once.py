"""What is finished goes out at once, and is the same answer as by the longer way."""

import asyncio
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace
from scopes import scope

from modelario.editions import Editions
from modelario.limits import Limit, figure
from modelario.queries.edition import Edition
from modelario.records import Reason
from modelario.settings import from_environment
from modelario.web.app import Front, create_app

PAGE = "/en/models/openai/o4-mini"
#: Longer than what goes out in one piece, once it is not compressed.
LONG = "/en/models"
ADDRESSES = (PAGE, f"{PAGE}.md", LONG, "/es/", "/api/v1/models/openai/o4-mini", "/en/nowhere", "/")
HEADERS: tuple[tuple[tuple[bytes, bytes], ...], ...] = (
    (),
    ((b"accept-encoding", b"gzip"),),
    ((b"accept", b"text/markdown"), (b"accept-encoding", b"zstd")),
    ((b"accept-encoding", b"gzip"), (b"if-none-match", b"*")),
    ((b"host", b"another.example"),),
)


def made(edition: Edition, **environment: str) -> Front:
    return create_app(Editions(edition), from_environment(environment))


def answer(app: Front, method: str, path: str, headers: Any = ()) -> list[Any]:
    """Everything that is sent to one request."""
    sent: list[Any] = []
    asked = scope(method, path, ((b"host", b"s.example"), *headers))

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(app(asked, receive, send))
    return sent


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which requests go the longer way."""
    longer = Front._answer
    gone: list[str] = []

    async def watched(self: Front, asked: Any, *rest: Any) -> None:
        gone.append(asked["path"])
        await longer(self, asked, *rest)

    monkeypatch.setattr(Front, "_answer", watched)
    return gone


@pytest.fixture
def apps(edition: Edition) -> Iterator[tuple[Front, Front]]:
    """One that sends at once what it can, and one that logs, and so never does."""
    return made(edition), made(edition, MODELARIO_ACCESS_LOG="on")


def test_both_ways_answer_alike(apps: tuple[Front, Front], ways: list[str]) -> None:
    """Whatever is asked, in whatever form, for the first time or again."""
    short, longer = apps
    # What a reader has left of their share changes with time.
    changing = (b"ratelimit",)
    for path, method, headers in product(ADDRESSES, ("GET", "HEAD", "POST"), HEADERS):
        for _ in range(2):
            one, other = (answer(each, method, path, headers) for each in (short, longer))
            for start in (one[0], other[0]):
                start["headers"] = [each for each in start["headers"] if each[0] not in changing]
            assert one == other, (path, method, headers)
    # That one of them did go the shorter way is no accident.
    assert ways.count(PAGE) < 2 * 2 * 3 * len(HEADERS)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((PAGE, "GET", HEADERS[1]), True),
        ((PAGE, "HEAD", HEADERS[1]), True),
        ((PAGE, "GET", HEADERS[3]), True),
        ((f"{PAGE}?work=rag_answer", "GET", HEADERS[1]), True),
        # An asker's share is told with each answer.
        (("/api/v1/models/openai/o4-mini", "GET", HEADERS[0]), False),
        # So that a slow reader holds only a few pieces.
        ((LONG, "GET", HEADERS[0]), False),
        # No answer for whoever names two hosts.
        ((PAGE, "GET", HEADERS[4]), False),
        ((PAGE, "POST", HEADERS[0]), False),
    ],
)
def test_only_what_nothing_comes_to_goes_at_once(
    edition: Edition, ways: list[str], asked: tuple[str, str, Any], expected: bool
) -> None:
    app, (path, method, headers) = made(edition), asked
    answer(app, "GET", path, headers)
    ways.clear()
    sent = answer(app, method, path, headers)
    assert (not ways) is expected
    if path == LONG:
        assert len(sent[1]["body"]) == figure(Limit.PIECE)


def test_who_ends_says_so(edition: Edition, ways: list[str]) -> None:
    app = made(edition)
    answer(app, "GET", PAGE, HEADERS[1])
    app.observer.draining.begun = True
    ways.clear()
    [start, _] = answer(app, "GET", PAGE, HEADERS[1])
    assert ways == [PAGE]
    assert (b"connection", b"close") in start["headers"]


def test_troubles_are_told(edition: Edition, ways: list[str]) -> None:
    """A header that is not the page's own."""
    app = made(edition)
    app.site.editions.now = replace(edition, troubles=(Reason("stands_in"),))
    for _ in range(2):
        ways.clear()
        [start, *_] = answer(app, "GET", PAGE, HEADERS[1])
        assert ways == [PAGE]
        assert b"catalogue-notice" in dict(start["headers"])


def test_what_goes_at_once_is_counted(edition: Edition, ways: list[str]) -> None:
    app = made(edition, MODELARIO_METRICS="127.0.0.1")
    for _ in range(4):
        answer(app, "GET", PAGE, HEADERS[1])
    answer(app, "GET", PAGE, HEADERS[3])
    assert ways == [PAGE]
    told = b"".join(each.get("body", b"") for each in answer(app, "GET", "/metrics")).decode()
    counted = r'^modelario_requests_total\{.*route="page_model".*\} ([0-9.]+)$'
    assert sorted(map(float, re.findall(counted, told, re.MULTILINE))) == [1, 4]
