"""All models in few bytes, for a table that filters and sorts by itself in the browser."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario.catalogue.scores import WEIGHTS
from modelario.identity.benchmark_names import BENCHMARKS, told_of
from modelario.queries.edition import Edition
from modelario.queries.models import ModelRow, model_row
from modelario.records import Month

#: What is laid out otherwise than it stands in a row.
_LAID_OUT = ("scores", "benchmarks", "month")
_PLAIN = tuple(field for field in ModelRow.__struct_fields__ if field not in _LAID_OUT)


class ModelData(Struct, frozen=True, kw_only=True):
    """Rows of values in the order of ``fields``; ``served_by`` points into ``providers``.

    In ``month`` stand what the reader's work costs and codes of what that assumes, where such work
    is told; in ``benchmarks`` for each result in one of the table its number, how it was measured
    and its source.
    """

    fields: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    providers: tuple[str, ...]
    provider_names: Mapping[str, str]
    as_of: date


def model_data(edition: Edition) -> ModelData:
    """Lay out every model."""
    catalogue = edition.catalogue
    places = {id_: place for place, id_ in enumerate(catalogue.providers)}
    rows = []
    for entry in catalogue.entries.values():
        row = model_row(entry)
        served_by = sorted({places[s.offering.provider] for s in entry.model.servings})
        values = (getattr(row, field) for field in _PLAIN)
        results = {
            key: (each.score, told_of(each), each.source)
            for key, each in row.benchmarks.items()
            if key in BENCHMARKS
        }
        points = (row.scores.get(name) for name in WEIGHTS)
        month = (_month(row.month),) if catalogue.costed else ()
        rows.append((*values, *points, results, served_by, *month))
    return ModelData(
        fields=(
            *(*_PLAIN, *WEIGHTS, "benchmarks", "served_by"),
            *(("month",) if catalogue.costed else ()),
        ),
        rows=tuple(rows),
        providers=tuple(places),
        provider_names={id_: each.name for id_, each in catalogue.providers.items()},
        as_of=catalogue.origin.as_of,
    )


def _month(month: Month | None) -> tuple[Decimal | str, ...] | None:
    return None if month is None else (month.cost, *(each.code for each in month.assumed))
