"""What an operator's machines ask for: whether a process lives and is ready, and its figures.

Whether it lives and is ready is told without asking the store, whatever has happened to that.
"""

from typing import cast

from anyio import CapacityLimiter, to_thread
from litestar import get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, HTTPScope
from msgspec import structs

from modelario.formats import to_json
from modelario.queries.status import ready
from modelario.settings import Network, Settings
from modelario.web.askers import Askers
from modelario.web.cache import Finished, chosen_encoding, finish
from modelario.web.draining import Draining
from modelario.web.headers import own_headers
from modelario.web.metrics import MEDIA_TYPE, metrics
from modelario.web.refusals import AnyRequest
from modelario.web.site import Site
from modelario.web.tallies import Tallies


def for_operators(site: Site, draining: Draining) -> list[HTTPRouteHandler]:
    """Route what tells whether this process lives, and whether it wants requests."""

    @get("/healthz", name="healthz")
    async def health() -> ASGIApp:
        return _app(finish(b"ok\n", own_headers("text/plain"), encoding="identity"))

    @get("/readyz", name="readyz")
    async def readiness() -> ASGIApp:
        told = ready(site.showing.edition.catalogue, site.now())
        if draining.begun:
            told = structs.replace(told, ready=False, stopping=True)
        headers = own_headers("application/json")
        status = 200 if told.ready else 503
        return _app(finish(to_json(told), headers, status=status, encoding="identity"))

    return [health, readiness]


def for_monitors(
    site: Site, askers: Askers, settings: Settings, tallies: Tallies | None
) -> list[HTTPRouteHandler]:
    """Route the figures, for those who may read them; for others they are not there."""
    if tallies is None:
        return []
    one_at_a_time = CapacityLimiter(1)

    @get("/metrics", name="metrics")
    async def metrics_(request: AnyRequest) -> ASGIApp:
        if not _may_read(request.scope, askers, settings.metrics):
            raise NotFoundException
        body = await to_thread.run_sync(
            lambda: metrics(tallies, site.editions, site.now()), limiter=one_at_a_time
        )
        encoding = chosen_encoding(request.scope["headers"])
        return _app(finish(body, own_headers(MEDIA_TYPE), encoding=encoding))

    return [metrics_]


def _may_read(scope: HTTPScope, askers: Askers, readers: tuple[Network, ...]) -> bool:
    address = askers.sure(scope)
    return address is not None and any(address in each for each in readers)


def _app(answer: Finished) -> ASGIApp:
    return cast("ASGIApp", answer)
