"""Geometry of every drawing: numbers in, places and paths out; templates draw them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from modelario.records import Score

#: Between the parts of a score's bar, in points.
BAR_GAP = 1
#: So many bars are remembered: far more than differ.
_REMEMBERED = 5_000


class Bar(NamedTuple):
    """A score's bar as two dashed lines: the room of every part, and what is earned of it."""

    #: In points, gaps included.
    length: int
    #: The lengths of the dashes and of the gaps after them, in turn.
    room: str
    earned: str


def score_bar(score: Score) -> Bar:
    """Divide a bar in proportion to the parts' maxima, each filled to its points."""
    return _bar(*((part.maximum, part.points) for part in score.parts))


@lru_cache(_REMEMBERED)
def _bar(*parts: tuple[int, int]) -> Bar:
    room: list[int] = []
    earned: list[int] = []
    for maximum, points in parts:
        room += (maximum, BAR_GAP)
        earned += (points, maximum - points + BAR_GAP)
    return Bar(sum(room) - BAR_GAP, _dashes(room), _dashes(earned))


def _dashes(lengths: Iterable[int]) -> str:
    return " ".join(map(str, lengths))


def figure(value: float) -> str:
    """Write a coordinate in few characters."""
    return f"{value:.1f}".removesuffix(".0")
