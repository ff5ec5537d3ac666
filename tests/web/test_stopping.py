"""A stop, a reload and a worker that is replaced drop no request, however many are asked."""

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from modelario.web.draining import Draining
from serving import PATIENCE_S, Server, await_that, request, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="one socket for all is Linux'")

#: Readers who keep their connections, and ask for one thing after the other.
READERS = 6


def test_only_a_second_interrupt_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tells all processes tells a worker twice: its parent tells it, too."""
    monkeypatch.setattr("modelario.web.draining.take_none", lambda: None)
    stopped: list[signal.Signals] = []

    async def told(*signals: signal.Signals) -> list[signal.Signals]:
        stopped.clear()
        draining = Draining(lambda: ["somebody"])
        for each in signals:
            draining.begin(each, lambda each=each: stopped.append(each))  # type: ignore[misc]
        return list(stopped)

    interrupt, term = signal.SIGINT, signal.SIGTERM
    assert asyncio.run(told(interrupt, term)) == []
    assert asyncio.run(told(term, term, interrupt)) == []
    assert asyncio.run(told(interrupt, term, interrupt)) == [interrupt]


class Reader(threading.Thread):
    """Asks one thing after the other on a connection, and connects anew when told to."""

    def __init__(self, server: Server, path: str) -> None:
        super().__init__(daemon=True)
        self.server, self.path = server, path
        self.answers = 0
        self.dropped: list[str] = []
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            try:
                connection = self.server.connect()
            except OSError:
                # Nothing was asked yet: whoever finds nobody there is not dropped.
                self.enough.wait(0.05)
                continue
            with connection:
                self.ask_on(connection)

    def ask_on(self, connection: socket.socket) -> None:
        """Ask until the answer says that it was the last one."""
        received = b""
        while not self.enough.is_set():
            connection.sendall(request(self.path, "keep-alive"))
            try:
                while b"\r\n\r\n" not in received:
                    received += _more(connection)
                head, _, body = received.partition(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].split()[0])
                while len(body) < length:
                    body += _more(connection)
            except OSError as error:
                self.dropped.append(repr(error))
                return
            if not head.startswith(b"HTTP/1.1 200"):
                self.dropped.append(head.decode("latin-1"))
            self.answers += 1
            received = body[length:]
            if b"connection: close" in head.lower():
                return
            # Enough to be asking at any moment, and to leave others time.
            self.enough.wait(0.005)


def _more(connection: socket.socket) -> bytes:
    if not (piece := connection.recv(65536)):
        raise ConnectionResetError("cut off")
    return piece


@contextmanager
def reading(server: Server, path: str = "/healthz") -> Iterator[list[Reader]]:
    """Have readers ask, meanwhile; at the end nobody was dropped."""
    readers = [Reader(server, path) for _ in range(READERS)]
    for each in readers:
        each.start()
    try:
        await_that("all are answered", lambda: all(each.answers for each in readers))
        yield readers
    finally:
        for each in readers:
            each.enough.set()
        for each in readers:
            each.join(PATIENCE_S)
    assert [fault for each in readers for fault in each.dropped] == []


def answered(readers: list[Reader]) -> None:
    """Wait until each has been answered anew."""
    before = [each.answers for each in readers]
    await_that(
        "all are answered anew",
        lambda: all(each.answers > had for each, had in zip(readers, before, strict=True)),
    )


@pytest.mark.parametrize(
    ("told", "to_all"),
    [(signal.SIGTERM, False), (signal.SIGINT, True)],
    ids=["TERM", "INT to all"],
)
def test_a_stop_answers_what_is_asked(tmp_path: Path, told: signal.Signals, to_all: bool) -> None:
    """Also where each process is told, as a terminal and systemd do."""
    with (
        serving(tmp_path, "--workers", "2", MODELARIO_WORK_PER_ADDRESS="0") as server,
        reading(server) as readers,
    ):
        await_that("both serve", lambda: len(server.workers()) == 2)
        answered(readers)
        for process in (*(server.workers() if to_all else ()), server.process.pid):
            os.kill(process, told)
        assert server.process.wait(PATIENCE_S) == 0
    assert b"Unexpected" not in server.log.read_bytes()


def test_a_reload_replaces_every_worker(tmp_path: Path) -> None:
    """What is set in a file holds from then on; what cannot be meant changes nothing."""
    chosen = tmp_path / "settings"
    chosen.write_text("MODELARIO_METRICS=off\n", "utf-8")
    with (
        serving(
            tmp_path,
            *("--workers", "2"),
            MODELARIO_SETTINGS=str(chosen),
            MODELARIO_WORK_PER_ADDRESS="0",
        ) as server,
        reading(server) as readers,
    ):
        assert b" 404 " in server.get("/metrics")[:20]
        before = server.workers()
        chosen.write_text("MODELARIO_METRICS=127.0.0.1\nMODELARIO_LOG_LEVEL=debug\n", "utf-8")
        server.process.send_signal(signal.SIGHUP)
        await_that("all are others", lambda: len({*server.workers()} - {*before}) == 2)
        await_that("the former are gone", lambda: not {*server.workers()} & {*before})
        answered(readers)
        assert b" 200 " in server.get("/metrics")[:20]
        log = server.log.read_text("utf-8")
        assert "the settings were read, changed are metrics, log_level" in log
        chosen.write_text("MODELARIO_METRICS=everybody\n", "utf-8")
        server.process.send_signal(signal.SIGHUP)
        workers = server.workers()
        told = "the settings stay as they were, for MODELARIO_METRICS='everybody' is no address"
        await_that("that is told", lambda: told in server.log.read_text("utf-8"))
        answered(readers)
        assert server.workers() == workers


#: The program, whose workers begin only when a file says so, and end at once when it says that.
GATED = """#!{python}
import os, pathlib, sys, time
from modelario.web import worker

