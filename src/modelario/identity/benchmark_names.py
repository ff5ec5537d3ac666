"""Benchmark results that upstream quotes, each under the one name of its benchmark.

Results of different benchmarks, versions or sets of tasks never stand together, and none is made
up: what upstream does not quote is unknown. In all that it quotes more is better.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct, convert, structs

from modelario.identity.reading.curated import table
from modelario.records import Benchmark, Model


class BenchmarkName(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A benchmark of the table; see there for its fields."""

    key: str
    name: str
    called: str = ""
    dataset: str = ""
    metrics: tuple[str, ...] = ()


def _read() -> dict[str, BenchmarkName]:
    rows = convert(table("benchmarks")["benchmark"], tuple[BenchmarkName, ...])
    return {row.key: row for row in rows}


#: The benchmarks that are columns, by key.
BENCHMARKS: Mapping[str, BenchmarkName] = _read()

#: The benchmark that a least result is about where none is named.
DEFAULT_BENCHMARK = "swe_bench_verified"


def results(model: Model) -> Mapping[str, Benchmark]:
    """Give a model's result in each benchmark by its key, under the benchmark's own name.

    Of several runs – in another harness, with more effort – the best one counts; it tells which.
    """
    quoted = model.metadata.benchmarks if model.metadata else ()
    return _best(quoted) if quoted else {}


@lru_cache(maxsize=2_000)
def _best(quoted: Iterable[Benchmark]) -> Mapping[str, Benchmark]:
    best: dict[str, Benchmark] = {}
    for each in quoted:
        key, name = _meant(each.name, each.version, each.dataset, each.metric)
        if key not in best or each.score > best[key].score:
            best[key] = structs.replace(each, name=name)
    return best


def key_of(text: str) -> str:
    """Give the key of the benchmark of the table that a text names; another text stays itself."""
    named = (key for key, row in BENCHMARKS.items() if _folded(row.name) == _folded(text))
    return next(named, text)


def name_of_result(each: Benchmark) -> str:
    """Name the benchmark of a result."""
    return _meant(each.name, each.version, each.dataset, each.metric)[1]


def how_of(each: Benchmark) -> str:
    """Say how a result was measured, as far as upstream tells."""
    return " · ".join(part for part in (each.metric, each.harness, each.variant) if part)


def told_of(each: Benchmark) -> str:
    """Say how a result was measured and when, as far as upstream tells."""
    return " · ".join(part for part in (how_of(each), each.date) if part)


@lru_cache(maxsize=2_000)
def _meant(
    name: str, version: str | None, dataset: str | None, metric: str | None
) -> tuple[str, str]:
    """Find the key and the name of a benchmark by what upstream says of a result."""
    whole = name if version is None or _folded(name).endswith(_folded(version)) else None
    called = whole or f"{name} {version}"
    for row in BENCHMARKS.values():
        if (
            _folded(row.called or row.name) == _folded(called)
            and _folded(row.dataset) == _folded(dataset or "")
            and (not row.metrics or metric in row.metrics)
        ):
            return row.key, row.name
    shown = f"{called} ({dataset})" if dataset else called
    key = re.sub(r"\W+", "_", shown.casefold()).strip("_")
    # Whatever it is called, it is not what the table has under that key.
    return f"{key}_" if key in BENCHMARKS else key, shown


def _folded(text: str) -> str:
    """Reduce a name to its letters and digits, and the points within numbers."""
    return re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w.]|_", "", text.casefold())
