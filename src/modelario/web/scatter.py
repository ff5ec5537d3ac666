"""Geometry of the scatter plot: scales, ticks, the frontier's line, and labels that keep apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

from modelario.queries.explore import Explore, Point
from modelario.web.charts import figure

#: The drawing, and the room around the plot for what the axes say; in units of its own.
WIDTH, HEIGHT = 960.0, 560.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 20.0, 40.0, 48.0

#: Fewer decades than these have ticks at 1, 2 and 5 of each.
_FEW_DECADES = 2.5
#: A scale that is not logarithmic has scores on it.
SCORES = (0.0, 100.0)
_SCORE_STEP = 20


class Scale(NamedTuple):
    """Maps values from ``low`` to ``high`` to places from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool

    def place(self, value: float) -> float:
        """Give the place of a value."""
        low, high, at = map(log10 if self.logarithmic else float, (self.low, self.high, value))
        return self.start + (self.end - self.start) * (at - low) / (high - low)

    def ticks(self) -> tuple[float, ...]:
        """Choose round values to mark."""
        if not self.logarithmic:
            return tuple(float(v) for v in range(int(self.low), int(self.high) + 1, _SCORE_STEP))
        decades = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
        few = log10(self.high / self.low) < _FEW_DECADES
        steps = (1, 2, 5) if few else (1,)
        marks = (float(f"{step}e{decade}") for decade in decades for step in steps)
        return tuple(mark for mark in marks if self.low <= mark <= self.high)


def logarithmic(values: Iterable[float], start: float, end: float) -> Scale:
    """Span values from a round number below them to one above."""
    known = [*values]
    if not known:
        return Scale(1, 10, start, end, logarithmic=True)
    low, high = _round(min(known), floor), _round(max(known), ceil)
    return Scale(low, high if high > low else low * 10, start, end, logarithmic=True)


def _round(value: float, to: Callable[[float], int]) -> float:
    """Round to 1, 2 or 5 times a power of ten."""
    decade = 10.0 ** floor(log10(value))
    steps = (1.0, 2.0, 5.0, 10.0)
    lower = max(step for step in steps if step * decade <= value * (1 + 1e-9))
    upper = min(step for step in steps if step * decade >= value * (1 - 1e-9))
    return (lower if to is floor else upper) * decade


# --- labels -------------------------------------------------------------------------------

#: Letters of a label are about so wide, and its line so high.
LETTER, LINE = 6.6, 14.0
#: How far a label stands from its point, and the rows that it may give way to.
_GAP, _ROWS = 7.0, 9


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: "Box") -> bool:
        """Tell whether this rectangle lies wholly in another."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


class Anchor(NamedTuple):
    """A point to be labelled; ``size`` is its radius."""

    x: float
    y: float
    text: str
    size: float = 4.5


class Label(NamedTuple):
    """A text by the left end of its baseline; ``line`` leads to its point where that is far."""

    x: float
    y: float
    text: str
    box: Box
    line: str


def labels(anchors: Sequence[Anchor], frame: Box) -> tuple[Label, ...]:
    """Place a label beside each point so that none lies on another label or labelled point.

    The first come first; one that finds no room is left out.
    """
    taken = [Box(a.x - a.size, a.y - a.size, a.x + a.size, a.y + a.size) for a in anchors]
    placed: list[Label] = []
    for anchor in anchors:
        label = next((each for each in _places(anchor) if _free(each.box, taken, frame)), None)
        if label is not None:
            taken.append(label.box)
            placed.append(label)
    return tuple(placed)


def _free(box: Box, taken: Iterable[Box], frame: Box) -> bool:
    return box.within(frame) and not any(box.meets(other) for other in taken)


def _places(anchor: Anchor) -> Iterator[Label]:
    """Try above left first: nothing is both cheaper and better than the frontier."""
    width = len(anchor.text) * LETTER
    for row in range(_ROWS):
        up, down = -_GAP - row * LINE, _GAP + LINE + row * LINE
        for rise in (up, down):
            for left in (anchor.x - width - 2, anchor.x + 4):
                box = Box(left, anchor.y + rise - LINE + 3, left + width, anchor.y + rise + 3)
                yield Label(left, anchor.y + rise, anchor.text, box, _leader(anchor, box, row))


def _leader(anchor: Anchor, box: Box, row: int) -> str:
    if row == 0:
        return ""
    above = box.bottom < anchor.y
    edge = box.bottom if above else box.top
    start = anchor.y - anchor.size if above else anchor.y + anchor.size
    return f"M{figure(anchor.x)} {figure(start)}V{figure(edge)}"


# --- the plot -----------------------------------------------------------------------------


class Tick(NamedTuple):
    """A value of an axis, and where it stands."""

    value: float
    at: float


class Mark(NamedTuple):
    """A point of the plot, and where it stands."""

    x: float
    y: float
    point: Point
    mine: bool


class Plot(NamedTuple):
    """Everything that the template draws; the marks as they lie on one another."""

    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    frontier: str
    labels: tuple[Label, ...]


def scatter(record: Explore, mine: str | None = None) -> Plot:
    """Lay a plot out; ``mine`` is the model to point out beside the frontier."""
    across, up = _scales(record)
    marks = [
        Mark(
            across.place(float(point.blended_mtok)),
            up.place(point.value),
            point,
            mine=point.id == mine,
        )
        for point in record.points
    ]
    marks.sort(key=lambda mark: (mark.mine, mark.point.frontier))
    frontier = [mark for mark in marks if mark.point.frontier]
    pointed = [mark for mark in marks if mark.mine]
    anchors = [
        Anchor(mark.x, mark.y, mark.point.name)
        for mark in dict.fromkeys((*pointed, *_spread(frontier)))
    ]
    return Plot(
        x_ticks=tuple(Tick(value, across.place(value)) for value in across.ticks()),
        y_ticks=tuple(Tick(value, up.place(value)) for value in up.ticks()),
        marks=tuple(marks),
        frontier=_steps(frontier),
        labels=labels(anchors, Box(LEFT, 0, WIDTH, HEIGHT - BOTTOM)),
    )


def _scales(record: Explore) -> tuple[Scale, Scale]:
    prices = [float(point.blended_mtok) for point in record.points]
    across = logarithmic(prices, LEFT, WIDTH - RIGHT)
    if record.logarithmic:
        values = (float(point.value) for point in record.points)
        return across, logarithmic(values, HEIGHT - BOTTOM, TOP)
    return across, Scale(*SCORES, HEIGHT - BOTTOM, TOP, logarithmic=False)


def _spread(frontier: Sequence[Mark]) -> list[Mark]:
    """Order points for labelling: one of each place, the best first."""
    places = {(mark.x, mark.y): mark for mark in reversed(frontier)}
    return sorted(places.values(), key=lambda mark: (mark.y, mark.x))


def _steps(frontier: Iterable[Mark]) -> str:
    """Draw the frontier as steps: a price buys as much as the point left of it."""
    places = sorted({(mark.x, mark.y) for mark in frontier})
    if not places:
        return ""
    first = f"M{figure(places[0][0])} {figure(places[0][1])}"
    steps = (f"H{figure(x)}V{figure(y)}" for _, (x, y) in pairwise(places))
    return f"{first}{''.join(steps)}H{figure(WIDTH - RIGHT)}"
