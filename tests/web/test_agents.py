"""The tools over HTTP on the real site: the SDK's own client, and what strangers send."""

import json
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import anyio
import httpx2
import pytest
from litestar.testing import TestClient
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from posting import FORMER, NEW, called, heads, message, sent
from scopes import scope

from dated import DAYS, Dated, at, document
from modelario.editions import Editions
from modelario.mcp.tools import TOOL, TOOLS
from modelario.queries.edition import Edition
from modelario.settings import from_environment
from modelario.web.app import Front, create_app
from serving import PATIENCE_S, serving

MODES = ("auto", NEW, "legacy")

Ask = Callable[[Client], Awaitable[None]]


def with_client(app: Front, mode: str, ask: Ask, host: str = "models.example.org") -> None:
    """Let the SDK's client ask the application, in this process."""

    async def main() -> None:
        address, transport = f"http://{host}/mcp", httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, timeout=PATIENCE_S) as http:
            carried = streamable_http_client(address, http_client=http)
            async with Client(carried, mode=mode) as client:
                await ask(client)

    anyio.run(main)


@pytest.mark.parametrize("begun", [b"", b'{"jsonrpc"'])
def test_who_leaves_in_the_midst_of_a_message_is_no_fault_of_ours(
    begun: bytes, app: Front, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody fills the log and the figures of errors by going away."""
    told: list[Any] = []
    came = iter(
        [{"type": "http.request", "body": begun, "more_body": True}, {"type": "http.disconnect"}]
    )
    headers = ((k.encode(), v.encode()) for k, v in heads("ping").items())
    asked = scope("POST", "/mcp", ((b"host", b"s"), *headers))

    async def receive() -> Any:
        return next(came)

    async def send(message: Any) -> None:
        told.append(message)

    anyio.run(app, asked, receive, send)
    assert told[0]["status"] == 400
    assert not [each for each in caplog.records if each.levelname in ("ERROR", "WARNING")]


# --- the SDK's client, which checks every answer against its schema


@pytest.mark.parametrize("mode", MODES)
def test_its_own_client_asks_everything(mode: str, app: Front) -> None:
    async def ask(client: Client) -> None:
        assert client.protocol_version == (FORMER if mode == "legacy" else NEW)
        listed = await client.list_tools()
        assert [each.name for each in listed.tools] == [each.name for each in TOOLS]
        for tool in listed.tools:
            assert tool.annotations
            assert tool.annotations.read_only_hint
            assert tool.annotations.idempotent_hint
            assert tool.annotations.open_world_hint is False
            assert tool.output_schema
        told = await client.call_tool("get_model", {"model": "o4 mini"})
        assert told.structured_content["context_window"] == 200_000
        assert "context_window: 200000" in told.content[0].text
        failed = await client.call_tool("get_model", {"model": "04-mini"})
        assert failed.is_error
        assert "openai/o4-mini" in failed.content[0].text
        with pytest.raises(MCPError, match="near: get_model"):
            await client.call_tool("get_modl", {})

    with_client(app, mode, ask)


@pytest.mark.parametrize("mode", MODES)
def test_its_own_client_attaches(mode: str, app: Front) -> None:
    async def ask(client: Client) -> None:
        listed = (await client.list_resources()).resources
        assert [each.uri for each in listed] == ["modelario://catalogue", "modelario://changelog"]
        [template] = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "modelario://models/{lab}/{slug}"
        for each in listed:
            [found] = (await client.read_resource(each.uri)).contents
            assert found.text
            assert found.mime_type == each.mime_type
        [model] = (await client.read_resource("modelario://models/openai/o4-mini")).contents
        assert json.loads(model.text)["id"] == "openai/o4-mini"
        with pytest.raises(MCPError, match="openai/o4-mini"):
            await client.read_resource("modelario://models/openai/o4-mni")
        with pytest.raises(MCPError, match="modelario://catalogue"):
            await client.read_resource("file:///etc/passwd")

    with_client(app, mode, ask)


def test_over_the_network(tmp_path) -> None:
    """On the real server, with its limits of connections and time."""

    async def ask(address: str) -> None:
        async with Client(address, read_timeout_seconds=PATIENCE_S) as client:
            told = await client.call_tool(
                "estimate_cost", {"model": "o4-mini", "input_tokens": 5000, "output_tokens": 500}
            )
            assert told.structured_content["rows"][0]["rank"] == 1

    with serving(tmp_path) as server:
        anyio.run(ask, f"http://127.0.0.1:{server.port}/mcp")


# --- the messages themselves


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("server/discover", {}),
        ("tools/list", {}),
        ("resources/list", {}),
        ("resources/templates/list", {}),
        ("resources/read", {"uri": "modelario://changelog"}),
    ],
)
def test_what_can_be_kept_says_for_how_long(
    method: str, params: dict[str, str], client: TestClient[Front]
) -> None:
    answer = sent(client, method, **params)
    result = answer.json()["result"]
    assert result["resultType"] == "complete"
    assert result["ttlMs"] >= 60_000
    assert result["cacheScope"] == "public"
    assert result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "modelario"
    assert "mcp-session-id" not in answer.headers
    assert answer.headers["content-type"] == "application/json"


def test_it_says_what_it_speaks(client: TestClient[Front]) -> None:
    result = sent(client, "server/discover").json()["result"]
    assert NEW in result["supportedVersions"]
    assert {"tools", "resources"} <= result["capabilities"].keys()
    assert "USD per 1M tokens" in result["instructions"]


def test_one_of_a_former_revision_gets_no_session(client: TestClient[Front]) -> None:
    """Each of its messages is answered by itself, whichever process gets it."""
    first = client.post(
        "/mcp",
        headers={"accept": "application/json, text/event-stream"},
        json={
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": FORMER,
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
    )
    assert first.json()["result"]["protocolVersion"] == FORMER
    assert "mcp-session-id" not in first.headers
    call = {"name": "get_model", "arguments": {"model": "o3"}}
    second = client.post(
        "/mcp",
        headers={"accept": "application/json, text/event-stream", "mcp-protocol-version": FORMER},
        json={"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call},
    )
    assert second.json()["result"]["structuredContent"]["id"] == "openai/o3"


def test_a_notification_is_taken_note_of(client: TestClient[Front]) -> None:
    told = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}}
    assert (
        client.post("/mcp", json=told, headers=heads("notifications/cancelled")).status_code == 202
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 60_000, 400),
        (b"1" * 60_000, 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"jsonrpc":"2.0","id":1}', 400),
        (b"\xff\xfe", 400),
        (b"x" * 65_537, 413),
    ],
)
@pytest.mark.parametrize("version", [NEW, FORMER, "1999-01-01", None])
def test_what_is_no_message_is_refused(
    body: bytes, status: int, version: str | None, client: TestClient[Front]
) -> None:
    given = heads("tools/list")
    del given["mcp-protocol-version"]
    given |= {"mcp-protocol-version": version} if version else {}
    answer = client.post("/mcp", content=body, headers=given)
    assert answer.status_code == status
    assert "error" in answer.json()
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_only_messages_are_taken(method: str, client: TestClient[Front]) -> None:
    """There is no stream to open and no session to end."""
    answer = client.request(method, "/mcp")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST, OPTIONS"


def test_an_unknown_method_is_not_there(client: TestClient[Front]) -> None:
    answer = sent(client, "subscriptions/listen", notifications={})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == -32601


# --- who may ask


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("models.example.org", "https://models.example.org", 200),
        ("localhost:8000", "http://localhost:6274", 200),
        ("127.0.0.1:8000", "http://[::1]:5173", 200),
        ("models.example.org", "https://evil.example", 403),
        ("models.example.org", "http://models.example.org", 403),
        # A name of theirs that they point to this machine.
        ("evil.example:8000", "http://evil.example:8000", 403),
        ("evil.example", "http://localhost:3000", 403),
        ("localhost:8000", "http://localhost.evil.example", 403),
        ("localhost:8000", "null", 403),
        ("localhost:8000", "http://[::1", 403),
    ],
)
def test_scripts_of_other_sites_may_not_ask(
    host: str, origin: str, status: int, client: TestClient[Front]
) -> None:
    given = {**heads("tools/list"), "host": host, "origin": origin}
    answer = client.post("/mcp", json=message("tools/list"), headers=given)
    assert answer.status_code == status
    assert answer.headers.get("access-control-allow-origin") == (origin if status == 200 else None)
    before = client.options("/mcp", headers={"host": host, "origin": origin})
    assert before.status_code == (204 if status == 200 else 403)


def test_without_the_library_it_says_so(
    client: TestClient[Front], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modelario.mcp.find_spec", lambda _name: None)
    answer = sent(client, "tools/list")
    assert answer.status_code == 501
    assert answer.headers["content-type"] == "application/problem+json"
    assert "pip install 'modelario[mcp]'" in answer.json()["detail"]


@pytest.mark.parametrize("version", [NEW, FORMER])
@pytest.mark.parametrize(
    "asked",
    [
        {"method": "tools/call", "name": "get_model", "arguments": {"model": "o3"}},
        {"method": "resources/read", "uri": "modelario://catalogue"},
    ],
    ids=lambda each: each["method"],
)
def test_of_a_fault_of_ours_nothing_is_told(
    version: str,
    asked: dict[str, Any],
    client: TestClient[Front],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/home/somebody")

    monkeypatch.setattr("modelario.mcp.server.ask", broken)
    monkeypatch.setattr("modelario.mcp.server.read", broken)
    given = heads(**asked) | {"mcp-protocol-version": version}
    answer = client.post("/mcp", json=message(**asked), headers=given)
    assert "in its log" in answer.json()["error"]["message"]
    assert "somebody" not in answer.text
    assert "somebody" in caplog.text


def test_whoever_asks_too_much_is_told_when_to_come_again(
    edition: Edition, caplog: pytest.LogCaptureFixture
) -> None:
    """Tools take from the same budget as pages; nothing fills it up in this test."""
    settings = from_environment({"MODELARIO_WORK_PER_ADDRESS": "1"})
    app = create_app(Editions(edition), settings, clock=lambda: 0.0)
    with TestClient(app) as client:
        app.desk._budgets.spend("unknown", 1_000)
        app.desk._budgets.spend("127.0.0.1", 1_000)
        answer = sent(client, "tools/call", name="search_models", arguments={})
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 2
        told = answer.json()
        assert told["id"] == 7
        assert "come again" in told["error"]["message"]
        assert sent(client, "tools/list").status_code == 200
    assert "Traceback" not in caplog.text


# --- what is told is what is published


def test_it_tells_of_what_is_published_now(growing: Dated) -> None:
    client = growing.reader

    def price() -> float:
        found: float = called(client, "get_model", model="o4-mini")["recommended"]["input_mtok"]
        return found

    assert price() == 1
    found, day = document(3), date(2026, 5, 5)
    found["openai"]["models"]["o4-mini"]["cost"]["input"] = 0.9
    growing.now = at(day, 20)
    growing.take_in(found, day)
    assert price() == 0.9


def test_it_tells_of_past_days(site: Dated) -> None:
    client = site.reader
    prices = [
        called(client, "get_model", model="o4-mini", as_of=day.isoformat())["recommended"]
        for day in DAYS
    ]
    assert [each["input_mtok"] for each in prices] == [1.1, 0.88, 0.88, 1]


def test_it_lists_what_changed_and_goes_on_after_next(site: Dated) -> None:
    """The same rows as in the API, in the same order."""
    client, rows, after = site.reader, [], {}
    while True:
        found = called(client, "list_changes", limit=3, fields=["id", "day"], **after)
        rows += [(row["day"], row["id"]) for row in found["rows"]]
        if "next" not in found:
            break
        after = {"after": found["next"]}
    days = site.get("/api/v1/changes?limit=200").json()["days"]
    assert rows == [(each["day"], row["id"]) for each in days for row in each["rows"]]
    assert len(rows) > 5
    priced = called(client, "list_changes", kind="price", model="o4-mini", provider="openai")
    assert priced["rows"][0]["old"] == 0.88
    assert {*priced["rows"][0]} <= {*TOOL["list_changes"].of_row}


def test_it_knows_what_goes_and_what_has_gone(site: Dated) -> None:
    client = site.reader
    now = called(client, "check_model", id=["kilo/openai/o4-mini", "openai/o4-mini"])["rows"]
    assert [each["outlook"] for each in now] == ["deprecated", "served"]
    assert "kilo" in now[1]["withdrawing"]
    # One provider was away on the third day.
    then: Any = called(client, "check_model", id="poe/openai/o4-mini", as_of=DAYS[2].isoformat())
    assert then["rows"][0]["outlook"] == "gone"
    assert then["rows"][0]["until"] == DAYS[1].isoformat()
    back = called(client, "check_model", id="poe/openai/o4-mini")
    assert back["rows"][0]["outlook"] == "served"
