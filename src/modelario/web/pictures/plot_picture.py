"""The picture of the plot: price against what it buys."""

from modelario.queries.explore import Explore
from modelario.web.pages import Asked, View
from modelario.web.pictures.canvas import (
    ACCENT,
    BAD,
    FAINT,
    INK,
    LINE,
    MARGIN,
    MUTED,
    Canvas,
    Look,
    length,
)
from modelario.web.pictures.sheet import ACROSS, RIGHT, SMALL, heading, sheet
from modelario.web.plots.scatter import Plot, Room, scatter
from modelario.web.typeface import written
from modelario.web.words.i18n import Language
from modelario.web.words.wordlists import ACROSS_TITLES
from modelario.wording import label

#: The plot's room, and where that begins.
_X, _Y = MARGIN + 60, 142
_ROOM = Room(width=RIGHT - _X, height=420, left=0, right=0, top=40, bottom=64, letter=11, line=24)
#: What the number of models may take beside the title.
_COUNT = 220
_TICK = Look(19, MUTED)
_NAME = Look(20, INK)
_MINE = Look(20, BAD, bold=True)


def plot_picture(asked: Asked, view: View, address: str) -> Canvas:
    """Draw the plot as the address asks for it."""
    record: Explore = view.record
    mine = view.values["mine"]
    language = asked.language
    plot = scatter(record, mine.id if mine else None, _ROOM)
    canvas = sheet(asked, address)
    title = language.gettext("Price against %(axis)s") % {"axis": _axis(record, language)}
    heading(canvas, 150, title, 40, ACROSS - _COUNT)
    canvas.text(RIGHT, 150, _count(record, language), SMALL, ends=True)
    _grid(canvas, record, plot, language)
    _points(canvas, plot)
    _labels(canvas, plot, written(mine.name) if mine else "")
    return canvas


def _axis(record: Explore, language: Language) -> str:
    return label(f"field.{record.axis}", language.words)


def _count(record: Explore, language: Language) -> str:
    count = len(record.points)
    shown = {"shown": language.number(count)}
    return language.ngettext("%(shown)s model", "%(shown)s models", count) % shown


def _measured(record: Explore, language: Language) -> str:
    """Say what the height of a point is."""
    if record.logarithmic:
        return language.gettext("tokens, logarithmic")
    if record.quoted:
        return language.gettext("result, as models.dev quotes it")
    return language.gettext("score from 0 to 100")


def _grid(canvas: Canvas, record: Explore, plot: Plot, language: Language) -> None:
    bottom = _Y + _ROOM.height - _ROOM.bottom
    for tick in plot.y_ticks:
        y = _Y + tick.at
        canvas.rule(_X, y, RIGHT - _X)
        value = round(tick.value)
        told = language.tokens(value) if record.logarithmic else language.number(value)
        canvas.text(_X - 10, y + 7, told, _TICK, ends=True)
    for tick in plot.x_ticks:
        canvas.bar(_X + tick.at, _Y + _ROOM.top, 1, bottom - _Y - _ROOM.top, LINE)
        told = language.number(tick.value)
        canvas.text(_X + tick.at - length(told, _TICK) / 2, bottom + 25, told, _TICK)
    title = language.gettext(ACROSS_TITLES[record.across])
    said = ACROSS - length(title, _TICK) - 30
    canvas.text(MARGIN, bottom + 54, _measured(record, language), _TICK, most=said)
    canvas.text(RIGHT, bottom + 54, title, _TICK, most=ACROSS, ends=True)


def _points(canvas: Canvas, plot: Plot) -> None:
    canvas.line([(_X + x, _Y + y) for x, y in plot.corners], ACCENT, 2)
    for mark in plot.marks:
        at = [(_X + mark.x, _Y + mark.y)]
        if mark.mine:
            canvas.dots(at, 7, BAD)
        elif mark.point.frontier:
            canvas.dots(at, 6, ACCENT)
        else:
            canvas.dots(at, 5, FAINT)


def _labels(canvas: Canvas, plot: Plot, mine: str) -> None:
    for each in plot.labels:
        canvas.line([(_X + x, _Y + y) for x, y in each.leader], MUTED, 1)
        look = _MINE if mine and each.text == mine else _NAME
        canvas.text(_X + each.x, _Y + each.y, each.text, look, ends=each.ends, over=True)
