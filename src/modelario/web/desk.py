"""Where answers are worked out: off the loop, one at a time, within what visitors may ask for."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from typing import TypeVar

from anyio import CapacityLimiter, sleep, to_thread
from starlette.types import Scope

from modelario.limits import Limit, figure
from modelario.settings import Settings
from modelario.web.askers import Askers
from modelario.web.budgets import Budgets
from modelario.web.ratelimits import Allotment
from modelario.web.turns import Turns

Made = TypeVar("Made")


class BusyError(Exception):
    """There is no answer just now; there may be one in ``retry_after_s`` seconds."""

    def __init__(self, status: int, code: str, retry_after_s: int) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after_s = retry_after_s


class Lane:
    """Work that is done one piece at a time."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.limiter = CapacityLimiter(1)


class Desk:
    """Works answers out, one at a time; the loop goes on sending those that are finished."""

    def __init__(
        self, settings: Settings, clock: Callable[[], float], work: Callable[[], float]
    ) -> None:
        #: Tells how much work this thread has done, in seconds.
        self._work = work
        self.askers = Askers(settings.trusted_proxies)
        self._budgets = Budgets(settings.work_per_address, clock)
        #: How many requests of each address wait or are worked on.
        self._places: Counter[str] = Counter()
        self.drawing = Lane()
        #: Past days cost a second's work each: they are loaded beside, so that nobody else waits.
        self.loading = Lane()

    def address(self, scope: Scope) -> str:
        """Give the address that a request is counted under."""
        return self.askers.of(scope)

    def left(self, scope: Scope) -> Allotment:
        """Tell what the address of a request may still ask for."""
        address, budgets = self.address(scope), self._budgets
        places = figure(Limit.PLACES) - self._places[address]
        return Allotment(budgets.share, budgets.left(address), places)

    async def do(self, scope: Scope, job: Callable[[], Made], lane: Lane | None = None) -> Made:
        """Work an answer out when its turn comes; raises :class:`BusyError`."""
        address, lane = self.address(scope), lane or self.drawing
        spent: list[float] = []

        def measured() -> Made:
            before = self._work()
            try:
                return job()
            finally:
                spent.append(self._work() - before)

        with self._place(address):
            await self._afford(address)
            async with lane.turns.turn(address):
                try:
                    return await to_thread.run_sync(measured, limiter=lane.limiter)
                finally:
                    self._budgets.spend(address, sum(spent))

    @contextmanager
    def _place(self, address: str) -> Iterator[None]:
        if self._places[address] >= figure(Limit.PLACES):
            raise BusyError(429, "too_much", 1)
        if self._places.total() >= figure(Limit.QUEUE):
            raise BusyError(503, "busy", 1)
        self._places[address] += 1
        try:
            yield
        finally:
            self._places[address] -= 1
            if not self._places[address]:
                del self._places[address]

    async def _afford(self, address: str) -> None:
        """Let an address that did too much wait a little, or send it away for longer."""
        while wait := self._budgets.wait(address):
            if wait > figure(Limit.PATIENCE):
                raise BusyError(429, "too_much", ceil(wait))
            await sleep(wait)
