"""The end of a worker: whatever was asked of it is answered, and nobody is cut off.

Told to stop, a worker asks whoever is connected to connect anew with the next request, then takes
no further connections, and ends when those that it has are done or rest. A second interrupt
ends it at once.
"""

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from signal import SIGINT
from time import monotonic

from starlette.types import Message, Send

from modelario.limits import Limit, figure
from modelario.web.readers import ends, open_sockets

log = logging.getLogger(__name__)

#: What answers a request through what sends.
AnswerThrough = Callable[[Send], Awaitable[None]]

#: Connections that wait to be taken are taken for so long, in seconds.
_TAKING_S = 0.25
#: A connection that asks for nothing for so long rests; whoever asks then connects anew.
RESTING_S = 2.0
_LOOK_EVERY_S = 0.05


class Draining:
    """Whether a worker is about to end, and how it comes to that."""

    def __init__(self, connections: Callable[[], Iterable[object]] = ends) -> None:
        """Begin later; ``connections`` gives those that are open."""
        self.begun, self._interrupted = False, False
        self._connections = connections
        #: How many requests are being answered, and when one last came, since it has begun.
        self._answering, self._asked = 0, 0.0
        self._ending: asyncio.Task[None] | None = None

    def handle(self, loop: asyncio.AbstractEventLoop) -> None:
        """Come before the handlers of signals that the server will set on a loop."""
        register = loop.add_signal_handler

        def handler(number: int, stop: Callable[..., object], *given: object) -> None:
            register(number, self.begin, number, lambda: stop(*given))

        loop.add_signal_handler = handler  # type: ignore[method-assign, assignment]

    def begin(self, number: int, stop: Callable[[], object]) -> None:
        """Begin to end on a signal, and call ``stop`` once nobody is cut off by it.

        A terminal, or who supervises, may tell a worker beside its parent, which tells it again:
        only a second interrupt is somebody who will not wait.
        """
        if self.begun:
            if number == SIGINT and self._interrupted:
                stop()
        else:
            self.begun, self._asked = True, monotonic()
            log.info("Told to stop: what is asked is answered, then process %s ends.", os.getpid())
            self._ending = asyncio.get_running_loop().create_task(self._end(stop))
        self._interrupted = self._interrupted or number == SIGINT

    async def _end(self, stop: Callable[[], object]) -> None:
        end = monotonic() + figure(Limit.DRAIN)
        await asyncio.sleep(_TAKING_S)
        take_none()
        while self._is_used() and monotonic() < end:  # noqa: ASYNC110 – nothing tells it
            await asyncio.sleep(_LOOK_EVERY_S)
        stop()

    def _is_used(self) -> bool:
        if self._answering:
            return True
        return monotonic() - self._asked < RESTING_S and any(True for _ in self._connections())

    async def answered(self, send: Send, answer: AnswerThrough) -> None:
        """AnswerThrough a request that comes before the end; its connection takes no other."""
        self._answering += 1
        self._asked = monotonic()

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        try:
            await answer(closing)
        finally:
            self._answering -= 1


def take_none() -> None:
    """Take no further connections in this process; others that share the socket still do.

    The server cannot be told to do that alone: a socket that nobody connects to is laid over the
    one that it listens on.
    """
    for file, listener in open_sockets():
        with listener, suppress(OSError), socket.socket() as nobody:
            if listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                nobody.bind(("127.0.0.1", 0))
                nobody.listen()
                nobody.setblocking(False)  # noqa: FBT003 – the standard library's
                os.dup2(nobody.fileno(), file)
