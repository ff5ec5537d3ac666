"""The web application: the routes, and the cache in front of them."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic, thread_time
from typing import cast

from litestar import HttpMethod, Litestar, get, route
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from modelario.api.inquiries import PREFIX
from modelario.editions import Editions
from modelario.formats import to_json
from modelario.mcp import PATH
from modelario.queries.edition import Edition
from modelario.queries.status import ready
from modelario.queries.two_days import AGAINST
from modelario.settings import Settings
from modelario.web.addresses import Addresses
from modelario.web.api import api_answer
from modelario.web.badges import badge_answer
from modelario.web.cache import Finished, chosen_encoding, finish
from modelario.web.crowds import Crowds
from modelario.web.desk import BusyError, Desk
from modelario.web.drawing import INDEX
from modelario.web.faults import Fault
from modelario.web.finders import security_text
from modelario.web.headers import own_headers, program_headers
from modelario.web.llms import llms
from modelario.web.mcp import mcp_answer
from modelario.web.messages import bodiless, names_one_host
from modelario.web.notices import noticed
from modelario.web.pages import Page
from modelario.web.parameters import read
from modelario.web.ratelimits import limited
from modelario.web.readers import Readers, cut
from modelario.web.refusals import AnyRequest, broken, busy, fault, wanted
from modelario.web.routes import PAGES
from modelario.web.site import Site, redirect
from modelario.web.sitemap import robots, sitemap
from modelario.web.streaming import Streamed
from modelario.web.words.i18n import preferred

log = logging.getLogger(__name__)


def create_app(
    editions: Editions,
    settings: Settings,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    clock: Callable[[], float] = monotonic,
) -> "Front":
    """Put the site together as an ASGI application.

    ``now`` tells what is stale or to come, ``clock`` how long readers take.
    """
    site = Site(editions, settings, now)
    desk = Desk(settings, clock, thread_time)
    pages = [_page(site, desk, page, code) for page in PAGES for code in site.drawing.languages]
    handlers = [
        *(_start(site), _static(site), _data(site, desk), _api(site, desk), _badge(site)),
        _mcp(site, desk),
        *_for_engines(site, desk),
    ]
    routes = Litestar(
        route_handlers=[*handlers, *_for_operators(site), *_for_finders(site, settings), *pages],
        exception_handlers={
            HTTPException: fault(site, desk),
            BusyError: busy(site, desk),
            Exception: broken(site),
        },
        openapi_config=None,
        logging_config=None,
    )
    return Front(site, routes, desk, Readers(clock, cut))


#: Anything else – other methods, and the server's own messages – is for the routes.
_READING = ("GET", "HEAD")


class Front:
    """Answers what is finished already, and passes on the rest.

    A finished answer goes out at the speed of the server; only others are routed.
    """

    def __init__(self, site: Site, routes: Litestar, desk: Desk, readers: Readers) -> None:
        self.site = site
        self.routes = routes
        self.desk = desk
        self.readers = readers
        self.crowds = Crowds(desk.askers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a HEAD is a GET without its body."""
        if "method" not in scope:
            await self.routes(scope, receive, send)
            return
        asked = cast("HTTPScope", scope)
        with self.crowds.answering(asked):
            await self._answer(asked, receive, send)

    async def _answer(self, asked: HTTPScope, receive: Receive, send: Send) -> None:
        send = noticed(self.site.editions.now.troubles, send)
        send = self.readers.sender(asked, self.desk.address, send)
        if not names_one_host(asked):
            refused = self.site.fault(Fault(400, "bad_host"), wanted(self.site, asked))
            await refused(asked, receive, send)
        elif asked["method"] not in _READING:
            await self.routes(asked, receive, send)
        elif (kept := self.site.kept(asked)) is not None:
            if asked["path"].startswith(PREFIX):
                kept = limited(kept, self.desk.left(asked))
            await kept(asked, receive, send)
        elif asked["method"] == "HEAD":
            asked["method"] = "GET"
            await self.routes(asked, receive, bodiless(send))
        else:
            await self.routes(asked, receive, send)


# --- routes ------------------------------------------------------------------------------


def _page(site: Site, desk: Desk, page: Page, code: str) -> HTTPRouteHandler:
    async def answer(request: AnyRequest) -> ASGIApp:
        scope, names = request.scope, request.path_params
        then = await _load(site, desk, scope)
        return _app(await desk.do(scope, lambda: site.answer(page, code, names, scope, then)))

    return get(_paths(page, code), name=f"{code}.{page.name}")(answer)


async def _load(site: Site, desk: Desk, scope: HTTPScope) -> Edition | None:
    """Load past days beside what is drawn, so that nobody else waits for them."""
    query = scope["query_string"]
    if not read(query, (AGAINST,)).pairs:
        return None
    return await desk.do(scope, lambda: site.load(query), desk.loading)


def _paths(page: Page, code: str) -> list[str]:
    """List where a page stands; one whose last segment varies takes the endings within it."""
    found = []
    for path in (page.path, *page.longer):
        typed = path.replace("}", ":str}")
        found.append(f"/{code}/{typed}")
        if not path.endswith("}"):
            found += [f"/{code}/{typed or INDEX}.{form}" for form in page.twins]
    return found


