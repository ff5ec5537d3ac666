"""Long tables a page at a time: each page begins after the last row of the one before.

What stands between the pages of a reader may change: rows are found again by their keys.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct, defstruct, structs

from modelario.api.parameters import ParameterError
from modelario.queries.changes import ChangesRequest

#: Rows of a page: unless told, and at most.
USUAL_ROWS, MOST_ROWS = 100, 200

Record = TypeVar("Record", bound=Struct)


class Turn(NamedTuple):
    """Which page is asked for: at most ``limit`` rows, after the one that ``after`` marks."""

    limit: int = USUAL_ROWS
    after: str = ""


class Rows(NamedTuple):
    """Where the rows of a record stand, and what tells one from all others."""

    rows: str
    key: tuple[str, ...]

    def mark(self, row: Any) -> str:  # noqa: ANN401 – a row of any table
        """Mark a row by its key."""
        found = attrgetter(*self.key)(row)
        parts = found if len(self.key) > 1 else (found,)
        return sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def page(record: Record, table: Rows, turn: Turn) -> tuple[Record, str]:
    """Cut a page out of a record; gives it with the mark of its last row, if more follow."""
    rows: Sequence[Any] = getattr(record, table.rows)
    begins = _place(rows, table, turn.after)
    shown = tuple(rows[begins : begins + turn.limit])
    ends = begins + len(shown)
    mark = f"{ends}.{table.mark(rows[ends - 1])}" if shown and ends < len(rows) else ""
    cut: Any = {table.rows: shown}
    return structs.replace(record, **cut), mark


def _place(rows: Sequence[Any], table: Rows, after: str) -> int:
    """Find where a page begins: after the marked row, or in its place where it has gone."""
    if not after:
        return 0
    number, _, mark = after.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < _DIGITS and mark):
        raise ParameterError(_NO_MARK.format(after), field="after")
    place = int(number)
    if 0 < place <= len(rows) and table.mark(rows[place - 1]) == mark:
        return place
    return next((at for at, row in enumerate(rows, 1) if table.mark(row) == mark), place)


_DIGITS = 10
_NO_MARK = "after {!r} is no mark: take it from the `next` of the page before"


def changes_after(request: ChangesRequest, turn: Turn) -> ChangesRequest:
    """Ask for a page of the changes, which are too many to be cut when all are at hand."""
    after = None
    if turn.after:
        day, _, id_ = turn.after.partition(".")
        try:
            after = (date.fromisoformat(day), id_)
        except ValueError:
            raise ParameterError(_NO_MARK.format(turn.after), field="after") from None
    return structs.replace(request, limit=turn.limit, after=after)


@cache
def paged(record: type[Struct]) -> type[Struct]:
    """Extend a record by what leads to its next page."""
    return defstruct(
        record.__name__,
        [("next", str | None)],
        bases=(record,),
        frozen=True,
        kw_only=True,
        namespace={"__doc__": record.__doc__},
    )
