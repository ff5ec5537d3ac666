"""One worker process of the server: the app, and the thread that keeps its data fresh."""

import asyncio
import logging
import os
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from logging.config import dictConfig
from pathlib import Path

from modelario.collecting import set_aside
from modelario.editions import Editions, editions_to_serve
from modelario.keeping.apart import APART
from modelario.logs import configuration
from modelario.queries.status import age
from modelario.settings import SERVING, TALLIES, Settings, from_environment
from modelario.web.allocation import allocate_sparingly
from modelario.web.app import Front, create_app
from modelario.web.crowds import thin_out
from modelario.web.tallies import Tallies

log = logging.getLogger(__name__)

#: A thread that works gives way to those that wait after so long, in seconds: an answer passes
#: through several threads, and waits at each for whatever is drawn or loaded meanwhile.
_TURN_S = 0.001


def application() -> Front:
    """Make the app of this process from its environment."""
    allocate_sparingly()
    sys.setswitchinterval(_TURN_S)
    settings = from_environment(os.environ)
    dictConfig(configuration(settings.log, settings.log_level))
    editions = editions_to_serve(settings, _now())
    origin, days = editions.now.catalogue.origin, age(editions.now.catalogue, _now()).days
    log.info("The data is of %s, %d days old, from: %s", origin.as_of, days, origin.source)
    app = create_app(editions, settings, tallies=_tallies(settings), workshop=APART)
    app.observer.draining.handle(asyncio.get_event_loop())
    threading.Thread(
        target=_keep_fresh, args=(editions, settings), name="freshness", daemon=True
    ).start()
    set_aside()
    asyncio.get_event_loop().call_soon(_tell_that_it_serves)
    threading.Thread(target=thin_out, args=(app.crowds,), name="crowds", daemon=True).start()
    return app


def _tell_that_it_serves() -> None:
    """Tell the parent, who leaves the worker before this one alone until then."""
    if place := os.environ.get(SERVING):
        with suppress(OSError):
            (Path(place) / f"serving-{os.getpid()}").touch()


def _keep_fresh(editions: Editions, settings: Settings) -> None:
    # Readers are answered while whatever reads a store is loaded.
    from modelario.keeping.freshness import keep_fresh  # noqa: PLC0415

    keep_fresh(editions, settings, _now, APART)


def _tallies(settings: Settings) -> Tallies | None:
    """Count with the other workers, where their parent says how; alone where that fails."""
    if not settings.metrics:
        return None
    place = os.environ.get(TALLIES)
    try:
        return Tallies(Path(place) if place else None)
    except OSError as error:
        log.warning("Each worker counts alone: %s", error)
        return None


def _now() -> datetime:
    return datetime.now(UTC)
