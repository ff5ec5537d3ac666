"""Records and tables as text for programs: JSON, JSON lines, CSV and Markdown."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from modelario.queries.columns import MONTH, Column, Kind
from modelario.records import Conditions, Modalities, Reason, Variant
from modelario.wording import (
    ENGLISH,
    Words,
    conditions_label,
    label,
    money,
    sentence,
    short_tokens,
    variant_label,
)


class Format(StrEnum):
    """What a program can ask for."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


class ToldReason(Struct, frozen=True):
    """A reason as JSON has it: its code and values for programs, its text for people."""

    code: str
    values: Mapping[str, Any]
    text: str


def _encoder(words: Words) -> msgspec.json.Encoder:
    def plain(value: Any) -> Any:  # noqa: ANN401 – whatever JSON does not know
        if isinstance(value, Reason):
            return ToldReason(value.code, value.values, sentence(value, words))
        raise NotImplementedError(f"{type(value).__name__} has no place in JSON")

    return msgspec.json.Encoder(decimal_format="number", enc_hook=plain)


_ENGLISH = _encoder(ENGLISH)


def to_json(record: Any, *, indent: int = 0, words: Words = ENGLISH) -> bytes:  # noqa: ANN401
    """Encode any record as JSON: money as exact numbers, reasons as codes with their text."""
    encoder = _ENGLISH if words is ENGLISH else _encoder(words)
    encoded = encoder.encode(record)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def to_schema(record: Any) -> dict[str, Any]:  # noqa: ANN401 – any type of record
    """Draw the JSON schema (2020-12) of what :func:`to_json` writes of a type of record."""
    drawn: dict[str, Any] = _as_sent(msgspec.json.schema(record, schema_hook=_schema))
    return drawn


def to_schemas(records: Iterable[type], place: str) -> dict[str, Any]:
    """Draw the schemas of several types of record, each by its name; ``place`` is where they stand.

    Records that they hold are among them, and are referred to as ``<place><name>``.
    """
    _, drawn = msgspec.json.schema_components(
        records, schema_hook=_schema, ref_template=f"{place}{{name}}"
    )
    told: dict[str, Any] = _as_sent(drawn)
    return told


def _as_sent(drawn: Any) -> Any:  # noqa: ANN401 – any part of a schema
    """Say of exact decimals what they are in our bytes: numbers."""
    if isinstance(drawn, list):
        return [_as_sent(each) for each in drawn]
    if not isinstance(drawn, dict):
        return drawn
    if drawn.get("format") == "decimal":
        return {"type": "number"}
    return {name: _as_sent(each) for name, each in drawn.items()}


def _schema(kind: type) -> dict[str, Any]:
    if issubclass(kind, Reason):
        return {
            "type": "object",
            "description": ToldReason.__doc__,
            "properties": {
                "code": {"type": "string"},
                "values": {"type": "object"},
                "text": {"type": "string"},
            },
            "required": ["code", "values", "text"],
        }
    raise NotImplementedError(f"{kind.__name__} has no place in JSON")


def to_json_lines(records: Iterable[Any]) -> bytes:
    """Encode each record as one line of JSON."""
    return _ENGLISH.encode_lines(list(records))


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


def to_markdown(columns: Sequence[Column], rows: Iterable[Any], words: Words = ENGLISH) -> str:
    """Write a table as GitHub-flavoured Markdown, in the language of ``words``."""
    heads = [label(f"field.{column.key}", words) for column in columns]
    rules = ["---:" if column.kind in NUMERIC else "---" for column in columns]
    cells = ([_markdown_cell(column, row, words) for column in columns] for row in rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in (heads, rules, *cells))


