"""A server of the embedded data, in processes of its own, for as long as it is measured."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

PATIENCE_S = 120.0


class Served(NamedTuple):
    """Where a server answers, and its main process."""

    port: int
    process: int

    @property
    def address(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """List the processes that answer."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text("ascii")
        return [int(each) for each in children.split()][-1:]


@contextmanager
def served(home: str | None = None, **environment: str) -> Iterator[Served]:
    """Start a server and wait until it answers; without a folder of its own in an empty one."""
    with tempfile.TemporaryDirectory() as empty:
        port = free_port()
        settings = {"MODELARIO_DATA_DIR": home or empty, "MODELARIO_SYNC_INTERVAL_HOURS": "0"}
        server = subprocess.Popen(
            [Path(sys.executable).with_name("modelario"), "serve", "--port", str(port)],
            env={**os.environ, **settings, **environment},
            stderr=subprocess.DEVNULL,
        )
        try:
            found = Served(port, server.pid)
            await_answer(f"{found.address}/readyz")
            yield found
        finally:
            server.terminate()
            server.wait(60)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def await_answer(address: str) -> None:
    """Ask until an address answers."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=10):  # noqa: S310 – http
            return
        time.sleep(0.02)
    raise TimeoutError(f"{address} does not answer")


def resident_mib(process: int) -> float:
    """Tell the memory of a process."""
    for line in Path(f"/proc/{process}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
