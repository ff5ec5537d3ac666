"""The tools for agents over HTTP, at ``/mcp``: who may ask, how much, and what is sent back.

A message is a POST, and its answer JSON; nothing is kept from one message to the next.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import anyio
import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.types import Scope

from modelario.api.bulk import NotInstalledError
from modelario.api.inquiries import JSON, PROBLEM
from modelario.api.problems import ProblemDetails, problem
from modelario.formats import to_json
from modelario.limits import Limit, figure
from modelario.mcp import TurnedAwayError, check_installed
from modelario.web.cache import Finished, chosen_encoding, finish
from modelario.web.desk import BusyError, Desk
from modelario.web.headers import own_headers
from modelario.web.site import Site

#: Names by which a machine calls itself.
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: What scripts of a permitted origin may send.
_SENT = "accept, content-type, mcp-protocol-version, mcp-method, mcp-name"
_NO_CONTENT, _BAD_REQUEST, _FORBIDDEN, _TIMEOUT, _TOO_LARGE = 204, 400, 403, 408, 413
#: A failure of a server's own making (JSON-RPC 2.0, 5.1).
_FAILED = -32000


async def mcp_answer(site: Site, desk: Desk, request: Request) -> Finished:
    """Answer one message of an agent's program."""
    scope = request.scope
    origin = request.headers.get("origin")
    if origin is not None and not _is_ours(site, request, origin):
        return _refused(scope, _FORBIDDEN, f"scripts of {origin[:100]!r} may not ask here")
    if request.method != "POST":
        return _permit(_other(scope), origin)
    try:
        check_installed()
    except NotInstalledError as error:
        return _problem(scope, problem("not_installed", str(error)))
    body = await _message(request, figure(Limit.MESSAGE))
    if isinstance(body, _Unread):
        return _refused(scope, *body)
    return _permit(await _carried(site, desk, scope, body), origin)


def _is_ours(site: Site, request: Request, origin: str) -> bool:
    """Whether a script may ask: one of this site, or on the machine that both run on.

    A name that somebody else points to this machine (DNS rebinding) is neither.
    """
    base = site.addresses.base
    if base and origin == _origin(base):
        return True
    host = request.headers.get("host", "")
    return _name(origin) in _LOOPBACK and _name(f"//{host}") in _LOOPBACK


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _name(address: str) -> str | None:
    with suppress(ValueError):
        return urlsplit(address).hostname
    return None


class _Unread(NamedTuple):
    """Why a message is not read: the status, and what is said."""

    status: int
    detail: str


async def _message(request: Request, most: int) -> bytes | _Unread:
    """Read a message that comes in time, whole, and is not too long."""
    body = None
    try:
        with anyio.move_on_after(figure(Limit.MESSAGE_WAIT)) as waiting:
            body = await _body(request, most)
    except ClientDisconnect:
        return _Unread(_BAD_REQUEST, "the message did not come whole")
    if waiting.cancelled_caught:
        return _Unread(_TIMEOUT, "the message did not come in time")
    if body is None:
        return _Unread(_TOO_LARGE, f"a message has at most {most:,} bytes")
    return body


async def _body(request: Request, most: int) -> bytes | None:
    """Read a message; ``None`` for one that is too long."""
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > most:
            return None
    return bytes(read)


async def _carried(site: Site, desk: Desk, scope: Scope, body: bytes) -> Finished:
    # The library takes half a second, and only where somebody asks.
    transports = await anyio.to_thread.run_sync(_transports)
    busy: list[BusyError] = []

    async def work(job: Callable[[], Any], *, loads: bool = False) -> Any:  # noqa: ANN401 – a job's
        try:
            return await desk.do(scope, job, desk.loading if loads else None)
        except BusyError as error:
            busy.append(error)
            raise TurnedAwayError from None

    carried = await transports.carry(site.editions, site.now, work, dict(scope), body)
    if busy:
        return _busy(scope, body, busy[0])
    return _sent(scope, carried.status, carried.media_type, carried.body)


def _transports() -> Any:  # noqa: ANN401 – a module
    from modelario.mcp import transports  # noqa: PLC0415

    return transports


# --- what is sent


def _sent(scope: Scope, status: int, media_type: str, body: bytes) -> Finished:
    headers = own_headers(media_type)
    return finish(body, headers, status=status, encoding=chosen_encoding(scope["headers"]))


def _problem(scope: Scope, told: ProblemDetails) -> Finished:
    return _sent(scope, told.status, PROBLEM, to_json(told))


def _refused(scope: Scope, status: int, message: str, id_: Any = None) -> Finished:  # noqa: ANN401 – an id of theirs
    error = {"code": _FAILED, "message": message}
    return _sent(scope, status, JSON, to_json({"jsonrpc": "2.0", "id": id_, "error": error}))


def _busy(scope: Scope, body: bytes, error: BusyError) -> Finished:
    """Say when to come again, as an error of the very message."""
    id_ = msgspec.json.decode(body).get("id")
    message = f"too much is asked just now: come again in {error.retry_after_s} s"
    refused = _refused(scope, error.status, message, id_)
    return refused.also("retry-after", str(error.retry_after_s))


def _other(scope: Scope) -> Finished:
    """Answer what is no message: a browser's question whether it may send one, or a mistake."""
    if scope["method"] == "OPTIONS":
        return finish(b"", own_headers(JSON), status=_NO_CONTENT, encoding="identity")
    told = problem("bad_method", "Send messages of the Model Context Protocol here by POST.")
    return _problem(scope, told).also("allow", "POST, OPTIONS")


def _permit(answer: Finished, origin: str | None) -> Finished:
    """Let a script of a permitted origin read the answer."""
    for name, value in _permissions(origin):
        answer = answer.also(name, value)
    return answer


def _permissions(origin: str | None) -> Iterator[tuple[str, str]]:
    if origin is not None:
        yield "access-control-allow-origin", origin
        yield "access-control-allow-methods", "POST"
        yield "access-control-allow-headers", _SENT
