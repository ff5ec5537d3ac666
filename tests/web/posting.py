"""An agent's program as the tests play it: single messages of the protocol, sent by POST."""

import json
from typing import Any

import httpx
from litestar.testing import TestClient

from modelario.web.app import Front

NEW, FORMER = "2026-07-28", "2025-11-25"


def message(method: str, **params: Any) -> dict[str, Any]:
    """A message of the newest revision: it says all that is to be known of its sender."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": NEW,
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    return {"jsonrpc": "2.0", "id": 7, "method": method, "params": {**params, "_meta": meta}}


def heads(method: str, **params: Any) -> dict[str, str]:
    """The headers that go with it."""
    name = params.get("name") or params.get("uri")
    return {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": NEW,
        "mcp-method": method,
        **({"mcp-name": name} if name else {}),
    }


def sent(client: TestClient[Front], method: str, **params: Any) -> httpx.Response:
    """Send a message, and give the whole answer."""
    content = json.dumps(message(method, **params))
    return client.post("/mcp", content=content, headers=heads(method, **params))


def called(client: TestClient[Front], name: str, **arguments: Any) -> dict[str, Any]:
    """Call a tool, and give what it tells as data."""
    result = sent(client, "tools/call", name=name, arguments=arguments).json()["result"]
    assert not result["isError"], result["content"]
    told: dict[str, Any] = result["structuredContent"]
    return told
