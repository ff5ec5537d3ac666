"""The server itself: connections that are held, workers that die, an end that drops nothing."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from serving import PATIENCE_S, Server, await_that, everything, request, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

#: More than the server's own bound was: so many starved everybody.
IDLE, SLOW = 1_100, 150
LONG = "/en/inconsistencies.json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for tests that leave it as it is."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_readers_who_send_nothing_starve_nobody_and_are_cut(server: Server) -> None:
    """Neither who is silent from the start, nor who stops within a request or after one."""
    with ExitStack() as held:
        silent = [held.enter_context(server.connect()) for _ in range(IDLE)]
        halfway, done = (held.enter_context(server.connect()) for _ in range(2))
        halfway.sendall(request("/en/")[:20])
        done.sendall(request("/healthz").replace(b"Connection: close\r\n", b""))
        assert server.get("/en/").startswith(b"HTTP/1.1 200 ")
        for each in (*silent[:: IDLE // 10], halfway, done):
            everything(each)


def test_an_address_that_holds_all_connections_keeps_nobody_out(tmp_path: Path) -> None:
    """It holds more than the server has: what is too much is cut before its time."""
    with serving(tmp_path, files=512) as server, ExitStack() as held:
        for _ in range(600):
            held.enter_context(server.connect())
        with server.connect("127.0.0.2") as other:
            other.sendall(request("/en/"))
            assert everything(other).startswith(b"HTTP/1.1 200 ")
        assert b"connections of one address too many" in server.log.read_bytes()


def test_slow_readers_hold_little_and_the_stalest_are_cut(server: Server) -> None:
    """A hundred and fifty of six megabytes: few go on, everybody else is served."""
    [worker] = server.workers()
    assert server.get(LONG).startswith(b"HTTP/1.1 200 ")
    before = _connections(worker)
    with ExitStack() as held:
        for _ in range(SLOW):
            _read_slowly(held.enter_context(socket.socket()), server)
        assert server.get("/en/models").startswith(b"HTTP/1.1 200 ")
        assert _resident_mib(worker) < 300
        await_that("all but a few are cut", lambda: _connections(worker) - before <= 64)
        head, _, body = server.get(LONG).partition(b"\r\n\r\n")
        assert f"content-length: {len(body)}".encode() in head


def _read_slowly(connection: socket.socket, server: Server) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(request(LONG))


def _connections(worker: int) -> int:
    found = 0
    for each in Path(f"/proc/{worker}/fd").iterdir():
        # Some are closed meanwhile.
        with suppress(FileNotFoundError):
            found += str(each.readlink()).startswith("socket:")
    return found


def _resident_mib(worker: int) -> int:
    status = Path(f"/proc/{worker}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def test_the_server_does_not_say_what_it_is(server: Server) -> None:
    """No face names the program that sends it."""
    for path in ("/en/", "/nowhere", "/static/x/site.js", "/", "/healthz"):
        head = server.get(path).partition(b"\r\n\r\n")[0].lower()
        assert b"granian" not in head
        assert b"hyper" not in head


def test_a_killed_worker_is_replaced(server: Server) -> None:
    """As often as it is killed, and however soon."""
    for _ in range(2):
        [worker] = server.workers()
        os.kill(worker, signal.SIGKILL)
        await_that("it serves again", lambda: b" 200 " in server.get("/healthz")[:20])
        assert worker not in server.workers()
    assert server.process.poll() is None


def test_a_stop_drops_no_request(tmp_path: Path) -> None:
    """What was asked for is answered in full, though the end was asked for meanwhile."""
    with (
        serving(tmp_path, MODELARIO_WORK_PER_ADDRESS="0") as server,
        ThreadPoolExecutor(20) as threads,
        ExitStack() as held,
    ):
        asked = [held.enter_context(server.connect()) for _ in range(20)]
        for number, each in enumerate(asked):
            each.sendall(request(f"/en/models.md?min_context={number}"))
        # Worked out one after the other: when the first is there, the others are waiting.
        answers = [everything(asked[0])]
        server.process.terminate()
        answers += threads.map(everything, asked[1:])
        assert server.process.wait(PATIENCE_S) == 0
    assert [answer[:12] for answer in answers] == [b"HTTP/1.1 200"] * len(asked)
    for answer in answers:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert f"content-length: {len(body)}".encode() in head
