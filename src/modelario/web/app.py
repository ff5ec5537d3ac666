"""The web application: the routes, and the cache in front of them."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from time import monotonic, thread_time
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from modelario.api.admin import is_admin
from modelario.api.inquiries import PREFIX
from modelario.editions import Editions
from modelario.limits import Limit, figure
from modelario.mcp import PATH
from modelario.queries.edition import Edition
from modelario.queries.two_days import AGAINST
from modelario.settings import Settings
from modelario.web.addresses import Addresses
from modelario.web.admin import Admin
from modelario.web.api import api_answer
from modelario.web.badges import badge_answer
from modelario.web.cache import Finished, chosen_encoding, finish
from modelario.web.crowds import Crowds
from modelario.web.desk import BusyError, Desk
from modelario.web.draining import Draining
from modelario.web.drawing import INDEX
from modelario.web.faults import Fault
from modelario.web.finders import security_text
from modelario.web.headers import own_headers, program_headers
from modelario.web.llms import llms
from modelario.web.mcp import mcp_answer
from modelario.web.messages import bodiless, names_one_host
from modelario.web.notices import noticed
from modelario.web.observing import Observer
from modelario.web.operators import for_monitors, for_operators
from modelario.web.pages import Page
from modelario.web.parameters import read
from modelario.web.ratelimits import limited
from modelario.web.readers import Readers, cut
from modelario.web.refusals import broken, busy, fault, wanted
from modelario.web.routes import PAGES
from modelario.web.site import Site, redirect
from modelario.web.sitemap import robots, sitemap
from modelario.web.streaming import Streamed
from modelario.web.tallies import Tallies
from modelario.web.words.i18n import preferred

if TYPE_CHECKING:
    from modelario.keeping.workshop import Workshop

log = logging.getLogger(__name__)


def create_app(
    editions: Editions,
    settings: Settings,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    clock: Callable[[], float] = monotonic,
    tallies: Tallies | None = None,
    *,
    workshop: "Workshop | None" = None,
) -> "Front":
    """Put the site together as an ASGI application.

    ``now`` tells what is stale or to come, ``clock`` how long readers take. Answers are counted in
    ``tallies``, which other processes may share, where somebody may read them. What an operator
    asks for is done in the ``workshop``, or here.
    """
    site = Site(editions, settings, now)
    desk = Desk(settings, clock, thread_time)
    draining = Draining()
    counted = (tallies or Tallies()) if settings.metrics else None
    observer = Observer(draining, counted, site.cache, logs=settings.access_log)
    admin = Admin(site, settings, desk.askers, clock, workshop)
    languages = site.drawing.languages
    pages = [each for page in PAGES for code in languages for each in _page(site, desk, page, code)]
    routes = [
        *(_start(site), _static(site), _data(site, desk), _api(site, desk, admin), _badge(site)),
        _mcp(site, desk),
        *(*_for_engines(site, desk), *_for_finders(site, settings)),
        *for_operators(site, draining),
        *(*for_monitors(site, desk.askers, settings, counted), *pages),
    ]
    faults = {
        HTTPException: fault(site, desk),
        BusyError: busy(site, desk),
        Exception: broken(site),
    }
    routed = ExceptionMiddleware(Router(routes, redirect_slashes=False), faults)
    return Front(site, routed, desk, Readers(clock, cut), observer)


#: Where what an asker has left is told, at its description too.
_API = PREFIX.rstrip("/")
#: Anything else – other methods, and the server's own messages – is for the routes.
_READING = ("GET", "HEAD")


class Front:
    """Answers what is finished already, and passes on the rest.

    A finished answer goes out at the speed of the server; only others are routed.
    """

    def __init__(
        self, site: Site, routes: ASGIApp, desk: Desk, readers: Readers, observer: Observer
    ) -> None:
        self.site = site
        self.routes = routes
        self.desk = desk
        self.readers = readers
        self.crowds = Crowds(desk.askers)
        self.observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a HEAD is a GET without its body."""
        if "method" not in scope:
            await self.routes(scope, receive, send)
            return
        kept = self._kept(scope)
        if kept is not None and self._goes_at_once(scope, kept):
            await self.observer.sent(scope, kept, send)
            return
        with self.crowds.answering(scope):
            answer = partial(self._answer, scope, receive, kept)
            await self.observer.answered(scope, send, answer)

    def _kept(self, asked: Scope) -> Finished | None:
        """Give the answer to a request, where it is finished already."""
        if asked["method"] not in _READING or not names_one_host(asked):
            return None
        return self.site.kept(asked)

    def _goes_at_once(self, asked: Scope, kept: Finished) -> bool:
        """Whether a kept answer is sent in one piece, with nothing that comes to it on its way."""
        return (
            self.observer.only_counts
            and len(kept.body) <= figure(Limit.PIECE)
            and not self.site.editions.now.troubles
            and not asked["path"].startswith(_API)
        )

    async def _answer(
        self, asked: Scope, receive: Receive, kept: Finished | None, send: Send
    ) -> None:
        send = noticed(self.site.editions.now.troubles, send)
        send = self.readers.sender(asked, self.desk.address, send)
        if not names_one_host(asked):
            refused = self.site.fault(Fault(400, "bad_host"), wanted(self.site, asked))
            await refused(asked, receive, send)
        elif asked["method"] not in _READING:
            await self._routed(asked, receive, send)
        elif kept is not None:
            if asked["path"].startswith(_API):
                kept = limited(kept, self.desk.left(asked))
            await kept(asked, receive, send)
        elif asked["method"] == "HEAD":
            asked["method"] = "GET"
            await self._routed(asked, receive, bodiless(send))
        else:
            await self._routed(asked, receive, send)

    async def _routed(self, asked: Scope, receive: Receive, send: Send) -> None:
        """Find the route of an address, however many slashes it is written with."""
        # Where an application is named, what no route fits is raised, and so answered as ours are.
        asked["app"] = self
        asked["path"] = "/" + "/".join(filter(None, asked["path"].split("/")))
        await self.routes(asked, receive, send)


