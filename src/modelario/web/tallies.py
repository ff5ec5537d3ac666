"""What the workers of a server count, in a file that all of them have in memory.

Each worker has a slot of its own, so that none waits for another; a reader adds them up. Whoever
takes a dead worker's slot goes on counting there, so that no sum ever falls.
"""

import mmap
import os
import struct
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from modelario.limits import Limit, figure
from modelario.web.route_names import ROUTES, route_of

try:
    import fcntl
except ImportError:  # Windows has one worker, and one slot is enough
    fcntl = None  # type: ignore[assignment]

#: The statuses that we give; 0 where a reader had gone before there was one.
STATUSES = (
    *(0, 200, 204, 301, 303, 304, 400, 401, 403, 404, 405, 406, 408, 409, 413, 429),
    *(500, 501, 502, 503),
)
#: Seconds that an answer takes, at most: the edges of the histogram.
EDGES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_STATUS = {status: place for place, status in enumerate(STATUSES)}
_ROUTE = {route: place for place, route in enumerate(ROUTES)}
#: What stands before the routes: process, requests in progress, the cache's hits, misses, bytes.
_PROCESS, _BUSY, _HITS, _MISSES, _BYTES, _HEAD = range(6)
#: Of a route: each status and, after the last of them, another; each bucket; seconds; bytes.
_BUCKETS = len(STATUSES) + 1
_SECONDS = _BUCKETS + len(EDGES) + 1
_SENT, _ROW = _SECONDS + 1, _SECONDS + 2
_SLOT = _HEAD + _ROW * len(ROUTES)
_NUMBER = struct.calcsize("d")


class RouteTally(NamedTuple):
    """What was counted of a route: answers by status, by bucket, seconds and bytes in all."""

    route: str
    #: ``None`` is any other status.
    statuses: dict[int | None, int]
    #: How many took longer than the edge before and no longer than this; the last has none.
    buckets: tuple[int, ...]
    seconds: float
    size: float


class WorkerTally(NamedTuple):
    """A worker that lives: its number, its process, and what it has just now."""

    number: int
    process: int
    busy: int
    cache_bytes: int


class Tallies:
    """The counts of all workers; this one counts in its own slot."""

    def __init__(self, path: Path | None = None) -> None:
        """Share a file with others, which the first makes; without a path share nothing."""
        size = _SLOT * _NUMBER * (figure(Limit.WORKERS) if path else 1)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600) if path else -1
        if path:
            os.truncate(file, size)
        self._all = memoryview(mmap.mmap(file, size)).cast("d")
        #: Stays open: to close it would give the slot away.
        self._file = file
        number = _taken(file) if path else 0
        self._mine = (
            self._slot(number)
            if number is not None
            else memoryview(bytearray(_SLOT * _NUMBER)).cast("d")
        )
        self._mine[_PROCESS], self._mine[_BUSY] = os.getpid(), 0
        self._hits, self._misses = self._mine[_HITS], self._mine[_MISSES]

    def _slot(self, number: int) -> "memoryview[float]":
        return self._all[number * _SLOT : (number + 1) * _SLOT]

    def begin(self) -> None:
        """Count a request that is being answered."""
        self._mine[_BUSY] += 1

    def end(self, path: str, status: int, seconds: float, size: int) -> None:
        """Count an answer."""
        mine = self._mine
        row = _row(path)
        mine[_BUSY] -= 1
        mine[row + _STATUS.get(status, len(STATUSES))] += 1
        mine[row + _BUCKETS + bisect_left(EDGES, seconds)] += 1
        mine[row + _SECONDS] += seconds
        mine[row + _SENT] += size

    def cache(self, hits: int, misses: int, size: int) -> None:
        """Count what this process' cache gave and kept so far, and what it holds."""
        mine = self._mine
        mine[_HITS], mine[_MISSES] = self._hits + hits, self._misses + misses
        mine[_BYTES] = size

    # --- what all counted

    def _slots(self) -> Iterator[tuple[int, "memoryview[float]"]]:
        for number in range(len(self._all) // _SLOT):
            slot = self._slot(number)
            if slot[_PROCESS]:
                yield number, slot

    def routes(self) -> Iterator[RouteTally]:
        """Give what all workers counted, of routes that were asked for."""
        slots = [slot for _, slot in self._slots()]
        for place, route in enumerate(ROUTES):
            start = _HEAD + _ROW * place
            row = [
                sum(each) for each in zip(*(s[start : start + _ROW] for s in slots), strict=True)
            ]
            counts = [int(each) for each in row[:_SECONDS]]
            if any(counts):
                statuses = dict(zip((*STATUSES, None), counts[:_BUCKETS], strict=True))
                buckets = tuple(counts[_BUCKETS:])
                yield RouteTally(route, statuses, buckets, row[_SECONDS], row[_SENT])

    def cached(self) -> tuple[int, int]:
        """Give how often a cache had an answer, and how often one was made for it."""
        slots = [slot for _, slot in self._slots()]
        return int(sum(s[_HITS] for s in slots)), int(sum(s[_MISSES] for s in slots))

    def workers(self) -> Iterator[WorkerTally]:
        """Give the workers that live."""
        for number, slot in self._slots():
            if _lives(process := int(slot[_PROCESS])):
                yield WorkerTally(number, process, int(slot[_BUSY]), int(slot[_BYTES]))


@lru_cache(maxsize=4096)
def _row(path: str) -> int:
    """Where in a slot an address is counted."""
    return _HEAD + _ROW * _ROUTE[route_of(path)]


def _taken(file: int) -> int | None:
    """Take the first slot that no process has; the system gives it back when this one ends."""
    for number in range(figure(Limit.WORKERS)):
        if fcntl is None:
            return number
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except OSError:
            continue
        return number
    return None


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