#: What Markdown, or HTML within it, can take for markup, wherever it stands: in a text, in a cell
#: of a table, at the beginning of a line; with it what becomes a link without any mark around it.
_MARKUP = re.compile(
    r"[\\`*_\[\]#|!~&@<>]|:(?=//)|(?<=www)\.|^[-+=](?=[-+=\s]|$)|(?<=^\d)[.)](?=\s|$)|(?<=^\d\d)[.)](?=\s|$)",
    re.IGNORECASE,
)
#: No sign of HTML is left in the file, for readers who know nothing of backslashes.
_ENTITIES = {"<": "&lt;", ">": "&gt;"}
#: Spaces that hold a number and its unit together.
_NO_BREAK = "\xa0\u202f"
_SPACES = re.compile(rf"[^\S{_NO_BREAK}]+")
#: So many texts are remembered: labels and names recur in every row.
_REMEMBERED = 20_000


@lru_cache(_REMEMBERED)
def markdown_text(text: str) -> str:
    """Write text so that Markdown takes none of it for markup, in one line."""
    text = _SPACES.sub(" ", text).strip()
    if not text.isprintable():
        text = "".join(char for char in text if char.isprintable() or char in _NO_BREAK)
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)


#: Ids that mean nothing to Markdown or HTML within the marks of code.
_PLAIN_ID = re.compile(r"[\w./:@+~ -]+")


@lru_cache(_REMEMBERED)
def markdown_code(text: str) -> str:
    """Write an id as code, in one line; one with signs of markup in it as text."""
    text = " ".join(text.split())
    return f"`{text}`" if _PLAIN_ID.fullmatch(text) else markdown_text(text)


def markdown_block(text: str, language: str) -> str:
    """Write a program as a block of code that nothing in it can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


#: Kinds that are aligned at the right.
NUMERIC = frozenset(
    {Kind.TOKENS, Kind.COUNT, Kind.MTOK, Kind.USD, Kind.SCORE, Kind.RESULT, Kind.PERCENT}
)


def cell_text(column: Column, row: Any) -> str:  # noqa: ANN401 – rows of any table
    """Write a cell for people, in English; nothing for what is unknown."""
    value = column.value(row)
    if value is None:
        return label("unknown").lower() if column.key == MONTH.key else ""
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
        case Conditions():
            text = conditions_label(value)
        case Mapping():
            text = ", ".join(f"{name} {plain_text(each)}" for name, each in value.items())
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


def _markdown_cell(column: Column, row: Any, words: Words) -> str:  # noqa: ANN401 – any table's
    value = column.value(row)
    if value is None or value in ((), ""):
        return label("unknown", words) if column.key == MONTH.key else ""
    if column.kind is Kind.ID:
        return markdown_code(str(value))
    return markdown_text(_markdown_told(column, value, words))


def _markdown_told(column: Column, value: Any, words: Words) -> str:  # noqa: ANN401 – any cell's
    if column.kind in (Kind.MTOK, Kind.USD):
        return words.price(value)
    if column.kind in NUMERIC:
        return words.number(value)
    if column.labels:
        codes = value if isinstance(value, tuple) else (value,)
        return ", ".join(label(f"{column.labels}.{code}", words) for code in codes)
    return told(value, words)


#: Longest text of upstream's that a table shows people.
_LONGEST = 300


def told(value: Any, words: Words) -> str:  # noqa: ANN401 – a value of any field
    """Write a value of any kind for people, in a language; nothing for what is unknown."""
    match value:
        case None:
            text = ""
        case bool():
            text = label("yes" if value else "no", words)
        case Reason():
            text = sentence(value, words)
        case Variant():
            text = variant_label(value, words)
        case Modalities():
            text = f"{_listed(value.input, words)} → {_listed(value.output, words)}"
        case Conditions():
            text = conditions_label(value, words)
        case Mapping():
            text = ", ".join(f"{name} {told(each, words)}" for name, each in value.items())
        case tuple() | list():
            text = _listed(value, words)
        case int() | Decimal():
            text = words.number(value)
        case _:
            text = str(value)[:_LONGEST]
    return text


def _listed(values: Iterable[Any], words: Words) -> str:
    """Write modalities, reasons or other short values, one after the other."""
    return ", ".join(
        label(f"modality.{each}", words) if isinstance(each, str) else told(each, words)
        for each in values
    )