# --- routes ------------------------------------------------------------------------------


def _page(site: Site, desk: Desk, page: Page, code: str) -> list[Route]:
    async def answer(request: Request) -> Finished:
        scope, names = request.scope, request.path_params
        then = await _load(site, desk, scope)
        return await desk.do(scope, lambda: site.answer(page, code, names, scope, then))

    return [Route(path, answer, name=f"{code}.{page.name}") for path in _paths(page, code)]


async def _load(site: Site, desk: Desk, scope: Scope) -> Edition | None:
    """Load past days beside what is drawn, so that nobody else waits for them."""
    query = scope["query_string"]
    if not read(query, (AGAINST,)).pairs:
        return None
    return await desk.do(scope, lambda: site.load(query), desk.loading)


def _paths(page: Page, code: str) -> list[str]:
    """List where a page stands; one whose last segment varies takes the endings within it."""
    found = []
    for path in (page.path, *page.longer):
        found.append(f"/{code}/{path}".rstrip("/"))
        if not path.endswith("}"):
            found += [f"/{code}/{path or INDEX}.{form}" for form in page.forms]
    return found


def _start(site: Site) -> Route:
    async def start(request: Request) -> Finished:
        code = preferred(request.headers.get("accept-language", ""), site.drawing.languages)
        address = site.addresses.page(code)
        return redirect(address, permanent=False, vary="accept-language")

    return Route("/", start, name="start")


def _static(site: Site) -> Route:
    async def static(request: Request) -> Finished:
        _, version, name = request.scope["path"].strip("/").split("/", 2)
        form = wanted(site, request.scope)
        found = site.drawing.assets.answer(version, name, form.encoding)
        return found or site.fault(Fault(404, "no_page"), form)

    return Route("/static/{version}/{name:path}", static, name="static")


def _data(site: Site, desk: Desk) -> Route:
    async def data(request: Request) -> Finished:
        scope = request.scope
        then = await _load(site, desk, scope)
        return await desk.do(scope, lambda: site.data(scope, then))

    return Route("/data/models.json", data, name="data")


def _api(site: Site, desk: Desk, admin: Admin) -> Route:
    async def api(request: Request) -> Finished | Streamed:
        if is_admin(request.scope["path"]):
            return await admin.answer(request.scope)
        await _load(site, desk, request.scope)
        return await api_answer(site, desk, request.scope)

    return _of_any_method(Route("/api/{rest:path}", api, name="api"))


def _mcp(site: Site, desk: Desk) -> Route:
    async def mcp(request: Request) -> Finished:
        return await mcp_answer(site, desk, request)

    return _of_any_method(Route(PATH, mcp, name="mcp"))


def _of_any_method(route: Route) -> Route:
    """Let a route tell itself which methods it knows, also of those that nobody has heard of."""
    route.methods = None
    return route


def _badge(site: Site) -> Route:
    async def badge_(request: Request) -> Finished:
        return badge_answer(site, request.scope, **request.path_params)

    return Route("/badge/{lab}/{slug}/{name}", badge_, name="badge")


def _for_engines(site: Site, desk: Desk) -> list[Route]:
    """Route what search engines ask for; the site's name is the request's where none is set."""

    async def map_(request: Request) -> Finished:
        def drawn() -> Finished:
            body = sitemap(site.editions.now, _addresses(site, request), site.drawing.languages)
            return _plain(site, request, body, "application/xml")

        return await desk.do(request.scope, drawn)

    async def robots_(request: Request) -> Finished:
        return _plain(site, request, robots(_addresses(site, request)), "text/plain")

    async def llms_(request: Request) -> Finished:
        body = llms(site.editions.now, _addresses(site, request))
        return _plain(site, request, body, "text/plain")

    return [
        Route("/sitemap.xml", map_, name="sitemap"),
        Route("/robots.txt", robots_, name="robots"),
        Route("/llms.txt", llms_, name="llms"),
    ]


def _addresses(site: Site, request: Request) -> Addresses:
    host = request.headers.get("host")
    if site.addresses.base or not host:
        return site.addresses
    return Addresses(f"{request.scope['scheme']}://{host}")


def _plain(site: Site, request: Request, body: bytes, media_type: str) -> Finished:
    # What names the host of a request is no answer for anybody else.
    headers = program_headers if site.addresses.base else own_headers
    made = headers(f"{media_type}; charset=utf-8")
    return finish(body, made, encoding=chosen_encoding(request.scope["headers"]))


def _for_finders(site: Site, settings: Settings) -> list[Route]:
    """Route whom to tell of a weakness, where somebody is named."""
    if (contact := settings.security_contact) is None:
        return []

    async def security(_request: Request) -> Finished:
        headers = program_headers("text/plain; charset=utf-8")
        return finish(security_text(contact, site.now()), headers, encoding="identity")

    return [Route("/.well-known/security.txt", security, name="security")]
