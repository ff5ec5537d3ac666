"""Whose turn it is: one answer is worked out at a time, and addresses take turns."""

from asyncio import Future, get_running_loop
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """A queue that is fair between addresses, however many requests one of them sends."""

    def __init__(self) -> None:
        self._taken = False
        #: Who waits, by address; the first address is the next one.
        self._waiting: OrderedDict[str, deque[Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, address: str) -> AsyncIterator[None]:
        """Wait for a turn, and pass it on at the end."""
        if self._taken:
            await self._wait(address)
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, address: str) -> None:
        mine = get_running_loop().create_future()
        self._waiting.setdefault(address, deque()).append(mine)
        try:
            await mine
        except BaseException:
            # Whoever goes away with the turn in hand passes it on.
            if mine.done() and not mine.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        self._taken = False
        while self._waiting and not self._taken:
            address, queue = self._waiting.popitem(last=False)
            following = queue.popleft()
            if queue:
                self._waiting[address] = queue
            if not following.done():
                # Taken from now on: nobody may come in between.
                self._taken = True
                following.set_result(None)
