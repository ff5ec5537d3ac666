"""A sheet to draw on: text that fits, lines and bars, in the colours of the pages."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from modelario.web.typeface import REGULAR, SEMIBOLD, written

#: What social sites ask for, in pixels; and the room around what is drawn.
WIDTH, HEIGHT, MARGIN = 1200, 630, 64

#: The light colours of the pages.
PAPER, INK, MUTED, LINE = "#fbfaf7", "#1a1b1e", "#5c6067", "#e2dfd7"
ACCENT, GOOD, BAD, WARN = "#0a6b52", "#176f3d", "#a8352a", "#8a5a00"
#: Points of the plot behind those that stand out.
FAINT = "#b9b6ae"

#: Everything is drawn so many times as large and then made smaller, which smooths its edges.
_FINER = 2
_LACKING = "…"
_RIM = 6


class Look(NamedTuple):
    """How a text looks; its size is in pixels."""

    size: float
    colour: str = INK
    bold: bool = False


@lru_cache(64)
def _font(size: float, *, bold: bool) -> ImageFont.FreeTypeFont:
    # The plain engine lays text out the same wherever the program runs.
    data = (SEMIBOLD if bold else REGULAR).read_bytes()
    return ImageFont.truetype(BytesIO(data), size * _FINER, layout_engine=ImageFont.Layout.BASIC)


def length(text: str, look: Look) -> float:
    """Tell how long a text is, in pixels."""
    return _font(look.size, bold=look.bold).getlength(text) / _FINER


def cut(text: str, look: Look, most: float) -> str:
    """Shorten a text to a length."""
    if length(text, look) <= most:
        return text
    short, long = 0, len(text)
    while short < long:
        middle = (short + long + 1) // 2
        if length(text[:middle].rstrip() + _LACKING, look) <= most:
            short = middle
        else:
            long = middle - 1
    return text[:short].rstrip() + _LACKING


def fitting(text: str, look: Look, most: float, least: float) -> Look:
    """Make a look smaller until a text has room, but no smaller than ``least``."""
    while look.size > least and length(text, look) > most:
        look = look._replace(size=look.size - 1)
    return look


class Canvas:
    """A picture in the making; places and sizes are in pixels from the upper left corner."""

    def __init__(self) -> None:
        size = (WIDTH * _FINER, HEIGHT * _FINER)
        self._image = Image.new("RGB", size, PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        look: Look,
        *,
        most: float = WIDTH,
        ends: bool = False,
        over: bool = False,
    ) -> float:
        """Write a text on a baseline, from a place or up to it, and tell how long it is.

        One that lies over a drawing has a rim of paper.
        """
        drawn = cut(written(text), look, most)
        self._draw.text(
            (x * _FINER, y * _FINER),
            drawn,
            fill=look.colour,
            font=_font(look.size, bold=look.bold),
            anchor="rs" if ends else "ls",
            stroke_width=_RIM if over else 0,
            stroke_fill=PAPER,
        )
        return length(drawn, look)

    def rule(self, x: float, y: float, across: float, colour: str = LINE, width: float = 1) -> None:
        """Draw a line to the right."""
        self.bar(x, y, across, width, colour)

    def bar(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        """Fill a rectangle; one without an extent is none."""
        if across <= 0 or down <= 0:
            return
        right, bottom = (x + across) * _FINER - 1, (y + down) * _FINER - 1
        self._draw.rectangle((x * _FINER, y * _FINER, right, bottom), fill=colour)

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        """Draw a line through points."""
        if not points:
            return
        finer = [(x * _FINER, y * _FINER) for x, y in points]
        self._draw.line(finer, fill=colour, width=round(width * _FINER), joint="curve")

    def dots(
        self, points: Iterable[tuple[float, float]], radius: float, colour: str, edge: str = PAPER
    ) -> None:
        """Draw points, each with a thin edge that tells it from what lies beneath."""
        for x, y in points:
            box = [(each + side * radius) * _FINER for side in (-1, 1) for each in (x, y)]
            self._draw.ellipse(box, fill=colour, outline=edge, width=_FINER)

    def png(self) -> bytes:
        """Give the finished picture as PNG."""
        made = BytesIO()
        self._image.reduce(_FINER).save(made, "PNG", optimize=True)
        return made.getvalue()
