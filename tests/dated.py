"""A small store of dated documents, and the site over it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litestar.testing import TestClient

from modelario.building import head
from modelario.editions import Editions
from modelario.keeping.intake import take_in
from modelario.settings import from_environment
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from modelario.web.app import Front, create_app
from reference_page import api_document

BASE = "https://models.example.org"
FIRST = date(2026, 5, 1)
DAYS = tuple(FIRST + timedelta(number) for number in range(4))

Upstream = dict[str, Any]


def at(day: date, hour: int = 12) -> datetime:
    """A moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def _first() -> Upstream:
    """The reference page's offerings, and a provider of twelve others beside them."""
    found = api_document()
    plain = found["openai"]["models"]["o4-mini"]
    others = {
        f"other-{number}": {**deepcopy(plain), "id": f"other-{number}", "name": f"Other {number}"}
        for number in range(12)
    }
    found["elsewhere"] = {**found["openai"], "id": "elsewhere", "name": "=Elsewhere <b>"}
    found["elsewhere"]["models"] = others
    return found


def _second(found: Upstream) -> None:
    """The lab lowers its price, and a new provider comes."""
    found["openai"]["models"]["o4-mini"]["cost"] = {"input": 0.88, "output": 3.52}
    newcomer = deepcopy(found["poe"])
    newcomer |= {"id": "newcomer", "name": "Newcomer"}
    found["newcomer"] = newcomer


def _third(found: Upstream) -> None:
    """One provider goes, and limits, capabilities and status move at others."""
    del found["poe"]
    found["openrouter"]["models"]["openai/o4-mini"]["limit"]["context"] = 100_000
    found["vercel"]["models"]["openai/o4-mini"]["tool_call"] = False
    found["kilo"]["models"]["openai/o4-mini"]["status"] = "deprecated"


def _fourth(found: Upstream) -> None:
    """The provider is back, and a price makes a jump that nobody believes."""
    found["poe"] = _first()["poe"]
    found["requesty"]["models"]["openai/o4-mini"]["cost"]["input"] = 110
    found["openai"]["models"]["o4-mini"]["cost"]["input"] = 1


CHANGES: tuple[Callable[[Upstream], None], ...] = (lambda _: None, _second, _third, _fourth)


def document(day: int) -> Upstream:
    """Upstream's document of a day, counted from 0."""
    found = _first()
    for change in CHANGES[: day + 1]:
        change(found)
    return found


def publish(store: Store, found: Upstream, day: date, hour: int = 12) -> None:
    """Take a document in as of a day."""
    data = json.dumps(found).encode()
    fetched = Fetched(
        content=content_of(data), kind="file", origin="test", fetched_at=at(day, hour), as_of=day
    )
    take_in(store, fetched)


@cache
def filled(days: int) -> bytes:
    """The file of a store of some days, which is made once in each process that runs tests."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "modelario.db"
        with Store.open(f"sqlite:///{place}") as store:
            for number in range(days):
                publish(store, document(number), DAYS[number])
        return place.read_bytes()


class Dated:
    """The store and the site over it; the clock stands in the evening of the last day."""

    def __init__(self, store: Store, days: int) -> None:
        self.store = store
        self.now = at(DAYS[days - 1], 20)
        self.editions = Editions(head(store), store)
        settings = from_environment({"MODELARIO_BASE_URL": BASE, "MODELARIO_WORK_PER_ADDRESS": "0"})
        self.app: Front = create_app(self.editions, settings, lambda: self.now)
        self.reader: TestClient[Front]

    def take_in(self, found: Upstream, day: date, hour: int = 12) -> None:
        """Publish another document and serve it."""
        publish(self.store, found, day, hour)
        self.serve()

    def serve(self) -> None:
        """Serve the store's head."""
        self.editions.attach(self.store)
        self.editions.replace(head(self.store))

    def get(self, address: str, **headers: str) -> Any:
        """Read an address, following no redirect."""
        return self.reader.get(address, headers=headers)


@contextmanager
def dated(folder: Path, days: int = len(DAYS)) -> Iterator[Dated]:
    """Open a store of some days, and the site over it."""
    place = folder / "modelario.db"
    place.write_bytes(filled(days))
    with Store.open(f"sqlite:///{place}") as store:
        site = Dated(store, days)
        with TestClient(site.app) as reader:
            reader.follow_redirects = False
            site.reader = reader
            yield site
