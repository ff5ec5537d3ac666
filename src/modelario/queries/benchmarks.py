"""Benchmarks that upstream quotes, as something to rank by."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from modelario.identity.benchmark_names import results
from modelario.records import Catalogue, ModelId


class BenchmarkResult(NamedTuple):
    """What a model has in a benchmark; points are its share of the best score, in percent."""

    benchmark: str
    score: Decimal
    points: Decimal


BenchmarkResults: TypeAlias = Mapping[ModelId, BenchmarkResult]


def benchmark_names(catalogue: Catalogue) -> Mapping[str, str]:
    """Name the benchmarks that some model has a result in, in order, with their keys."""
    found = {
        each.name: key
        for entry in catalogue.entries.values()
        for key, each in results(entry.model).items()
    }
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def result_counts(catalogue: Catalogue) -> Mapping[str, int]:
    """Count the models that have a result in each benchmark, by key, the commonest first."""
    return catalogue.once.found(result_counts, lambda: _counted(catalogue))


def _counted(catalogue: Catalogue) -> Mapping[str, int]:
    counts = Counter(key for entry in catalogue.entries.values() for key in results(entry.model))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def marks(catalogue: Catalogue, key: str) -> BenchmarkResults:
    """Give the models' results in a benchmark."""
    found = {
        id_: each
        for id_, entry in catalogue.entries.items()
        if (each := results(entry.model).get(key))
    }
    best = max((each.score for each in found.values()), default=Decimal(0))
    return {
        id_: BenchmarkResult(
            each.name,
            each.score,
            max(Decimal(0), 100 * each.score / best) if best > 0 else Decimal(0),
        )
        for id_, each in found.items()
    }
