"""Columns: what a table shows of its rows, once for every face.

HTML, the terminal, CSV and Markdown all draw the same columns; they differ only in how a
kind of value is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from msgspec import Struct

Row = TypeVar("Row")


class Kind(StrEnum):
    """What a cell holds, which decides how it is written and aligned."""

    TEXT = "text"
    ID = "id"
    TOKENS = "tokens"
    COUNT = "count"
    MTOK = "mtok"
    USD = "usd"
    DATE = "date"
    FLAG = "flag"
    SCORE = "score"
    #: Of a benchmark: of those that most models have none of.
    RESULT = "result"
    PERCENT = "percent"
    WORDS = "words"


class Column(Struct, frozen=True):
    """A column: the row's attribute (dots descend, a number to a place) and the kind of its values.

    The heading is the label ``field.<key>`` of :mod:`modelario.wording`.
    """

    key: str
    kind: Kind
    path: str = ""
    #: Where the labels of its values stand, such as ``status`` for ``status.beta``.
    labels: str = ""

    def value(self, row: Any) -> Any:  # noqa: ANN401 – rows and cells of any table
        value = row
        for name in (self.path or self.key).split("."):
            if isinstance(value, Struct):
                # Nearly always; it is also the quickest to tell.
                value = getattr(value, name)
            elif name.isdigit():
                value = value[int(name)]
            else:
                value = value.get(name) if isinstance(value, Mapping) else getattr(value, name)
            if value is None:
                return None
        return value


#: What the reader's work costs a month, beside every price where there is such work.
MONTH = Column("monthly_cost", Kind.USD)
#: The price before which it stands: of a narrow table the first columns are seen.
_BESIDE = "input_mtok"


def with_month(
    among: Sequence[Column], month: Column = MONTH, *, costed: bool
) -> tuple[Column, ...]:
    """Set what the reader's work costs beside the prices of a table, where there is such work."""
    keys = [each.key for each in among]
    if not costed or month.key in keys or _BESIDE not in keys:
        return tuple(among)
    place = keys.index(_BESIDE)
    return (*among[:place], month, *among[place:])


def without_ids(among: Iterable[Column]) -> tuple[Column, ...]:
    """Leave out what a table of offerings has in its first column, beneath the name."""
    return tuple(column for column in among if column.kind is not Kind.ID)


def filled(among: Iterable[Column], rows: Sequence[Any]) -> tuple[Column, ...]:
    """Leave out the columns of which no row says anything; the first one stays."""
    first, *others = among
    return (first, *(each for each in others if any(_says(each.value(row)) for row in rows)))


def told_columns(among: Iterable[Column], rows: Sequence[Any]) -> tuple[Column, ...]:
    """Leave out what says nothing, and the state of a price: where there is none it says so."""
    return filled((column for column in among if column.key != "price_state"), rows)


def _says(value: Any) -> bool:  # noqa: ANN401 – a value of any column
    return value is not None and value not in ("", ())


def columns(among: tuple[Column, ...], keys: tuple[str, ...]) -> tuple[Column, ...]:
    """Pick columns by key, in the order of ``keys``; raises ``KeyError`` for an unknown one."""
    by_key = {column.key: column for column in among}
    return tuple(by_key[key] for key in keys)


def sorted_rows(rows: Sequence[Row], among: Iterable[Column], order: str) -> tuple[Row, ...]:
    """Sort a table by a column, upwards, ``-`` before its key for downwards.

    Unknown values come last; a column that does not exist leaves the order as it is.
    """
    column = {each.key: each for each in among}.get(order.removeprefix("-"))
    if column is None:
        return tuple(rows)
    known = [row for row in rows if column.value(row) is not None]
    unknown = [row for row in rows if column.value(row) is None]
    known.sort(key=lambda row: _comparable(column.value(row)), reverse=order.startswith("-"))
    return (*known, *unknown)


def is_called(row: Any, among: Iterable[Column], text: str) -> bool:  # noqa: ANN401 – any row
    """Tell whether every word of a text is in what a row is called in some columns."""
    values = (each.value(row) for each in among)
    called = " ".join(str(value) for value in values if value is not None).lower()
    return all(word in called for word in text.lower().split())


def _comparable(value: Any) -> Any:  # noqa: ANN401 – a value of any column
    return value if isinstance(value, int | Decimal) else str(value).lower()
