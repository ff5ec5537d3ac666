"""Benchmarks that upstream quotes, as something to rank by."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from modelario.records import Benchmark, Catalogue, Entry, ModelId


class BenchmarkResult(NamedTuple):
    """What a model has in a benchmark; points are its share of the best score, in percent."""

    benchmark: str
    score: Decimal
    points: Decimal


BenchmarkResults: TypeAlias = Mapping[ModelId, BenchmarkResult]


def benchmark_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Name the benchmarks that some model has a score in, in order."""
    found = {each.name for entry in catalogue.entries.values() for each in _of(entry)}
    return tuple(sorted(found, key=str.casefold))


def marks(catalogue: Catalogue, name: str) -> BenchmarkResults:
    """Give the models' scores in a benchmark, of several the last that upstream quotes.

    In all that upstream quotes more is better.
    """
    scores = {
        id_: each.score
        for id_, entry in catalogue.entries.items()
        for each in _of(entry)
        if each.name == name
    }
    best = max(scores.values(), default=Decimal(0))
    return {
        id_: BenchmarkResult(
            name, score, max(Decimal(0), 100 * score / best) if best > 0 else Decimal(0)
        )
        for id_, score in scores.items()
    }


def _of(entry: Entry) -> Iterator[Benchmark]:
    metadata = entry.model.metadata
    return iter(metadata.benchmarks if metadata else ())
