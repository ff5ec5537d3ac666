"""A server's process that meets one document: it syncs it, serves what came of it, and measures.

Arguments are the folder of the store and the address of the document; prints JSON.
"""

import json
import logging
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from litestar.testing import TestClient

from documents import NOW
from modelario.editions import Editions, editions_to_serve
from modelario.history.journal import StoreError
from modelario.keeping import sync as syncs
from modelario.keeping.freshness import step
from modelario.keeping.opening import open_store
from modelario.keeping.trial import BUDGET
from modelario.queries.heaviest import heaviest
from modelario.settings import from_environment
from modelario.upstream.sources import LiveSource, SourceError
from modelario.web.allocation import allocate_sparingly
from modelario.web.app import create_app

#: Beside the heaviest pages of each kind; whole files are sent in pieces, which only a client in
#: this very process would hold all at once.
PAGES = (
    *("/en/status", "/es/status.json", "/en/status.md", "/en/changelog", "/en/changelog.atom"),
    *("/en/models.csv", "/en/models.md", "/en/models?sort=release_date", "/en/search?q=junk"),
    *("/api/v1/models", "/api/v1/status", "/sitemap.xml", "/llms.txt"),
)
#: However busy the machine is: it is weight that is looked at here, not time.
PATIENT = BUDGET._replace(trial_s=120)
LONGEST_S = 240
#: The first status that is a fault of the server's.
_OURS = 500


def main(folder: Path, address: str) -> None:
    """Serve a store as a server does, with a sync in between."""
    logging.disable(logging.CRITICAL)
    allocate_sparingly()
    syncs.BUDGET, syncs.LONGEST_S = PATIENT, LONGEST_S
    settings = from_environment(
        {
            "MODELARIO_DATA_DIR": str(folder),
            "MODELARIO_UPSTREAM_URL": address,
            "MODELARIO_WORK_PER_ADDRESS": "0",
        }
    )
    later = NOW + timedelta(days=2)
    editions = editions_to_serve(settings, NOW)
    app = create_app(editions, settings, lambda: later)
    with TestClient(app, raise_server_exceptions=False) as client:
        client.get("/en/")
        with open_store(settings) as store:
            editions.attach(store)
            before = len(store.attempts())
            if before == 0:
                # The first document of all: no gate has anything to compare it with.
                with suppress(SourceError, StoreError):
                    syncs.sync(store, LiveSource(settings.upstream_urls), later)
            step(editions, store, settings, later)
            attempts = store.attempts()
            failed = [path for path in _paths(editions) if client.get(path).status_code >= _OURS]
    told = {
        "outcomes": [each.outcome for each in attempts[: len(attempts) - before]],
        "failed": failed,
        "mib": [_own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024],
    }
    print(json.dumps(told))  # noqa: T201 – whoever started us reads it


def _paths(editions: Editions) -> Iterator[str]:
    yield from PAGES
    for page in heaviest(editions.now):
        yield (
            f"/{page.name}"
            if page.name.startswith("data/")
            else f"/en/{page.name.removeprefix('home')}"
        )
        if page.name.startswith("models/"):
            yield from (
                f"/es/{page.name}{ending}" for ending in (".json", ".md", ".csv", "/history")
            )


def _own_peak() -> int:
    """The most memory that this process had; what rusage says may be its parent's."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
