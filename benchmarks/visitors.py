"""Answering readers while others hold connections: idle ones, and ones that read slowly.

Prints how long 50 requests a second take meanwhile, and the memory of the server; both against
what RELIABILITY promises.
"""

import asyncio
import multiprocessing
import os
import random
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from typing import NamedTuple

from rows import Row, Target, main
from served import resident_mib, served

IDLE, SLOW, A_SECOND, SECONDS = 2_000, 1_000, 50, 20
#: So many addresses ask; each has a budget of its own.
READERS = 200
#: So many hold the crowd's connections: one alone would be cut where many are held.
CROWDS = 20
#: The crowd comes within so many seconds, and no faster.
SPREAD_S = 8
SLOWEST, WEIGHT = Target(250, "ms"), Target(300, "MiB")
#: What is asked for; a parameter makes a page one that nobody has asked for yet.
PAGES = (
    *("/en/", "/es/models", "/en/models/openai/o4-mini", "/en/providers", "/es/calculator"),
    *("/en/models", "/en/search?q=model+{number}"),
)
LONG = "/en/models.csv"


def request(path: str) -> bytes:
    """Write a request."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


async def idle(port: int, number: int) -> None:
    """Connect, and say nothing, over and over again."""
    mine = (f"127.0.2.{number % CROWDS + 1}", 0)
    await asyncio.sleep(random.uniform(0, SPREAD_S))  # noqa: S311 – nothing secret
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=mine)
            await reader.read()
            writer.close()
        await asyncio.sleep(0.1)


async def slow(port: int, number: int) -> None:
    """Ask for much, and read a few bytes a second, over and over again."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(random.uniform(0, SPREAD_S))  # noqa: S311 – nothing secret
    while True:
        with suppress(OSError), socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(0)
            connection.bind((f"127.0.3.{number % CROWDS + 1}", 0))
            await loop.sock_connect(connection, ("127.0.0.1", port))
            await loop.sock_sendall(connection, request(LONG))
            while await loop.sock_recv(connection, 64):  # noqa: ASYNC110 – no waiting: slowness
                await asyncio.sleep(1)
        await asyncio.sleep(0.1)


async def ask(port: int, path: str, number: int) -> tuple[float, str]:
    """Ask for a page as one of many; give the milliseconds until its last byte, and its status."""
    start = time.perf_counter()
    mine = (f"127.0.1.{number % READERS + 1}", 0)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=mine)
        writer.write(request(path))
        answer = await reader.read()
        writer.close()
    except OSError as error:
        return (time.perf_counter() - start) * 1000, type(error).__name__
    return (time.perf_counter() - start) * 1000, answer[9:12].decode() or "nothing"


async def crowd(port: int) -> None:
    """Hold connections, until this process is ended."""
    # What is measured is the server, not how this crowd fares beside it.
    os.nice(10)
    await asyncio.gather(
        *(idle(port, number) for number in range(IDLE)),
        *(slow(port, number) for number in range(SLOW)),
    )


class Answers(NamedTuple):
    """How long answers took, in milliseconds, their statuses, and the server's memory in MiB."""

    times: list[float]
    statuses: Counter[str]
    memory: float


async def asked(port: int, process: int) -> Answers:
    """Ask while the others hold their connections."""
    for page in PAGES:
        await ask(port, page, 0)
    asking, most = [], 0.0
    pages = cycle(PAGES)
    for number in range(A_SECOND * SECONDS):
        asking.append(asyncio.create_task(ask(port, next(pages).format(number=number), number)))
        most = max(most, resident_mib(process)) if number % 10 == 0 else most
        await asyncio.sleep(1 / A_SECOND)
    answers = await asyncio.gather(*asking)
    return Answers(sorted(each for each, _ in answers), Counter(told for _, told in answers), most)


def measure() -> Iterator[Row]:
    """Start a server, and a crowd in a process of its own, and ask."""
    with served() as site:
        # Its work must not count as the server's.
        holding = multiprocessing.Process(target=lambda: asyncio.run(crowd(site.port)), daemon=True)
        holding.start()
        try:
            time.sleep(SPREAD_S)
            found = asyncio.run(asked(site.port, *site.workers()))
        finally:
            holding.kill()
    others = f"{IDLE:,} idle and {SLOW:,} slow connections of {2 * CROWDS} addresses"
    told = ", ".join(f"{number} × {status}" for status, number in found.statuses.most_common())
    p99 = found.times[len(found.times) * 99 // 100]
    median = statistics.median(found.times)
    beside = f"{A_SECOND} a second beside {others}; median {median:.0f} ms; {told}"
    yield Row("a crowd: the slowest answer in a hundred", p99, beside, SLOWEST)
    yield Row("a crowd: memory of the server", found.memory, others, WEIGHT)


if __name__ == "__main__":
    main(measure)
