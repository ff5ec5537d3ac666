"""What is noticed of each answer: its counts, and its line in the log, where they are wanted."""

import logging
from functools import partial
from time import perf_counter

from starlette.types import Message, Scope, Send

from modelario.api.admin import FOLDER, is_admin
from modelario.api.inquiries import PREFIX
from modelario.web.cache import Finished, PageCache
from modelario.web.draining import AnswerThrough, Draining
from modelario.web.route_names import route_of
from modelario.web.tallies import Tallies

#: Has a line for each answer. Who asked, and with which query, stands in none.
access = logging.getLogger("modelario.access")

_LONGEST_PATH = 200


class Observer:
    """Counts answers, and logs them; once the end has begun, each is its connection's last."""

    def __init__(
        self, draining: Draining, tallies: Tallies | None, cache: PageCache, *, logs: bool
    ) -> None:
        self.draining = draining
        self._tallies = tallies
        self._cache = cache
        self._logs = logs

    @property
    def only_counts(self) -> bool:
        """Whether an answer that is at hand may be :meth:`sent`: nothing else is noticed of it."""
        return not self._logs and not self.draining.begun

    async def sent(self, asked: Scope, answer: Finished, send: Send) -> None:
        """Send what is at hand, for which nobody waits, and count it."""
        begun = perf_counter()
        start, body = answer.messages(asked)
        self._begin()
        await send(start)
        await send(body)
        self._end(asked["path"], start["status"], perf_counter() - begun, len(body["body"]))

    async def answered(self, asked: Scope, send: Send, answer: AnswerThrough) -> None:
        """Answer a request, and notice how that went."""
        if self.draining.begun:
            await self.draining.answered(send, partial(self._answered, asked, answer))
        else:
            await self._answered(asked, answer, send)

    async def _answered(self, asked: Scope, answer: AnswerThrough, send: Send) -> None:
        begun, status, size = perf_counter(), 0, 0

        async def noticing(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.body":
                size += len(message["body"])
            elif message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._begin()
        try:
            await answer(noticing)
        finally:
            self._notice(asked, status, perf_counter() - begun, size)

    def _notice(self, asked: Scope, status: int, seconds: float, size: int) -> None:
        path = asked["path"]
        self._end(path, status, seconds, size)
        if self._logs:
            fields = {
                "method": asked["method"],
                "route": route_of(path),
                "path": _told(path),
                "status": status,
                "duration_ms": round(seconds * 1000, 3),
                "bytes": size,
            }
            access.info("answered", extra={"fields": fields})

    def _begin(self) -> None:
        if self._tallies is not None:
            self._tallies.begin()

    def _end(self, path: str, status: int, seconds: float, size: int) -> None:
        if self._tallies is not None:
            self._tallies.end(path, status, seconds, size)
            self._tallies.cache(self._cache.hits, self._cache.made, self._cache.size)


def _told(path: str) -> str:
    """Give a path as it stands in the log: what follows an operator's may be their token."""
    return f"{PREFIX}{FOLDER}" if is_admin(path) else path[:_LONGEST_PATH]
