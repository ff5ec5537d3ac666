"""What a command prints: tables for people, JSON, JSON lines, CSV or Markdown for programs."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from modelario.formats import (
    NUMERIC,
    Format,
    cell_text,
    to_csv,
    to_json,
    to_json_lines,
    to_markdown,
)
from modelario.queries.columns import Column, Kind
from modelario.wording import label

#: Wide enough for any table where the output is no terminal.
_WIDTH_OF_A_FILE = 250


def console() -> Console:
    """Write to the terminal as wide as it is, and to anything else without wrapping."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE, highlight=False)


def progress_console() -> Console:
    """Write what moves while one waits, apart from the answer, and only where one looks."""
    return Console(stderr=True, highlight=False, quiet=not sys.stderr.isatty())


def write_bytes(data: bytes) -> None:
    """Write what a program reads, ending with a new line."""
    sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
    sys.stdout.buffer.flush()


def write(
    chosen: Format,
    columns: Sequence[Column],
    rows: Sequence[Any],
    *,
    record: Any = None,  # noqa: ANN401 – any page record
    title: str | None = None,
) -> None:
    """Write rows as asked for; ``record`` is what JSON shows instead of the rows alone."""
    match chosen:
        case Format.TABLE:
            console().print(table(columns, rows, title=title))
        case Format.JSON:
            write_bytes(to_json(rows if record is None else record, indent=2))
        case Format.JSONL:
            write_bytes(to_json_lines(rows))
        case Format.CSV:
            write_bytes(to_csv(columns, rows).encode())
        case Format.MD:
            write_bytes(to_markdown(columns, rows).encode())


def table(columns: Sequence[Column], rows: Iterable[Any], *, title: str | None = None) -> Table:
    """Draw rows for a terminal: numbers at the right, ids never broken."""
    drawn = Table(box=SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for column in columns:
        drawn.add_column(
            label(f"field.{column.key}"),
            justify="right" if column.kind in NUMERIC else "left",
            no_wrap=column.kind in NUMERIC or column.kind is Kind.ID,
            overflow="fold" if column.kind is Kind.ID else "ellipsis",
        )
    for row in rows:
        # Text objects, so that no square bracket of upstream's is taken for markup.
        drawn.add_row(*(Text(cell_text(column, row)) for column in columns))
    return drawn


def counted(shown: int, matching: int) -> str:
    """Say how many there are, and how many of them are shown where that is fewer."""
    return str(matching) if shown == matching else f"{matching}, {shown} shown"


def note(text: str) -> None:
    """Say something about the answer without getting into it."""
    print(text, file=sys.stderr)  # noqa: T201 – this is where we print
