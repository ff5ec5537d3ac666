"""One worker process of the server: the app, and the thread that keeps its data fresh."""

import logging
import os
import threading
from datetime import UTC, datetime

from modelario.editions import Editions, editions_to_serve
from modelario.settings import Settings, from_environment
from modelario.web.allocation import allocate_sparingly
from modelario.web.app import Front, create_app
from modelario.web.crowds import thin_out


def application() -> Front:
    """Make the app of this process from its environment."""
    allocate_sparingly()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    # Each request to the upstream is told by its outcome, and a new store by what it serves.
    for library in ("httpx", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    settings = from_environment(os.environ)
    editions = editions_to_serve(settings, _now())
    app = create_app(editions, settings)
    threading.Thread(
        target=_keep_fresh, args=(editions, settings), name="freshness", daemon=True
    ).start()
    threading.Thread(target=thin_out, args=(app.crowds,), name="crowds", daemon=True).start()
    return app


def _keep_fresh(editions: Editions, settings: Settings) -> None:
    # Readers are answered while whatever builds and stores a catalogue is loaded.
    from modelario.keeping.freshness import keep_fresh  # noqa: PLC0415

    keep_fresh(editions, settings, _now)


def _now() -> datetime:
    return datetime.now(UTC)
