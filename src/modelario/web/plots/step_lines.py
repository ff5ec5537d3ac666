"""Geometry of price plots: prices as step lines over days, with gaps where they are unknown."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

from modelario.web.plots.axes import Tick
from modelario.web.plots.bars import figure

#: The drawing, and the room around the plot for ticks and labels; in units of its own.
WIDTH, HEIGHT = 560.0, 248.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 160.0, 14.0, 30.0

#: Labels stand so far apart, and right of the plot by so much.
LABEL_LINE, LABEL_GAP = 18.0, 8.0

#: An axis has about so many ticks at most.
_MOST_Y, _MOST_X = 4, 3
#: Months between two ticks.
_MONTHS = (1, 2, 3, 6, 12, 24, 60)
_MONTHS_A_YEAR = 12
#: Fewer decades than these have ticks at 1, 2 and 5 of each.
_FEW_DECADES = 1.5


class Step(NamedTuple):
    """A value that held from one day to another."""

    since: date
    until: date
    value: float


class DayTick(NamedTuple):
    """A day of the axis, and where it stands; a month's first day names the month."""

    day: date
    at: float


class Dot(NamedTuple):
    """Where a step begins."""

    x: float
    y: float
    step: Step


class StepLine(NamedTuple):
    """A step line: its path, where its steps begin, and where its label stands."""

    path: str
    dots: tuple[Dot, ...]
    label_y: float | None


class Panel(NamedTuple):
    """Everything that the template draws of one kind of price."""

    x_ticks: tuple[DayTick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[StepLine, ...]


class Frame(NamedTuple):
    """How days and values become places."""

    start: date
    end: date
    low: float
    high: float
    logarithmic: bool

    def x(self, day: date) -> float:
        """Place a day; days outside stand at the edge."""
        whole = max(1, (self.end - self.start).days)
        share = min(max(0, (day - self.start).days), whole) / whole
        return LEFT + (WIDTH - LEFT - RIGHT) * share

    def y(self, value: float) -> float:
        """Place a value."""
        if self.logarithmic:
            share = log10(value / self.low) / log10(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def panel(
    courses: Sequence[Sequence[Step]], start: date, end: date, *, logarithmic: bool = False
) -> Panel:
    """Lay out one line for each course; a logarithmic scale leaves out what is zero."""
    shown = [[step for step in course if step.value > 0 or not logarithmic] for course in courses]
    values = [step.value for course in shown for step in course]
    frame = _frame(values, start, end, logarithmic=logarithmic)
    lines = [_line(course, frame) for course in shown]
    labels = iter(spread([line.label_y for line in lines if line.label_y is not None]))
    return Panel(
        x_ticks=tuple(DayTick(day, frame.x(day)) for day in day_ticks(start, end)),
        y_ticks=tuple(Tick(value, frame.y(value)) for value in _value_ticks(frame)),
        lines=tuple(
            line if line.label_y is None else line._replace(label_y=next(labels)) for line in lines
        ),
    )


def _frame(values: Sequence[float], start: date, end: date, *, logarithmic: bool) -> Frame:
    highest = max(values, default=1.0) or 1.0
    if logarithmic:
        low, high = _round_down(min(values, default=1.0)), _round_up(highest)
        return Frame(start, end, low, high if high > low else low * 10, logarithmic=True)
    step = linear_step(highest)
    return Frame(start, end, 0.0, ceil(highest / step - 1e-9) * step, logarithmic=False)


def _line(course: Sequence[Step], frame: Frame) -> StepLine:
    if not course:
        return StepLine("", (), None)
    dots = tuple(Dot(frame.x(step.since), frame.y(step.value), step) for step in course)
    return StepLine(path(course, frame), dots, dots[-1].y)


def path(course: Iterable[Step], frame: Frame) -> str:
    """Draw steps: across while a value holds, up or down where the next one follows at once."""
    drawn, ended = [], None
    for step in course:
        x, y = figure(frame.x(step.since)), figure(frame.y(step.value))
        drawn.append(f"V{y}" if ended == step.since else f"M{x} {y}")
        drawn.append(f"H{figure(frame.x(step.until))}")
        ended = step.until
    return "".join(drawn)


# --- ticks --------------------------------------------------------------------------------


def linear_step(highest: float) -> float:
    """Choose a round distance between ticks so that few reach from zero to a value."""
    rough = highest / _MOST_Y
    decade = 10.0 ** floor(log10(rough))
    return next(step * decade for step in (1, 2, 2.5, 5, 10) if step * decade >= rough * 0.999)


def _value_ticks(frame: Frame) -> Iterator[float]:
    if not frame.logarithmic:
        step = linear_step(frame.high)
        yield from (step * number for number in range(round(frame.high / step) + 1))
        return
    few = log10(frame.high / frame.low) < _FEW_DECADES
    for decade in range(floor(log10(frame.low)), ceil(log10(frame.high)) + 1):
        for mark in (1, 2, 5) if few else (1,):
            value = float(f"{mark}e{decade}")
            if frame.low * 0.999 <= value <= frame.high * 1.001:
                yield value


def _round_down(value: float) -> float:
    decade = 10.0 ** floor(log10(value))
    return max(step * decade for step in (1, 2, 5) if step * decade <= value * (1 + 1e-9))


def _round_up(value: float) -> float:
    decade = 10.0 ** floor(log10(value))
    return min(step * decade for step in (1, 2, 5, 10) if step * decade >= value * (1 - 1e-9))


def day_ticks(start: date, end: date) -> tuple[date, ...]:
    """Choose first days of months that divide the time evenly; both ends of a short one."""
    for months in _MONTHS:
        found = tuple(_firsts(start, end, months))
        if len(found) <= _MOST_X:
            break
    return found if len(found) > 1 else (start, end)


def _firsts(start: date, end: date, months: int) -> Iterator[date]:
    month = start.year * _MONTHS_A_YEAR + start.month - 1
    month += -month % months
    while True:
        year, number = divmod(month, _MONTHS_A_YEAR)
        day = date(year, number + 1, 1)
        if day > end:
            return
        if day >= start:
            yield day
        month += months


# --- labels -------------------------------------------------------------------------------


def spread(places: Sequence[float]) -> tuple[float, ...]:
    """Move labels apart where they would overlap, within the drawing, keeping their order."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    found = [places[number] for number in order]
    for above, below in pairwise(range(len(found))):
        found[below] = max(found[below], found[above] + LABEL_LINE)
    overflow = found[-1] - (HEIGHT - BOTTOM) if found else 0.0
    if overflow > 0:
        found[-1] -= overflow
        for below in range(len(found) - 1, 0, -1):
            found[below - 1] = min(found[below - 1], found[below] - LABEL_LINE)
    moved = dict(zip(order, found, strict=True))
    return tuple(moved[number] for number in range(len(places)))
