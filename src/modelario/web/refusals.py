"""What is answered where no page is: nothing is there, too many ask, or a fault is ours."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from modelario.api.inquiries import PREFIX
from modelario.web.cache import Finished, chosen_encoding
from modelario.web.desk import BusyError, Desk
from modelario.web.drawing import FORMS, HTML
from modelario.web.faults import Fault
from modelario.web.ratelimits import limited
from modelario.web.site import Site, Wanted
from modelario.web.words.i18n import preferred

log = logging.getLogger(__name__)

#: What a request is answered that failed in one way.
Refusal = Callable[[Request, Any], Awaitable[Any]]

_NOTHING_THERE, _NO_METHOD = 404, 405
#: Below these stand no pages.
_NO_PAGES = (PREFIX, "/api/", "/static/", "/data/", "/badge/", "/.")


def fault(site: Site, desk: Desk) -> Refusal:
    """Answer where the router finds nothing; the address of a page may mean something."""

    async def answer(request: Request, error: HTTPException) -> "Finished | Astray":
        if error.status_code == _NOTHING_THERE and not request.scope["path"].startswith(_NO_PAGES):
            return Astray(site, desk)
        code = "bad_method" if error.status_code == _NO_METHOD else "no_page"
        made = site.fault(Fault(error.status_code, code), wanted(site, request.scope))
        allowed = (error.headers or {}).get("Allow")
        return made.also("allow", ", ".join(sorted(allowed.split(", ")))) if allowed else made

    return answer


def busy(site: Site, desk: Desk) -> Refusal:
    """Turn away whom there is no time for."""

    async def answer(request: Request, error: BusyError) -> Finished:
        made = site.fault(Fault(error.status, error.code), wanted(site, request.scope))
        made = made.also("retry-after", str(error.retry_after_s))
        return limited(made, desk.left(request.scope))

    return answer


def broken(site: Site) -> Refusal:
    """Say that a fault is ours, and log it."""

    async def answer(request: Request, error: Exception) -> Finished:
        log.error("%s could not be answered", request.url.path, exc_info=error)
        return site.fault(site.broken(request.scope), wanted(site, request.scope))

    return answer


class Astray(NamedTuple):
    """An answer that is worked out when its turn comes: what an address may mean.

    As finished answers are, it is an ASGI application that sends itself.
    """

    site: Site
    desk: Desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look the address up, and send what was found; without time for that, nothing was."""
        form = wanted(self.site, scope)
        try:
            made = await self.desk.do(scope, lambda: self.site.astray(scope, form))
        except BusyError:
            made = self.site.fault(Fault(_NOTHING_THERE, "no_page"), form)
        await made(scope, receive, send)


def wanted(site: Site, scope: Scope) -> Wanted:
    """What to answer a request in that belongs to no page, in the form its address ends with."""
    languages = site.drawing.languages
    path = scope["path"]
    named = path.strip("/").partition("/")[0]
    language = languages[named if named in languages else _liked(site, scope)]
    usual = "json" if path.startswith(PREFIX) else HTML
    form = next((form for form in FORMS if path.endswith(f".{form}")), usual)
    return Wanted(language, form, chosen_encoding(scope["headers"]))


def _liked(site: Site, scope: Scope) -> str:
    """Tell which of our languages a reader likes best."""
    header = Headers(scope=scope).get("accept-language", "")
    return preferred(header, site.drawing.languages)
