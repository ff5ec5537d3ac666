"""Records and tables as text for programs: JSON, JSON lines, CSV and Markdown."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from modelario.queries.columns import Column, Kind
from modelario.records import Modalities, Reason, Variant
from modelario.wording import label, money, sentence, short_tokens, variant_label


class Format(StrEnum):
    """What a program can ask for."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


def _plain(value: Any) -> Any:  # noqa: ANN401 – whatever JSON does not know
    if isinstance(value, Reason):
        return sentence(value)
    raise NotImplementedError(f"{type(value).__name__} has no place in JSON")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain)


def to_json(record: Any, *, indent: int = 0) -> bytes:  # noqa: ANN401 – any record
    """Encode a record as JSON: money as exact numbers, reasons as English sentences."""
    encoded = _ENCODER.encode(record)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def to_json_lines(records: Iterable[Any]) -> bytes:
    """Encode each record as one line of JSON."""
    return _ENCODER.encode_lines(list(records))


def to_csv(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """Write a table as CSV (RFC 4180): keys as heads, numbers as numbers.

    A text cell that a spreadsheet could take for a formula gets a leading apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(column.value(row)) for column in columns])
    return out.getvalue()


def to_markdown(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """Write a table as GitHub-flavoured Markdown, in English."""
    heads = [label(f"field.{column.key}") for column in columns]
    rules = ["---:" if column.kind in NUMERIC else "---" for column in columns]
    lines = [heads, rules, *([_markdown_cell(c, row) for c in columns] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


#: Kinds that are aligned at the right.
NUMERIC = frozenset({Kind.TOKENS, Kind.COUNT, Kind.MTOK, Kind.USD, Kind.SCORE, Kind.PERCENT})


def cell_text(column: Column, row: Any) -> str:  # noqa: ANN401 – rows of any table
    """Write a cell for people, in English; nothing for what is unknown."""
    value = column.value(row)
    if value is None:
        return ""
    match column.kind:
        case Kind.TOKENS:
            return short_tokens(value)
        case Kind.MTOK | Kind.USD:
            return money(value)
        case Kind.FLAG:
            return label("yes" if value else "no")
    if column.labels:
        codes = value if isinstance(value, tuple) else (value,)
        return ", ".join(label(f"{column.labels}.{code}") for code in codes)
    return plain_text(value)


def plain_text(value: Any) -> str:  # noqa: ANN401 – cells of any table
    """Write a value of any kind as one line of text."""
    match value:
        case None:
            text = ""
        case Reason():
            text = sentence(value)
        case Variant():
            text = variant_label(value)
        case Modalities():
            text = f"{'+'.join(value.input)} → {'+'.join(value.output)}"
        case tuple() | list():
            text = ", ".join(plain_text(each) for each in value)
        case Decimal():
            text = f"{value.normalize():f}"
        case bool():
            text = label("yes" if value else "no")
        case _:
            text = str(value)
    return text


def _csv_cell(value: Any) -> Any:  # noqa: ANN401 – cells of any table
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return value
    text = plain_text(value)
    dangerous = not isinstance(value, Decimal) and text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{text}" if dangerous else text


def _markdown_cell(column: Column, row: Any) -> str:  # noqa: ANN401 – rows of any table
    text = cell_text(column, row)
    for char in "\\|`*_<>[]":
        text = text.replace(char, f"\\{char}") if column.kind is not Kind.ID else text
    if column.kind is Kind.ID and text:
        return f"`{text.replace('`', '')}`".replace("|", "\\|")
    return " ".join(text.split())
