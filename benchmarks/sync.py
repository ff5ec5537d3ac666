"""How long a sync takes, and a past day, beside decoding their document.

    python benchmarks/sync.py [DOCUMENT]

The document is taken into an empty store as that of yesterday, and one with other prices as
today's: what judging, trying out and storing cost is in it, in whatever process it happens. Of the
day before nothing is remembered: cron and a server sync in processes that begin with it.
"""

import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from floors import Measured, best_of, document
from modelario.building import edition_of, stored
from modelario.history.journal import Outcome
from modelario.keeping.sync import sync
from modelario.records import Origin
from modelario.remembering import forget
from modelario.store.store import Store
from modelario.upstream.document import split
from modelario.upstream.sources import FileSource
from rows import Row, Target, arguments, main

RUNS = 3
CHANGED, UNCHANGED, PAST = Target(40), Target(2), Target(3)
#: Every so many offerings one has another price, as on a busy day.
EVERY = 100


def measure() -> Iterator[Row]:
    """Measure syncs of a changed and of the same document, and a past day."""
    measured = document(*arguments()[:1])
    today = measured.fetched.fetched_at.date()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before, after = folder / "before.json", folder / "after.json"
        before.write_bytes(measured.data)
        after.write_bytes(dearer(measured.data))
        floor = best_of(9, {"floor": measured.decode}, _processor)["floor"]
        beside = f"{measured.floor_told} ({floor * 1e3:.1f} ms)"
        changed, unchanged, past = [], [], []
        for number in range(RUNS):
            store = Store.open(f"sqlite:///{folder / str(number)}.db")
            _took(store, before, today - timedelta(days=1), Outcome.PUBLISHED)
            forget()
            changed.append(_took(store, after, today, Outcome.PUBLISHED))
            unchanged.append(_took(store, after, today, Outcome.UNCHANGED))
            past.append(_past(store, today - timedelta(days=1), measured))
            store.close()
    yield Row("a sync of a changed document", min(changed) / floor, beside, CHANGED)
    yield Row("a sync of an unchanged document", min(unchanged) / floor, beside, UNCHANGED)
    day, built = min(past)
    yield Row("a past day", day / built, f"building it from its document ({built:.2f} s)", PAST)


def dearer(data: bytes) -> bytes:
    """Raise the input price of one offering in a hundred by a tenth."""
    found = msgspec.json.decode(data)
    providers = found.get("providers", found)
    models = [model for provider in providers.values() for model in provider["models"].values()]
    for model in models[::EVERY]:
        if cost := model.get("cost"):
            cost["input"] = round(cost.get("input", 0) * 1.1, 6)
    return msgspec.json.encode(found)


def _took(store: Store, file: Path, day: date, outcome: Outcome) -> float:
    start = _processor()
    taken = sync(store, FileSource(file), datetime.now(UTC), day)
    took = _processor() - start
    assert taken.outcome is outcome, taken  # noqa: S101 – else something else was measured
    return took


def _past(store: Store, day: date, measured: Measured) -> tuple[float, float]:
    """Time loading a day that has passed, and building the same from its bytes."""
    now = datetime.now(UTC)

    def build() -> object:
        origin = Origin(source="benchmark", as_of=day, fetched_at=now)
        return edition_of(split(measured.data), origin, {}, {})

    steps: dict[str, Callable[[], object]] = {"past": lambda: stored(store, day), "build": build}
    times = best_of(3, steps)
    return times["past"], times["build"]


def _processor() -> float:
    """Tell the processor's time of this process and of those that it began."""
    own, others = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


if __name__ == "__main__":
    main(measure)
