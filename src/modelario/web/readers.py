"""Readers who are slow: they hold a few pieces of an answer, for a time, and only so many."""

import logging
import os
import socket
import stat
from asyncio import AbstractEventLoop, get_running_loop
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.types import Message, Scope, Send

from modelario.limits import Limit, figure

log = logging.getLogger(__name__)

#: The other end of a connection: address and port.
End = tuple[str, int]

#: Nobody is slow who took something so short a time ago.
_WAITED_S = 2.0
_LOOK_EVERY_S = 1.0
#: Where a process finds what it has open.
_OPEN_FILES = Path("/dev/fd")


@dataclass(slots=True, eq=False)
class Transfer:
    """A long answer on its way: to whom, since when, and when a piece of it was last taken."""

    end: End
    address: str
    size: int
    since: float
    moved: float


class Readers:
    """Long answers on their way; :meth:`overdue` tells whose reader is too slow."""

    def __init__(self, clock: Callable[[], float], cut: Callable[[Collection[End]], None]) -> None:
        self._clock = clock
        self._cut = cut
        self._transfers: set[Transfer] = set()
        #: The loop that looks after them, as long as there are any.
        self._watched_by: AbstractEventLoop | None = None

    def sender(self, scope: Scope, address: Callable[[Scope], str], send: Send) -> Send:
        """Send long bodies in pieces; each waits until there is room for it."""

        async def in_pieces(message: Message) -> None:
            if message["type"] != "http.response.body" or len(message["body"]) <= _piece():
                await send(message)
            else:
                await self._send(scope, address(scope), message, send)

        return in_pieces

    async def _send(self, scope: Scope, address: str, message: Message, send: Send) -> None:
        body, more_to_come = message["body"], message["more_body"]
        now = self._clock()
        transfer = Transfer(end_of(scope), address, len(body), now, now)
        self._transfers.add(transfer)
        self._watch()
        try:
            for start in range(0, len(body), _piece()):
                part = body[start : start + _piece()]
                more = more_to_come or start + _piece() < len(body)
                await send({"type": "http.response.body", "body": part, "more_body": more})
                transfer.moved = self._clock()
        finally:
            self._transfers.discard(transfer)

    def _watch(self) -> None:
        loop = get_running_loop()
        if self._watched_by is not loop:
            self._watched_by = loop
            loop.call_later(_LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        self._watched_by = None
        if late := {transfer.end for transfer in self.overdue()}:
            log.info("%s readers are too slow, and cut.", len(late))
            get_running_loop().run_in_executor(None, self._cut, late)
        if self._transfers:
            self._watch()

    def overdue(self) -> Iterator[Transfer]:
        """Tell whose reader stalls, takes for ever, or is one slow one too many of an address."""
        now = self._clock()
        slow: defaultdict[str, list[Transfer]] = defaultdict(list)
        for each in self._transfers:
            longest = figure(Limit.STALL) + each.size / figure(Limit.SLOWEST)
            if now - each.moved >= figure(Limit.STALL) or now - each.since >= longest:
                yield each
            elif now - each.moved >= _WAITED_S:
                slow[each.address].append(each)
        for of_one in slow.values():
            of_one.sort(key=lambda each: each.moved, reverse=True)
            yield from of_one[figure(Limit.SLOW_READERS) :]


def end_of(scope: Scope) -> End:
    """Give the other end of a request's connection."""
    # Granian writes the port as text.
    address, port = scope["client"] or ("", 0)
    return address, int(port)


def _piece() -> int:
    return figure(Limit.PIECE)


def cut(ends: Collection[End]) -> None:
    """Shut the connections of this process to some ends.

    The server cannot be told to do that: it waits for as long as the other end does.
    """
    for _, connection in open_sockets():
        with connection, suppress(OSError):
            if connection.getpeername()[:2] in ends:
                connection.shutdown(socket.SHUT_RDWR)


def open_files() -> int:
    """Count what this process has open: hardly more than its connections."""
    return len(list(_OPEN_FILES.iterdir())) if _OPEN_FILES.is_dir() else 0


def ends() -> Iterator[End]:
    """Give the other end of every connection that this process has open."""
    for _, connection in open_sockets():
        with connection, suppress(OSError):
            if connection.family in (socket.AF_INET, socket.AF_INET6):
                yield connection.getpeername()[:2]


def open_sockets() -> Iterator[tuple[int, socket.socket]]:
    """Give the number of every socket that this process has open, and a copy of it."""
    for path in _OPEN_FILES.iterdir() if _OPEN_FILES.is_dir() else ():
        with suppress(OSError):
            file = int(path.name)
            if stat.S_ISSOCK(os.fstat(file).st_mode):
                yield file, socket.socket(fileno=os.dup(file))
