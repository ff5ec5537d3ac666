"""How many pages of models one core draws in a second when nobody has asked for them before.

    python benchmarks/pages.py [LANGUAGE]

Every model of the embedded catalogue, in English unless another language is named. A page is drawn
as it is for the first reader, packed for one who takes the first encoding there is. Beside that
stand its steps: what is asked of the catalogue, the rest of what the page shows, its HTML, and
that packed in each way. The floor is the answer to the question as JSON, taken between the pages,
all in time of this process alone.
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time
from typing import TYPE_CHECKING, TypeVar, cast

from modelario.building import installed
from modelario.editions import Editions
from modelario.formats import to_json
from modelario.queries.edition import Edition
from modelario.queries.model import ModelRequest, model_page
from modelario.records import ModelId
from modelario.settings import from_environment
from modelario.web.cache import ENCODERS
from modelario.web.drawing import HTML
from modelario.web.pages import Asked
from modelario.web.parameters import Parameters
from modelario.web.routes import PAGES
from modelario.web.site import Site

if TYPE_CHECKING:
    from starlette.types import Scope

TARGET = 300
PAGE = next(page for page in PAGES if page.name == "model")
_R = TypeVar("_R")


class Stopwatch:
    """Adds up the processor's time by what it went to."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def time(self, name: str, work: Callable[[], _R]) -> _R:
        """Do some work, and add its time."""
        start = process_time()
        done = work()
        self.seconds[name] += process_time() - start
        return done


def main() -> None:
    """Draw every page, as a whole and step by step, and print the ratios to the floor."""
    code, now = (*sys.argv[1:], "en")[0], datetime.now(UTC)
    edition = installed(now)
    ids = [*edition.catalogue.entries]
    watch, sizes = Stopwatch(), defaultdict[str, int](int)
    # Each site begins with nothing in mind, but with its templates compiled.
    whole, parts = (_begun(edition, now, code, ids[0]) for _ in range(2))
    for id_ in ids:
        watch.time("whole page", lambda id_=id_: _answer(whole, code, id_))
        _steps(parts, code, id_, watch, sizes)
    _print(watch, sizes, len(ids))


def _begun(edition: Edition, now: datetime, code: str, first: ModelId) -> Site:
    site = Site(Editions(edition), from_environment({}), lambda: now)
    _answer(site, code, first)
    return site


def _answer(site: Site, code: str, id_: ModelId) -> None:
    """Answer a reader who takes the first encoding that there is."""
    path, accepted = f"/{code}/models/{id_}", next(iter(ENCODERS))
    scope = {
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"accept-encoding", accepted.encode())],
    }
    site.cache.get(None, None)  # type: ignore[arg-type] – nobody asked before: it is emptied
    site.answer(PAGE, code, _names(id_), cast("Scope", scope))


def _steps(site: Site, code: str, id_: ModelId, watch: Stopwatch, sizes: dict[str, int]) -> None:
    now, language = site.editions.now, site.drawing.languages[code]
    asked = Asked(
        *(site.editions, now, now, language, site.addresses, _names(id_), Parameters(), site.now())
    )
    record = watch.time("query", lambda: model_page(now, ModelRequest(model=id_)))
    watch.time("floor", lambda: to_json(record))
    view = watch.time("query and view", lambda: PAGE.view(asked))
    body = watch.time("html", lambda: site.drawing.draw(asked, PAGE, view, HTML))
    sizes["html"] += len(body)
    for name, encode in ENCODERS.items():
        sizes[name] += len(watch.time(name, lambda encode=encode: encode(body)))


def _names(id_: ModelId) -> dict[str, str]:
    lab, _, slug = id_.partition("/")
    return {"lab": lab, "slug": slug}


def _print(watch: Stopwatch, sizes: dict[str, int], pages: int) -> None:
    floor = watch.seconds.pop("floor")
    print(f"{pages} pages; floor: the record as JSON, {pages / floor:.0f} a second")
    for name, seconds in watch.seconds.items():
        size = f"  {sizes[name] / pages / 1000:5.1f} KB" if name in sizes else ""
        ratio = seconds / floor
        print(f"{name:<15} {seconds / pages * 1e3:6.2f} ms  {ratio:5.1f} x{size}")
    a_second = pages / watch.seconds["whole page"]
    print(f"first renderings: {a_second:.0f} pages a second  target: at least {TARGET}")


if __name__ == "__main__":
    main()
