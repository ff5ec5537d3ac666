"""The web application: the routes, and the cache in front of them."""

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, cast

from anyio import to_thread
from litestar import Litestar, Request, get
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from modelario.editions import Editions
from modelario.queries.edition import Edition
from modelario.settings import Settings
from modelario.web.addresses import Addresses
from modelario.web.cache import Finished, chosen_encoding, finish
from modelario.web.drawing import HTML, INDEX
from modelario.web.faults import Fault
from modelario.web.headers import program_headers
from modelario.web.pages import Page
from modelario.web.parameters import AS_OF, read
from modelario.web.routes import PAGES
from modelario.web.site import Site, Wanted, redirect
from modelario.web.sitemap import robots, sitemap
from modelario.web.words.i18n import SOURCE_LANGUAGE, preferred

log = logging.getLogger(__name__)

AnyRequest = Request[Any, Any, Any]


def create_app(
    editions: Editions,
    settings: Settings,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> "Front":
    """Put the site together as an ASGI application; ``now`` tells what is stale or to come."""
    site = Site(editions, settings, now)
    pages = [_page(site, page, code) for page in PAGES for code in site.drawing.languages]
    routes = Litestar(
        route_handlers=[_start(site), _static(site), _data(site), *_for_engines(site), *pages],
        exception_handlers={HTTPException: _fault(site), Exception: _broken(site)},
        openapi_config=None,
        logging_config=None,
    )
    return Front(site, routes)


#: A host that may stand in an address.
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?")

#: Anything else – other methods, and the server's own messages – is for the routes.
_READING = ("GET", "HEAD")


class Front:
    """Answers what is finished already, and passes on the rest.

    A finished answer goes out at the speed of the server; only others are routed.
    """

    def __init__(self, site: Site, routes: Litestar) -> None:
        self.site = site
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a HEAD is a GET without its body."""
        asked = cast("HTTPScope", scope)
        if asked.get("method") not in _READING:
            await self.routes(scope, receive, send)
        elif (kept := self.site.kept(asked)) is not None:
            await kept(asked, receive, send)
        elif asked["method"] == "HEAD":
            asked["method"] = "GET"
            await self.routes(asked, receive, _bodiless(send))
        else:
            await self.routes(asked, receive, send)


def _bodiless(send: Send) -> Send:
    async def without_body(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return without_body


# --- routes ------------------------------------------------------------------------------

Answer = Callable[[AnyRequest], Awaitable[ASGIApp]]


def _page(site: Site, page: Page, code: str) -> HTTPRouteHandler:
    async def answer(request: AnyRequest) -> ASGIApp:
        then = await _load(site, request.scope)
        scope, names = request.scope, request.path_params
        # The store may keep a page waiting; whatever is finished goes out meanwhile.
        made = await to_thread.run_sync(
            site.answer, page, code, names, scope, then, limiter=site.drawing_places
        )
        return _app(made)

    return get(_paths(page, code), name=f"{code}.{page.name}")(answer)


async def _load(site: Site, scope: HTTPScope) -> Edition | None:
    """Load a past day in a thread of its own, so that nobody else waits for it."""
    query = scope["query_string"]
    if not read(query, ()).one(AS_OF):
        return None
    return await to_thread.run_sync(site.load, query, limiter=site.loading)


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
        wanted = _wanted(site, request)
        found = site.drawing.assets.answer(version, name, wanted.encoding)
        return _app(found or site.fault(Fault(404, "no_page"), wanted))

    return static


def _data(site: Site) -> HTTPRouteHandler:
    @get("/data/models.json", name="data")
    async def data(request: AnyRequest) -> ASGIApp:
        return _app(site.data(request.scope, await _load(site, request.scope)))

    return data


def _for_engines(site: Site) -> list[HTTPRouteHandler]:
    """Route what search engines ask for; the site's name is the request's where none is set."""

    @get("/sitemap.xml", name="sitemap")
    async def map_(request: AnyRequest) -> ASGIApp:
        body = sitemap(site.editions.now, _addresses(site, request), site.drawing.languages)
        return _app(_plain(request, body, "application/xml"))

    @get("/robots.txt", name="robots")
    async def robots_(request: AnyRequest) -> ASGIApp:
        return _app(_plain(request, robots(_addresses(site, request)), "text/plain"))

    return [map_, robots_]


def _addresses(site: Site, request: AnyRequest) -> Addresses:
    host = request.headers.get("host", "")
    if site.addresses.base or not _HOST.fullmatch(host):
        return site.addresses
    return Addresses(f"{request.scope['scheme']}://{host}")


def _plain(request: AnyRequest, body: bytes, media_type: str) -> Finished:
    headers = program_headers(f"{media_type}; charset=utf-8", None)
    return finish(body, headers, encoding=chosen_encoding(request.scope["headers"]))


def _fault(site: Site) -> Callable[[AnyRequest, HTTPException], Any]:
    def answer(request: AnyRequest, error: HTTPException) -> Any:  # noqa: ANN401 – Litestar's type
        return site.fault(Fault(error.status_code, "no_page"), _wanted(site, request))

    return answer


def _broken(site: Site) -> Callable[[AnyRequest, Exception], Any]:
    def answer(request: AnyRequest, error: Exception) -> Any:  # noqa: ANN401 – Litestar's type
        log.error("%s could not be answered", request.url.path, exc_info=error)
        return site.fault(Fault(500, "broken"), _wanted(site, request))

    return answer


def _wanted(site: Site, request: AnyRequest) -> Wanted:
    """What to answer a request in that belongs to no page."""
    languages = site.drawing.languages
    code = request.scope["path"].strip("/").partition("/")[0]
    language = languages.get(code, languages[SOURCE_LANGUAGE])
    return Wanted(language, HTML, chosen_encoding(request.scope["headers"]))


def _app(answer: Finished) -> ASGIApp:
    """Hand an answer to Litestar as what it is: an application that sends itself."""
    return cast("ASGIApp", answer)
