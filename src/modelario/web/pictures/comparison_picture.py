"""The picture of a comparison: models side by side, in what they differ."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from modelario.queries.columns import MONTH
from modelario.queries.compare import Comparison, FieldRow, Side
from modelario.records import CAPABILITIES
from modelario.web.pages import Asked, View
from modelario.web.pictures.canvas import (
    GOOD,
    INK,
    MARGIN,
    MUTED,
    Canvas,
    Look,
    fitting,
    length,
)
from modelario.web.pictures.sheet import ACROSS, BOTTOM, SMALL, mark, sheet
from modelario.web.typeface import written
from modelario.web.words.field_values import DAYS, field_value
from modelario.web.words.i18n import Language
from modelario.wording import label

#: The names of rows have so much room, columns such a gap; rows begin below the heads.
_NAMES, _GAP, _HEADS = 262, 22, 194
#: So many rows have room, and so many share it at least.
_MOST_ROWS, _FEWEST_ROWS = 7, 6

_MODEL = Look(38, INK, bold=True)
_VALUE = Look(27, INK)
_UNKNOWN = Look(24, MUTED)

#: What is shown even where it is alike: without it a comparison says little.
_ALWAYS = ("input_mtok", "output_mtok", "context_window")


class ShownRow(NamedTuple):
    """A row: its name, its values, and which of them are the best."""

    name: str
    field: str
    values: tuple[Any, ...]
    best: tuple[int, ...]


def comparison_picture(asked: Asked, view: View, address: str) -> Canvas:
    """Draw a comparison."""
    record: Comparison = view.record
    canvas = sheet(asked, address)
    across = (ACROSS - _NAMES) / len(record.sides)
    _heads(canvas, record.sides, across, asked.language)
    rows = _rows(record, across - _GAP, asked.language)
    step = (BOTTOM - _HEADS) / max(len(rows), _FEWEST_ROWS)
    for number, row in enumerate(rows):
        y = _HEADS + number * step
        canvas.rule(MARGIN, y, ACROSS)
        _row(canvas, y + step / 2 + 9, row, across, asked.language)
    return canvas


def _heads(canvas: Canvas, sides: Sequence[Side], across: float, language: Language) -> None:
    """Name the models, all as large as the longest name has room, and where each is sold."""
    names = [written(side.model.name, side.model.id) for side in sides]
    most = across - _GAP
    size = min(fitting(name, _MODEL, most, 22).size for name in names)
    for place, (name, side) in enumerate(zip(names, sides, strict=True)):
        x, at = MARGIN + _NAMES + place * across, side.offering
        canvas.text(x, 142, name, _MODEL._replace(size=size), most=most)
        none = language.gettext("No published price")
        sold = written(at.provider_name, at.provider) if at else none
        canvas.text(x, 174, sold, fitting(sold, SMALL, most, 18), most=most)


def _row(canvas: Canvas, y: float, row: ShownRow, across: float, language: Language) -> None:
    canvas.text(MARGIN, y, row.name, fitting(row.name, SMALL, _NAMES - 16, 18), most=_NAMES - 16)
    for place, value in enumerate(row.values):
        x = MARGIN + _NAMES + place * across
        if row.field in CAPABILITIES or isinstance(value, bool):
            mark(canvas, x, y, value)
            continue
        look = _UNKNOWN if value is None and row.field != "status" else _VALUE
        if place in row.best:
            look = look._replace(colour=GOOD, bold=True)
        canvas.text(x, y, _told(row.field, value, language), look, most=across - _GAP)


def _told(field: str, value: Any, language: Language) -> str:  # noqa: ANN401 – of any field
    if field in DAYS and value is not None:
        return language.brief_day(value)
    return field_value(field, value, language)


# --- what is worth its room ---------------------------------------------------------------


def _rows(record: Comparison, most: float, language: Language) -> Sequence[ShownRow]:
    """Choose the rows to show: the prices and the context, and of others those that differ.

    A value that has no room would be another one if it were cut: its row is left out.
    """
    fields = {row.field: row for row in record.fields}
    shown = [_named(fields[field], language) for field in _ALWAYS]
    for row in (*_measured(record), *_cost(record, language), *_differing(record, language)):
        room = all(length(_told(row.field, each, language), _VALUE) <= most for each in row.values)
        if len(shown) < _MOST_ROWS and len({*row.values} - {None}) > 1 and room:
            shown.append(row)
    return shown


def _measured(record: Comparison) -> Iterator[ShownRow]:
    """Give the results of the two benchmarks that most sides have."""
    for row in record.benchmarks[:2]:
        values = tuple(each and each.score for each in row.results)
        yield ShownRow(row.name, row.key, values, row.best)


def _cost(record: Comparison, language: Language) -> Iterator[ShownRow]:
    """Give what the reader's work costs, or a typical one."""
    own = [row for row in record.fields if row.field == MONTH.key]
    if own:
        yield _named(own[0], language)
        return
    row = next(each for each in record.scenarios if each.key == "agent_step")
    name = label(f"scenario.{row.key}", language.words)
    told_costs = tuple(None if cost is None else language.usd(cost) for cost in row.costs)
    yield ShownRow(f"{name} × {language.number(row.requests)}", row.key, told_costs, row.best)


def _differing(record: Comparison, language: Language) -> Iterator[ShownRow]:
    for row in record.fields:
        if row.field not in (*_ALWAYS, "blended_mtok", MONTH.key):
            yield _named(row, language)


def _named(row: FieldRow, language: Language) -> ShownRow:
    return ShownRow(label(f"field.{row.field}", language.words), row.field, row.values, row.best)
