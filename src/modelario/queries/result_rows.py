"""Results in benchmarks side by side, and which of some values are the best."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from modelario.identity.benchmark_names import results
from modelario.records import Benchmark, Entry

#: So many different values have to be known for one to be the best.
_FEWEST = 2


class ResultRow(Struct, frozen=True, kw_only=True):
    """The results in one benchmark over all sides; ``null`` where upstream quotes none."""

    key: str
    name: str
    results: tuple[Benchmark | None, ...]
    best: tuple[int, ...]


def result_rows(entries: Sequence[Entry]) -> tuple[ResultRow, ...]:
    """Set results side by side, each benchmark by itself."""
    by_side = [results(entry.model) for entry in entries]
    names = {key: each.name for side in by_side for key, each in side.items()}
    rows = []
    for key, name in names.items():
        found = tuple(side.get(key) for side in by_side)
        scores = [each and each.score for each in found]
        rows.append(ResultRow(key=key, name=name, results=found, best=best_places(scores, 1)))
    return tuple(sorted(rows, key=lambda row: (row.results.count(None), row.name.casefold())))


def best_places(values: Sequence[Any], better: int) -> tuple[int, ...]:
    """Tell the places of the largest or, where ``better`` is -1, the least of known values."""
    known = [value for value in values if value is not None]
    if len(set(known)) < _FEWEST:
        return ()
    top = max(known) if better > 0 else min(known)
    return tuple(place for place, value in enumerate(values) if value == top)
