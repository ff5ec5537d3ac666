"""Geometry of the scatter plot: scales, ticks, the frontier's line, and labels that keep apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

from modelario.queries.explore import Explore, Point, cost_of
from modelario.web.plots.axes import Tick
from modelario.web.plots.bars import figure

#: The drawing, and the room around the plot for what the axes say; in units of its own.
WIDTH, HEIGHT = 960.0, 560.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 20.0, 48.0, 48.0

#: Letters of a label are about so wide, and its line so high.
LETTER, LINE = 7.0, 13.0


class Room(NamedTuple):
    """How large a drawing is, what of it the axes take, and how large its labels are."""

    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    bottom: float = BOTTOM
    letter: float = LETTER
    line: float = LINE


#: The room on a page.
PAGE = Room()

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

#: How far a label stands from its point, how far it gives way at a time, and how often.
_GAP, _STEP, _STEPS = 8.0, 6.5, 24
#: Below the middle of a line stand its letters, by so much of its height.
_BASE = 4 / LINE


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
    """A point to be labelled."""

    x: float
    y: float
    text: str


class Label(NamedTuple):
    """A text that ends (or begins) at a place; a line leads to its point where that is far."""

    x: float
    y: float
    text: str
    ends: bool
    box: Box
    #: The ends of that line.
    leader: tuple[tuple[float, float], ...]

    @property
    def line(self) -> str:
        """That line as a path."""
        ends = (f"{figure(x)} {figure(y)}" for x, y in self.leader)
        return f"M{'L'.join(ends)}" if self.leader else ""


def labels(
    anchors: Sequence[Anchor], frame: Box, taken: Iterable[Box], room: Room = PAGE
) -> tuple[Label, ...]:
    """Place a label beside each point so that none lies on another or on what is taken.

    The first come first; one that finds no room is left out.
    """
    occupied = [*taken]
    placed: list[Label] = []
    for anchor in anchors:
        places = _places(anchor, room)
        label = next((each for each in places if _free(each, occupied, frame)), None)
        if label is not None:
            occupied.append(label.box)
            placed.append(label)
    return tuple(placed)


def _free(label: Label, taken: Iterable[Box], frame: Box) -> bool:
    return label.box.within(frame) and not any(label.box.meets(other) for other in taken)


def _places(anchor: Anchor, room: Room) -> Iterator[Label]:
    """Try the left first, then higher and higher: above the frontier there is nothing."""
    width, half = len(anchor.text) * room.letter, room.line / 2
    for step in range(_STEPS):
        for ends, x in ((True, anchor.x - _GAP), (False, anchor.x + _GAP)):
            for rise in (-step * _STEP, step * _STEP):
                middle, left = anchor.y + rise, x - width if ends else x
                box = Box(left, middle - half, left + width, middle + half)
                leader = _leader(anchor, x, box, step)
                yield Label(x, middle + room.line * _BASE, anchor.text, ends, box, leader)


def _leader(anchor: Anchor, x: float, box: Box, step: int) -> tuple[tuple[float, float], ...]:
    """Lead from a label that had to give way to its point."""
    if step < 2:  # noqa: PLR2004 – a label beside its point needs no line
        return ()
    middle = (box.top + box.bottom) / 2
    return (anchor.x, anchor.y), (x, middle)


# --- the plot -----------------------------------------------------------------------------


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
    #: The corners of the frontier: a price buys as much as the point left of it.
    corners: tuple[tuple[float, float], ...]
    labels: tuple[Label, ...]

    @property
    def frontier(self) -> str:
        """The frontier as a path of steps."""
        if not self.corners:
            return ""
        (x, y), *further = self.corners
        steps = (f"H{figure(x)}V{figure(y)}" for x, y in further[1::2])
        return f"M{figure(x)} {figure(y)}{''.join(steps)}H{figure(further[-1][0])}"


def scatter(record: Explore, mine: str | None = None, room: Room = PAGE) -> Plot:
    """Lay a plot out; ``mine`` is the model to point out beside the frontier."""
    across, up = _scales(record, room)
    marks = [
        Mark(
            across.place(float(cost_of(point, record.across))),
            up.place(float(point.value)),
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
        corners=tuple(_corners(frontier, room)),
        labels=labels(
            anchors,
            Box(0, room.line, room.width, room.height - room.bottom),
            _taken(frontier, pointed, room),
            room,
        ),
    )


def _scales(record: Explore, room: Room) -> tuple[Scale, Scale]:
    prices = [float(cost_of(point, record.across)) for point in record.points]
    across = logarithmic(prices, room.left, room.width - room.right)
    bottom, top = room.height - room.bottom, room.top
    if record.logarithmic:
        values = (float(point.value) for point in record.points)
        return across, logarithmic(values, bottom, top)
    low, high = SCORES
    # A result need not end at 100.
    highest = max((float(point.value) for point in record.points), default=high)
    high = max(high, ceil(highest / _SCORE_STEP) * _SCORE_STEP)
    return across, Scale(low, high, bottom, top, logarithmic=False)


def _spread(frontier: Sequence[Mark]) -> list[Mark]:
    """Order points for labelling: one of each place, the cheapest first."""
    places = {(mark.x, mark.y): mark for mark in reversed(frontier)}
    return sorted(places.values(), key=lambda mark: (mark.x, mark.y))


#: The largest radius of a point, and half the width of the frontier's line.
_RADIUS, _HALF = 6.0, 2.0


def _taken(frontier: Sequence[Mark], pointed: Sequence[Mark], room: Room) -> Iterator[Box]:
    """Box the points that stand out and the steps between them in."""
    for mark in (*frontier, *pointed):
        yield Box(mark.x - _RADIUS, mark.y - _RADIUS, mark.x + _RADIUS, mark.y + _RADIUS)
    places = sorted({(mark.x, mark.y) for mark in frontier})
    for (left, low), (right, high) in pairwise([*places, (room.width, 0.0)]):
        yield Box(left, low - _HALF, right, low + _HALF)
        if right < room.width:
            yield Box(right - _HALF, high, right + _HALF, low)


def _corners(frontier: Iterable[Mark], room: Room) -> Iterator[tuple[float, float]]:
    places = sorted({(mark.x, mark.y) for mark in frontier})
    if not places:
        return
    yield places[0]
    for (_, before), (x, y) in pairwise(places):
        yield x, before
        yield x, y
    yield room.width - room.right, places[-1][1]
