"""A page of a long table."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

Row = TypeVar("Row")


class Slice(NamedTuple, Generic[Row]):
    """Some rows of a table: page ``number`` of ``last``, from 1."""

    rows: Sequence[Row]
    number: int
    last: int


def page_of(rows: Sequence[Row], number: int, size: int) -> Slice[Row]:
    """Cut a page out of a table; past the end it is empty."""
    first = (number - 1) * size
    return Slice(rows[first : first + size], number, max(1, -(-len(rows) // size)))
