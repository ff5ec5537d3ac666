"""A page of a long table, and its first rows."""

from collections.abc import Sequence
from typing import Generic, NamedTuple

from modelario.catalogue.filters import FilterError
from modelario.queries.columns import Row


class Slice(NamedTuple, Generic[Row]):
    """Some rows of a table: page ``number`` of ``last``, from 1."""

    rows: Sequence[Row]
    number: int
    last: int


def slice_of(rows: Sequence[Row], number: int, size: int) -> Slice[Row]:
    """Cut a page out of a table; past the end it is empty."""
    first = (number - 1) * size
    return Slice(rows[first : first + size], number, max(1, -(-len(rows) // size)))


def first_of(rows: Sequence[Row], limit: int | None) -> tuple[Row, ...]:
    """Keep at most ``limit`` rows, or all; raises :class:`FilterError` for less than one."""
    if limit is not None and limit < 1:
        raise FilterError(f"limit is {limit}, but has to be at least 1", field="limit")
    return tuple(rows[:limit])
