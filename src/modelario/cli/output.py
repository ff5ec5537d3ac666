"""What a command prints: tables for people, JSON, JSON lines, CSV or Markdown for programs."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from modelario.cli import drawing
from modelario.cli.drawing import Line, Track, line
from modelario.formats import (
    NUMERIC,
    Format,
    cell_text,
    to_csv,
    to_json,
    to_json_lines,
    to_markdown,
)
from modelario.queries.columns import Column
from modelario.records import Reason
from modelario.wording import label, sentence

if TYPE_CHECKING:
    from rich.console import Console


def console() -> "Console":
    """Write to the terminal as wide as it is, and to anything else without wrapping."""
    from rich.console import Console  # noqa: PLC0415 – what is asked most often does without

    width = None if sys.stdout.isatty() else drawing.terminal_width()
    return Console(width=width, highlight=False, emoji=False)


def progress_console() -> "Console":
    """Write what moves while one waits, apart from the answer, and only where one looks."""
    from rich.console import Console  # noqa: PLC0415 – what is asked most often does without

    return Console(stderr=True, highlight=False, quiet=not sys.stderr.isatty())


def write_bytes(data: bytes) -> None:
    """Write what a program reads, ending with a new line; no rows are no line."""
    sys.stdout.buffer.write(data if not data or data.endswith(b"\n") else data + b"\n")
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
            drawing.show(table(columns, rows, title=title, width=drawing.terminal_width()))
        case Format.JSON:
            write_bytes(to_json(rows if record is None else record, indent=2))
        case Format.JSONL:
            write_bytes(to_json_lines(rows))
        case Format.CSV:
            write_bytes(to_csv(columns, rows).encode())
        case Format.MD:
            write_bytes(to_markdown(columns, rows).encode())


def table(
    columns: Sequence[Column],
    rows: Sequence[Any],
    *,
    title: str | None = None,
    width: int,
) -> list[Line]:
    """Draw rows for a terminal so many characters wide: numbers at the right, ids never cut.

    What does not fit gives way, the least telling columns first, and is named beneath.
    """
    cells = {column: [cell_text(column, row) for row in rows] for column in columns}
    shown = _fitting(cells, width)
    left_out = [_head(column) for column in columns if column not in shown]
    return drawing.table(
        [_track(column, cells[column]) for column in shown],
        [
            [line(text) for text in row]
            for row in zip(*(cells[each] for each in shown), strict=True)
        ],
        width,
        title=title or "",
        footnote=f"Too wide to show: {', '.join(left_out)}" if left_out else "",
    )


def _track(column: Column, texts: Sequence[str]) -> Track:
    number = column.kind in NUMERIC
    return Track(_head(column), right=number, folds=not number, least=_least(column, texts))


#: A column of words or ids stays at least so wide where it has that much to say.
_NARROWEST = 12
#: Longer words and ids are folded before anything else gives way.
_WIDEST = 20
#: What stands between two columns, and at both edges of a table.
_GAP, _EDGES = 2, 2
#: What gives way on a narrow terminal, the first one first …
_YIELDING = (
    "tier_above_tokens",
    "rejected",
    "cache_write_mtok",
    "status",
    "release_date",
    "max_output_tokens",
    "cache_read_mtok",
    "production",
    "coding",
    "percent",
    "span_days",
    "variant",
    "price_state",
    "lab",
    "name",
    "reason",
    "providers",
    "context_window",
    "offering_id",
    "since",
    "cost_per_request",
    "against_provider",
)
#: … and what one came for, the first one most: it stays while others go, from the last one on.
_STAYING = (
    *("rank", "id", "model", "provider", "field", "old", "new", "total_cost", "difference"),
    *("against_total_cost", "input_mtok", "output_mtok", "event", "day"),
)


def _fitting(cells: Mapping[Column, Sequence[str]], width: int) -> list[Column]:
    """Choose the columns that fit: those with nothing in them go before all others.

    Where words and ids have to fold anyhow, a column that still does not fit goes whole: no digit
    of a number is ever cut off.
    """
    by_key = {column.key: column for column in cells}
    empty = [column for column in cells if not any(cells[column])]
    yielding = [*empty, *(by_key[key] for key in _YIELDING if key in by_key)]
    staying = [by_key[key] for key in _STAYING if key in by_key]
    last = [*(column for column in reversed([*cells]) if column not in staying), *staying[:0:-1]]
    shown = _left(list(cells), yielding, lambda each: _room(each, cells[each]), width)
    return _left(shown, last, lambda each: _least(each, cells[each]), width)


def _left(
    shown: list[Column],
    yielding: Iterable[Column],
    room: Callable[[Column], int],
    width: int,
) -> list[Column]:
    """Leave out one column after the other until the rest has room."""
    for column in yielding:
        if _EDGES + sum(room(each) + _GAP for each in shown) - _GAP <= width:
            break
        if column in shown:
            shown = [each for each in shown if each is not column]
    return shown


def _head(column: Column) -> str:
    return label(f"field.{column.key}")


def _room(column: Column, texts: Iterable[str]) -> int:
    """How many characters wide a column wants to be."""
    widest = max(map(cell_len, (_head(column), *texts)))
    return widest if column.kind in NUMERIC else min(widest, _WIDEST)


def _least(column: Column, texts: Iterable[str]) -> int:
    """How many characters wide a column has to be at least."""
    room = _room(column, texts)
    return room if column.kind in NUMERIC else min(room, _NARROWEST)


def counted(shown: int, matching: int) -> str:
    """Say how many there are, and how many of them are shown where that is fewer."""
    return str(matching) if shown == matching else f"{shown} of {matching}"


def note_assumed(rows: Sequence[Sequence[Reason]]) -> None:
    """Say what the costs of rows assume, and of how many."""
    found = Counter(sentence(reason) for assumed in rows for reason in assumed)
    for text, count in found.most_common():
        note(text if count == len(rows) else f"{count} of {len(rows)}: {text}")


def note(text: str) -> None:
    """Say something about the answer without getting into it, in one line of plain text."""
    plain = "".join(char for char in " ".join(text.split()) if char.isprintable())
    print(plain, file=sys.stderr)  # noqa: T201 – this is where we print
