"""Follow links through the site, in process."""

import asyncio
import html
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from modelario.web.app import Front

_LINK = re.compile(r'<(?:a|link|form|script)\b[^>]*?\s(?:href|src|action)="([^"#]*)(#[^"]*)?"')
_ID = re.compile(r'\sid="([^"]+)"')


@dataclass
class Crawl:
    """What a crawl found: the status of every address, and what is wrong."""

    statuses: dict[str, int] = field(default_factory=dict)
    #: Addresses that do not answer 200, each with a page that leads there.
    broken: dict[str, str] = field(default_factory=dict)


async def get(app: Front, address: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the application for an address."""
    parts = urlsplit(address)
    sent: list[Any] = []
    scope: Any = {
        "type": "http",
        "method": "GET",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(b"host", b"testserver")],
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
        "asgi": {"version": "3.0"},
        "state": {},
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:])


def links(text: str) -> Iterable[str]:
    """List the internal addresses that a page leads to."""
    for match in _LINK.finditer(text):
        address = html.unescape(match[1])
        if address.startswith("/") and not address.startswith("//"):
            yield address


def missing_anchors(text: str) -> set[str]:
    """List the places within a page that it leads to and does not have."""
    ids = {html.unescape(each) for each in _ID.findall(text)}
    wanted = {html.unescape(each) for each in re.findall(r'href="#([^"]+)"', text)}
    return wanted - ids


def crawl(app: Front, starts: Iterable[str], *, follow: Any) -> Crawl:
    """Ask for the starts and for every link that ``follow`` lets through, once each."""
    # In a thread of its own, since a browser's tests may have left a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_crawl(app, starts, follow))).result()


async def _crawl(app: Front, starts: Iterable[str], follow: Any) -> Crawl:
    done = Crawl()
    waiting = [(start, "") for start in starts]
    known = {start for start, _ in waiting}
    while waiting:
        address, source = waiting.pop()
        status, headers, body = await get(app, address)
        done.statuses[address] = status
        if status != 200:
            done.broken[address] = source
            continue
        if not headers["content-type"].startswith("text/html"):
            continue
        text = body.decode()
        if anchors := missing_anchors(text):
            done.broken[f"{address}#{','.join(sorted(anchors))}"] = address
        for link in links(text):
            if link not in known and follow(link):
                known.add(link)
                waiting.append((link, address))
    return done
