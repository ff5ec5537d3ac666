"""`modelario mcp` as an agent's program starts it: a process, asked by the SDK's own client."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from installed import furnish
from modelario.cli import run
from modelario.mcp.tools import TOOLS

#: Generous: a busy machine must not fail what is only slow.
PATIENCE_S = 120.0
PROGRAM = str(Path(sys.executable).with_name("modelario"))


def environment(folder: Path) -> dict[str, str]:
    """A process without a store."""
    path = {name: value for name, value in os.environ.items() if name == "PYTHONPATH"}
    return {"MODELARIO_DATA_DIR": str(furnish(folder)), **path}


@pytest.mark.parametrize(("mode", "revision"), [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
def test_a_client_starts_it_and_asks(mode: str, revision: str, tmp_path: Path) -> None:
    """Clients of both revisions get the same."""
    started = StdioServerParameters(command=PROGRAM, args=["mcp"], env=environment(tmp_path))

    async def main() -> None:
        async with Client(started, mode=mode, read_timeout_seconds=PATIENCE_S) as client:
            assert client.protocol_version == revision
            assert client.instructions
            listed = await client.list_tools()
            assert [each.name for each in listed.tools] == [each.name for each in TOOLS]
            told = await client.call_tool("check_model", {"id": ["azure/o4-mini"]})
            assert told.structured_content["rows"][0]["outlook"] == "served"
            failed = await client.call_tool("get_model", {"model": "04-mini"})
            assert failed.is_error
            [found] = (await client.read_resource("modelario://catalogue")).contents
            assert "openai/o4-mini" in found.text

    anyio.run(main)
    # Nobody's store is made by asking.
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".db"] == []


def test_what_is_no_message_ends_nothing(tmp_path: Path) -> None:
    """Nothing but messages is written, and the process ends with its input."""
    process = subprocess.Popen(
        [PROGRAM, "mcp"],
        env={**os.environ, **environment(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        for line in (b"nonsense", b"[" * 50_000, b'{"jsonrpc":"2.0","id":1,"method":"ping"}'):
            process.stdin.write(line + b"\n")
        process.stdin.flush()
        answers = iter(process.stdout.readline, b"")
        assert b'"id":1' in next(line for line in answers if b'"result"' in line)
        process.stdin.close()
        assert [line for line in answers if not line.startswith(b'{"jsonrpc"')] == []
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 0


def test_without_the_library_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("modelario.mcp.find_spec", lambda _name: None)
    assert run(["mcp"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    [line] = told.err.splitlines()
    assert "pip install 'modelario[mcp]'" in line
