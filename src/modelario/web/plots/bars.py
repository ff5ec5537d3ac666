"""Geometry of every drawing: numbers in, places and paths out; templates draw them."""

from functools import lru_cache
from typing import NamedTuple

from modelario.records import Score

#: A score's bar is so many units long and high, with gaps between its parts.
BAR_LENGTH, BAR_HEIGHT, BAR_GAP = 100.0, 6.0, 0.8
#: So many bars are remembered: far more than differ.
_REMEMBERED = 5_000


class Bar(NamedTuple):
    """A score's bar as two paths: the room of every part, and what is earned of it."""

    room: str
    earned: str


def score_bar(score: Score) -> Bar:
    """Divide a bar in proportion to the parts' maxima, each filled to its points."""
    return _bar(*((part.maximum, part.points) for part in score.parts))


@lru_cache(_REMEMBERED)
def _bar(*parts: tuple[int, int]) -> Bar:
    whole = sum(maximum for maximum, _ in parts)
    unit = (BAR_LENGTH - BAR_GAP * (len(parts) - 1)) / whole
    left, room, earned = 0.0, [], []
    for maximum, points in parts:
        room.append(_rectangle(left, maximum * unit))
        if points:
            earned.append(_rectangle(left, points * unit))
        left += maximum * unit + BAR_GAP
    return Bar("".join(room), "".join(earned))


def _rectangle(left: float, width: float) -> str:
    return f"M{figure(left)} 0h{figure(width)}v{figure(BAR_HEIGHT)}h-{figure(width)}z"


def figure(value: float) -> str:
    """Write a coordinate in few characters."""
    return f"{value:.1f}".removesuffix(".0")
