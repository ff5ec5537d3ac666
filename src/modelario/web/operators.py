"""What an operator's machines ask for: whether a process lives and is ready, and its figures.

Whether it lives and is ready is told without asking the store, whatever has happened to that.
"""

from anyio import CapacityLimiter, to_thread
from msgspec import structs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Scope

from modelario.formats import to_json
from modelario.queries.status import ready
from modelario.settings import Network, Settings
from modelario.web.askers import Askers
from modelario.web.cache import Finished, chosen_encoding, finish
from modelario.web.draining import Draining
from modelario.web.headers import own_headers
from modelario.web.metrics import MEDIA_TYPE, metrics
from modelario.web.site import Site
from modelario.web.tallies import Tallies

_NOT_FOUND = 404


def for_operators(site: Site, draining: Draining) -> list[Route]:
    """Route what tells whether this process lives, and whether it wants requests."""

    async def health(_request: Request) -> Finished:
        return finish(b"ok\n", own_headers("text/plain"), encoding="identity")

    async def readiness(_request: Request) -> Finished:
        told = ready(site.showing.edition.catalogue, site.now())
        if draining.begun:
            told = structs.replace(told, ready=False, stopping=True)
        headers = own_headers("application/json")
        status = 200 if told.ready else 503
        return finish(to_json(told), headers, status=status, encoding="identity")

    return [
        Route("/healthz", health, name="healthz"),
        Route("/readyz", readiness, name="readyz"),
    ]


def for_monitors(
    site: Site, askers: Askers, settings: Settings, tallies: Tallies | None
) -> list[Route]:
    """Route the figures, for those who may read them; for others they are not there."""
    if tallies is None:
        return []
    one_at_a_time = CapacityLimiter(1)

    async def figures(request: Request) -> Finished:
        if not _may_read(request.scope, askers, settings.metrics):
            raise HTTPException(_NOT_FOUND)
        body = await to_thread.run_sync(
            lambda: metrics(tallies, site.editions, site.now()), limiter=one_at_a_time
        )
        encoding = chosen_encoding(request.scope["headers"])
        return finish(body, own_headers(MEDIA_TYPE), encoding=encoding)

    return [Route("/metrics", figures, name="metrics")]


def _may_read(scope: Scope, askers: Askers, readers: tuple[Network, ...]) -> bool:
    address = askers.sure(scope)
    return address is not None and any(address in each for each in readers)
