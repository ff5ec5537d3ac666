"""One worker process of the server: the app, and the thread that keeps its data fresh."""

import logging
import os
import threading
from datetime import UTC, datetime

from modelario.editions import editions_to_serve
from modelario.keeping.freshness import keep_fresh
from modelario.settings import from_environment
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
    threading.Thread(
        target=keep_fresh, args=(editions, settings, _now), name="freshness", daemon=True
    ).start()
    app = create_app(editions, settings)
    threading.Thread(target=thin_out, args=(app.crowds,), name="crowds", daemon=True).start()
    return app


def _now() -> datetime:
    return datetime.now(UTC)
