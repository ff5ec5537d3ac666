"""An operator's acts over HTTP: who may ask for them, and how the answer is sent.

Nothing here is there without a token. It comes in a header that browsers add to no request by
themselves, so that no page can make a reader's browser ask; and it stands in no log.
"""

import logging
from collections.abc import Callable, Mapping
from hashlib import sha256
from hmac import compare_digest
from math import ceil
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from msgspec import Struct
from starlette.types import Scope

from modelario.api.admin import Act, Order, act_at, carried_out
from modelario.api.inquiries import JSON, PREFIX, PROBLEM
from modelario.api.problems import ProblemDetails, problem
from modelario.formats import to_json
from modelario.limits import Limit, figure
from modelario.settings import Settings
from modelario.web.askers import Askers
from modelario.web.budgets import Budgets
from modelario.web.cache import Finished, finish
from modelario.web.headers import own_headers
from modelario.web.site import Site

if TYPE_CHECKING:
    from modelario.keeping.workshop import Workshop

log = logging.getLogger(__name__)

_SCHEME = b"bearer "


class Admin:
    """Answers whoever has the token; everybody else may try a few times."""

    def __init__(
        self,
        site: Site,
        settings: Settings,
        askers: Askers,
        clock: Callable[[], float],
        workshop: "Workshop | None",
    ) -> None:
        self._site = site
        self._settings = settings
        self._askers = askers
        self._workshop = workshop
        #: Without a token there is nothing to compare with, and so nobody may ask.
        self._digest = _digest(settings.admin_token.encode()) if settings.admin_token else None
        # Whoever has used them up waits: the last one leaves him with less than none.
        most = figure(Limit.GUESSES) - 1
        self._guesses = Budgets(1 / figure(Limit.GUESS_EVERY), clock, most)
        self._one_at_a_time = CapacityLimiter(1)

    @property
    def is_on(self) -> bool:
        """Whether anything can be asked for at all."""
        return self._digest is not None

    async def answer(self, scope: Scope) -> Finished:
        """Answer a request for an act."""
        found = act_at(scope["path"].removeprefix(PREFIX).split("/"))
        if not self.is_on or found is None:
            return _sent(problem("no_resource"))
        if scope["method"] != "POST":
            told = problem("bad_method", "Acts are asked for by POST.")
            return _sent(told).also("allow", "POST")
        address = self._askers.of(scope)
        if wait := self._guesses.wait(address):
            told = problem("guessing", f"come again in {ceil(wait)} s")
            return _sent(told).also("retry-after", str(ceil(wait)))
        if not self._is_known(scope):
            self._guesses.spend(address, 1)
            log.warning("%s asked for %s without the token.", address, found[0].name)
            return _sent(problem("unauthorized")).also(
                "www-authenticate", 'Bearer realm="modelario"'
            )
        return _sent(await self._carried_out(*found, address))

    def _is_known(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        if len(given) != 1 or not given[0].lower().startswith(_SCHEME):
            return False
        # Digests are of one length: neither that nor a first letter takes longer to compare.
        return compare_digest(_digest(given[0][len(_SCHEME) :].strip()), self._digest or b"")

    async def _carried_out(self, act: Act, names: Mapping[str, str], address: str) -> Struct:
        site, settings = self._site, self._settings
        order = Order(site.editions, settings, site.now(), names, self._workshop)
        told = await to_thread.run_sync(
            lambda: carried_out(act, order), limiter=self._one_at_a_time
        )
        said = told.detail if isinstance(told, ProblemDetails) else to_json(told).decode()
        log.info("%s asked for %s: %s", address, " ".join([act.name, *names.values()]), said)
        return told


def _digest(token: bytes) -> bytes:
    return sha256(token).digest()


def _sent(told: Struct) -> Finished:
    if isinstance(told, ProblemDetails):
        kind, status = PROBLEM, told.status
    else:
        kind, status = JSON, 200
    return finish(to_json(told), own_headers(kind), status=status, encoding="identity")