def _start(site: Site) -> HTTPRouteHandler:
    @get("/", name="start")
    async def start(request: AnyRequest) -> ASGIApp:
        code = preferred(request.headers.get("accept-language", ""), site.drawing.languages)
        address = site.addresses.page(code)
        return _app(redirect(address, permanent=False, vary="accept-language"))

    return start


def _static(site: Site) -> HTTPRouteHandler:
    @get("/static/{version:str}/{name:path}", name="static")
    async def static(request: AnyRequest) -> ASGIApp:
        _, version, name = request.scope["path"].strip("/").split("/", 2)
        form = wanted(site, request.scope)
        found = site.drawing.assets.answer(version, name, form.encoding)
        return _app(found or site.fault(Fault(404, "no_page"), form))

    return static


def _data(site: Site, desk: Desk) -> HTTPRouteHandler:
    @get("/data/models.json", name="data")
    async def data(request: AnyRequest) -> ASGIApp:
        scope = request.scope
        then = await _load(site, desk, scope)
        return _app(await desk.do(scope, lambda: site.data(scope, then)))

    return data


def _api(site: Site, desk: Desk) -> HTTPRouteHandler:
    # Whatever the method: the API itself says which it knows.
    @route("/api/{rest:path}", http_method=list(HttpMethod), name="api")
    async def api(request: AnyRequest) -> ASGIApp:
        await _load(site, desk, request.scope)
        return _app(await api_answer(site, desk, request.scope))

    return api


def _mcp(site: Site, desk: Desk) -> HTTPRouteHandler:
    @route(PATH, http_method=list(HttpMethod), name="mcp")
    async def mcp(request: AnyRequest) -> ASGIApp:
        return _app(await mcp_answer(site, desk, request))

    return mcp


def _badge(site: Site) -> HTTPRouteHandler:
    @get("/badge/{lab:str}/{slug:str}/{name:str}", name="badge")
    async def badge_(request: AnyRequest) -> ASGIApp:
        return _app(badge_answer(site, request.scope, **request.path_params))

    return badge_


def _for_engines(site: Site, desk: Desk) -> list[HTTPRouteHandler]:
    """Route what search engines ask for; the site's name is the request's where none is set."""

    @get("/sitemap.xml", name="sitemap")
    async def map_(request: AnyRequest) -> ASGIApp:
        def drawn() -> Finished:
            body = sitemap(site.editions.now, _addresses(site, request), site.drawing.languages)
            return _plain(site, request, body, "application/xml")

        return _app(await desk.do(request.scope, drawn))

    @get("/robots.txt", name="robots")
    async def robots_(request: AnyRequest) -> ASGIApp:
        return _app(_plain(site, request, robots(_addresses(site, request)), "text/plain"))

    @get("/llms.txt", name="llms")
    async def llms_(request: AnyRequest) -> ASGIApp:
        body = llms(site.editions.now, _addresses(site, request))
        return _app(_plain(site, request, body, "text/plain"))

    return [map_, robots_, llms_]


def _addresses(site: Site, request: AnyRequest) -> Addresses:
    host = request.headers.get("host")
    if site.addresses.base or not host:
        return site.addresses
    return Addresses(f"{request.scope['scheme']}://{host}")


def _plain(site: Site, request: AnyRequest, body: bytes, media_type: str) -> Finished:
    # What names the host of a request is no answer for anybody else.
    headers = program_headers if site.addresses.base else own_headers
    made = headers(f"{media_type}; charset=utf-8")
    return finish(body, made, encoding=chosen_encoding(request.scope["headers"]))


def _for_operators(site: Site) -> list[HTTPRouteHandler]:
    """Route what tells whether this process lives, and whether it has something to serve.

    Neither asks the store, so that they answer whatever has happened to it.
    """

    @get("/healthz", name="healthz")
    async def health() -> ASGIApp:
        return _app(finish(b"ok\n", own_headers("text/plain"), encoding="identity"))

    @get("/readyz", name="readyz")
    async def readiness() -> ASGIApp:
        told = ready(site.showing.edition.catalogue, site.now())
        headers = own_headers("application/json")
        status = 200 if told.ready else 503
        return _app(finish(to_json(told), headers, status=status, encoding="identity"))

    return [health, readiness]


def _for_finders(site: Site, settings: Settings) -> list[HTTPRouteHandler]:
    """Route whom to tell of a weakness, where somebody is named."""
    if (contact := settings.security_contact) is None:
        return []

    @get("/.well-known/security.txt", name="security")
    async def security() -> ASGIApp:
        headers = program_headers("text/plain; charset=utf-8")
        return _app(finish(security_text(contact, site.now()), headers, encoding="identity"))

    return [security]


def _app(answer: Finished | Streamed) -> ASGIApp:
    """Hand an answer to Litestar as what it is: an application that sends itself."""
    return cast("ASGIApp", answer)