begin, gate = worker.application, pathlib.Path({gate!r})

def gated():
    while not (told := gate.read_text()):
        time.sleep(0.05)
    if told == "end":
        os._exit(1)
    return begin()

worker.application = gated
from modelario.cli import main
main()
"""
#: Longer than Granian waits by itself.
LONG_S = 5.0


def test_a_worker_stays_until_the_next_one_serves(tmp_path: Path) -> None:
    """However long that one takes to begin; where it fails to, nothing is lost."""
    gate, program = tmp_path / "gate", tmp_path / "modelario"
    gate.write_text("begin")
    program.write_text(GATED.format(python=sys.executable, gate=str(gate)))
    program.chmod(0o700)
    with (
        serving(tmp_path, program=program, MODELARIO_WORK_PER_ADDRESS="0") as server,
        reading(server) as readers,
    ):
        [before] = server.workers()
        gate.write_text("end")
        server.process.send_signal(signal.SIGHUP)
        told = "the one before it goes on"
        await_that("that is told", lambda: told in server.log.read_text("utf-8"))
        answered(readers)
        assert server.workers() == [before]
        gate.write_text("")
        server.process.send_signal(signal.SIGHUP)
        await_that("another one begins", lambda: len(server.workers()) == 2)
        time.sleep(LONG_S)
        answered(readers)
        assert before in server.workers()
        assert "Told to stop" not in server.log.read_text("utf-8")
        gate.write_text("begin")
        await_that("the former is gone", lambda: before not in server.workers())
        answered(readers)


def test_a_worker_that_is_told_to_stop_is_replaced(tmp_path: Path) -> None:
    """One alone: whoever comes meanwhile waits for the next one."""
    with (
        serving(tmp_path, MODELARIO_WORK_PER_ADDRESS="0") as server,
        reading(server) as readers,
    ):
        [before] = server.workers()
        os.kill(before, signal.SIGTERM)
        await_that("another one serves", lambda: before not in server.workers())
        answered(readers)


def test_one_that_ends_says_that_it_wants_no_more(tmp_path: Path) -> None:
    """It is not ready, and lives; each answer is its connection's last."""
    with serving(tmp_path) as server, server.connect() as kept, server.connect() as other:
        for each in (kept, other):
            each.sendall(request("/healthz", "keep-alive"))
            assert b" 200 " in each.recv(65536)
        server.process.terminate()
        await_that("it is told", lambda: b"Told to stop" in server.log.read_bytes())
        kept.sendall(request("/readyz", "keep-alive"))
        answer = b"".join(iter(lambda: kept.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 503")
        assert b'"stopping":true' in answer
        assert b"connection: close" in answer.lower()
        assert server.process.wait(PATIENCE_S) == 0
        with suppress(OSError):
            assert other.recv(1) == b""
