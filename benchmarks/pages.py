"""How many pages of models one core draws in a second when nobody has asked for them before.

    python benchmarks/pages.py [LANGUAGE]

Every model of the embedded catalogue, in English unless another language is named. A page is drawn
as it is for the first reader, packed for one who takes the first encoding there is. Beside that
stand its steps: what is asked of the catalogue, the rest of what the page shows, its HTML, and
that packed in each way. The floor is the answer to the question as JSON, taken between the pages,
all in time of this process alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import process_time
from typing import TypeVar

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
from rows import Row, Target, arguments, main

TARGET = Target(300, "pages/s", at_least=True)
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


def measure() -> Iterator[Row]:
    """Draw every page, as a whole and step by step."""
    code, now = (*arguments(), "en")[0], datetime.now(UTC)
    # Each begins with nothing in mind, and neither knows what the other was asked.
    editions = [installed(now) for _ in range(2)]
    ids = [*editions[0].catalogue.entries]
    watch, sizes = Stopwatch(), defaultdict[str, int](int)
    # Templates are compiled.
    whole, parts = (_begun(edition, now, code, ids[0]) for edition in editions)
    for id_ in ids:
        watch.time("whole page", lambda id_=id_: _answer(whole, code, id_))
        _steps(parts, code, id_, watch, sizes)
    yield from _rows(watch, sizes, len(ids))


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
    site.answer(PAGE, code, _names(id_), scope)


def _steps(site: Site, code: str, id_: ModelId, watch: Stopwatch, sizes: dict[str, int]) -> None:
    now, language = site.editions.now, site.drawing.languages[code]
    asked = Asked(
        *(site.editions, now, now, language, site.addresses, _names(id_), Parameters(), site.now())
    )
    record = watch.time("query", lambda: model_page(now, ModelRequest(model=id_)))
    watch.time("floor", lambda: to_json(record))
    view = watch.time("rest of the view", lambda: PAGE.view(asked))
    body = watch.time("html", lambda: site.drawing.draw(asked, PAGE, view, HTML))
    sizes["html"] += len(body)
    for name, encode in ENCODERS.items():
        sizes[name] += len(watch.time(name, lambda encode=encode: encode(body)))


def _names(id_: ModelId) -> dict[str, str]:
    lab, _, slug = id_.partition("/")
    return {"lab": lab, "slug": slug}


def _rows(watch: Stopwatch, sizes: dict[str, int], pages: int) -> Iterator[Row]:
    floor = watch.seconds.pop("floor")
    beside = f"its record as JSON, {pages / floor:,.0f} a second"
    for name, seconds in watch.seconds.items():
        size = f", {sizes[name] / pages / 1000:.1f} KB" if name in sizes else ""
        yield Row(f"  {name}", seconds / floor, f"{seconds / pages * 1e3:.2f} ms{size}")
    a_second = pages / watch.seconds["whole page"]
    yield Row("model pages drawn for the first time", a_second, beside, TARGET)


if __name__ == "__main__":
    main(measure)
