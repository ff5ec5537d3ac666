"""What carries the protocol's messages: standard input and output, or one request of HTTP."""

import logging
from collections.abc import Callable, MutableMapping
from datetime import datetime
from typing import Any, NamedTuple

import anyio
from anyio import to_thread
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from modelario.editions import Editions
from modelario.mcp.server import Work, server

# A manager that begins and ends with every request has nothing to tell of that.
logging.getLogger("mcp.server.streamable_http_manager").setLevel(logging.WARNING)

_Message = MutableMapping[str, Any]


def serve_stdio(editions: Editions, now: Callable[[], datetime]) -> None:
    """Serve whoever started this process, until they close its standard input."""
    anyio.run(_stdio, editions, now)


async def _stdio(editions: Editions, now: Callable[[], datetime]) -> None:
    async def work(job: Callable[[], Any], *, loads: bool = False) -> Any:  # noqa: ANN401, ARG001 – a job's
        return await to_thread.run_sync(job)

    made = server(editions, now, work)
    async with stdio_server() as (reading, writing):
        await made.run(reading, writing, made.create_initialization_options())


class Carried(NamedTuple):
    """The answer to a message that came by HTTP."""

    status: int
    media_type: str
    body: bytes


async def carry(
    editions: Editions,
    now: Callable[[], datetime],
    work: Work,
    scope: MutableMapping[str, Any],
    body: bytes,
) -> Carried:
    """Answer one message that came by HTTP, of this revision or of a former one.

    Nothing outlives it: no session, no stream.
    """
    parts: list[_Message] = []
    coming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> _Message:
        if not coming:
            await anyio.sleep_forever()
        return coming.pop()

    async def send(message: _Message) -> None:
        parts.append(message)

    manager = StreamableHTTPSessionManager(
        server(editions, now, work), json_response=True, stateless=True
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)
    return _carried(parts)


def _carried(parts: list[_Message]) -> Carried:
    start, *rest = parts
    headers = {name.lower(): value for name, value in start["headers"]}
    return Carried(
        start["status"],
        headers.get(b"content-type", b"application/json").decode("latin-1"),
        b"".join(part.get("body", b"") for part in rest),
    )
