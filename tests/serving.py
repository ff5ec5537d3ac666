"""The real server, in processes of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from installed import furnish

#: Generous: a busy machine must not fail what is only slow.
PATIENCE_S = 120.0


@dataclass
class Server:
    """A running server: its port, its process, and what it wrote."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def connect(self, address: str = "127.0.0.1") -> socket.socket:
        """Connect from an address, as a reader who waits for ever, nearly."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE_S, (address, 0))

    def get(self, path: str) -> bytes:
        """Ask for a page; give the whole answer, head and all."""
        with self.connect() as connection:
            connection.sendall(request(path))
            return everything(connection)

    def workers(self) -> list[int]:
        """List the processes that answer."""
        own = self.process.pid
        found = Path(f"/proc/{own}/task/{own}/children").read_text("ascii").split()
        return [each for each in map(int, found) if b"spawn_main" in _command(each)] or [
            each for each in map(int, found) if b"modelario" in _command(each)
        ]


def _command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def request(path: str, connection: str = "close") -> bytes:
    """Write a request for a page, uncompressed."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: {connection}\r\n\r\n".encode()


def everything(connection: socket.socket) -> bytes:
    """Read until the other end closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def await_that(what: str, holds: "object") -> None:
    """Look until something holds."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with suppress(OSError):
            if holds():  # type: ignore[operator]
                return
        time.sleep(0.05)
    raise AssertionError(f"never: {what}")


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    folder: Path,
    *arguments: str,
    files: int | None = None,
    program: Path | None = None,
    **environment: str,
) -> Iterator[Server]:
    """Serve the embedded data, without a store and without syncs.

    ``files`` is how many the server may have open. Another ``program`` than the one that is tried
    here finds nothing built in the folder.
    """
    port = free_port()
    log = (folder if program else furnish(folder)) / "server.log"
    settings = {
        "MODELARIO_DATA_DIR": str(folder),
        "MODELARIO_SYNC_INTERVAL_HOURS": "0",
        **environment,
    }
    program = program or Path(sys.executable).with_name("modelario")
    with log.open("wb") as output:
        few = ["prlimit", f"--nofile={files}"] if files else []
        process = subprocess.Popen(
            [*few, program, "serve", "--port", str(port), *arguments],
            env={**os.environ, **settings},
            stdout=output,
            stderr=output,
        )
    server = Server(port, process, log)
    try:
        await_that("it serves", lambda: b" 200 " in server.get("/healthz")[:20])
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE_S)
