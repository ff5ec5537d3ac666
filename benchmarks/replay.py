"""How long a year of daily documents takes into an empty store, and what that weighs.

    python benchmarks/replay.py [ARCHIVE]

ARCHIVE is what ``modelario import`` takes: a folder, or a tar archive, of dated documents.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from modelario.keeping.imports import import_days
from modelario.store.store import Store
from rows import Row, Target, arguments, main

TIME, WEIGHT = Target(60, "s"), Target(10, "MB")
SHARED = Path(__file__).parents[2] / "shared" / "data"


def measure() -> Iterator[Row]:
    """Import the archive once."""
    found = [*map(Path, arguments()), *sorted(SHARED.glob("*daily*.tar.zst"))]
    if not found:
        missing = "no archive of daily documents: name one"
        yield Row("a year of days into an empty store", None, missing, TIME)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "year.db"
        store = Store.open(f"sqlite:///{file}")
        begun = time.perf_counter()
        imported = import_days(store, found[0], now=datetime.now(UTC))
        took = time.perf_counter() - begun
        store.close()
        weight = file.stat().st_size / 1e6
    days = f"{len(imported.taken)} days"
    yield Row("a year of days into an empty store", took, days, TIME)
    yield Row("the store of a year", weight, days, WEIGHT)


if __name__ == "__main__":
    main(measure)
