"""Text for a terminal: lines in several styles, and tables, folded where they are too wide.

It is drawn here, since the library that draws what moves takes longer to load than an answer
takes to be found; how wide a character is on a terminal is still measured by it.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

#: How wide a terminal is that does not tell; how wide a file is, where little need be folded.
_UNTOLD, _FILE = 80, 250
#: By which code a terminal changes to a style.
_STYLES = {"bold": "1", "dim": "2", "title": "3", "footnote": "2;3", "yellow": "33"}
#: A rule where lines cannot be written.
_PLAIN = str.maketrans("─", "-")
_WORD = re.compile(r"\s*\S+\s*")


class Styled(NamedTuple):
    """Some text in one style, by its name."""

    text: str
    style: str = ""


#: Text in several styles. It has no line breaks.
Line = tuple[Styled, ...]
_EMPTY: Line = ()


class Track(NamedTuple):
    """A column as it is drawn: its head, its side, and how many characters wide it has to be."""

    head: str = ""
    right: bool = False
    #: Whether it may be made narrower than what is in it, though not than ``least``.
    folds: bool = True
    least: int = 1


def line(*texts: str | tuple[str, str]) -> Line:
    """Put a line together of texts, each with the name of its style where it has one."""
    return tuple(Styled(each) if isinstance(each, str) else Styled(*each) for each in texts)


def plain(whole: Line) -> str:
    """Give a line without its styles."""
    return "".join(each.text for each in whole)


def terminal_width() -> int:
    """How many characters wide the terminal is; wide enough for any table where there is none."""
    if not sys.stdout.isatty():
        return _FILE
    if (told := os.environ.get("COLUMNS", "")).isdigit():
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _UNTOLD
    except (OSError, ValueError):
        return _UNTOLD


def show(lines: Iterable[Line]) -> None:
    """Write lines, in styles where there is a terminal that is known to have them."""
    out = sys.stdout
    named = os.environ.get("TERM", "dumb") != "dumb" and "NO_COLOR" not in os.environ
    styled = named and out.isatty()
    text = "".join(f"{_written(each, styled=styled)}\n" for each in lines)
    encoding = out.encoding or "utf-8"
    if not encoding.lower().startswith("utf"):
        text = text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    out.write(text)


def folded(whole: Line, width: int) -> list[Line]:
    """Fold a line between its words, and within those that are wider than a line."""
    text = plain(whole)
    if cell_len(text) <= width:
        return [whole]
    spans = pairwise((0, *_breaks(text, width), len(text)))
    return [_cut(whole, start, start + len(text[start:end].rstrip())) for start, end in spans]


def grid(rows: Sequence[Sequence[Line]], width: int, *, right: Sequence[int] = ()) -> list[Line]:
    """Draw rows without heads; ``right`` are the places of numbers, which are never folded."""
    if not rows:
        return [_EMPTY]
    places = range(len(rows[0]))
    tracks = [Track(right=place in right, folds=place not in right) for place in places]
    return list(_framed(tracks, rows, width, gap=3))


def table(
    tracks: Sequence[Track],
    rows: Sequence[Sequence[Line]],
    width: int,
    *,
    title: str = "",
    footnote: str = "",
) -> list[Line]:
    """Draw rows under heads, with a title above and a footnote beneath."""
    drawn = list(_framed(tracks, rows, width, gap=2, heads=True))
    across = _wide(drawn[0])
    above = folded(line((title, "title")), across) if title else []
    beneath = folded(line((footnote, "footnote")), across) if footnote else []
    return (
        [_padded(each, across) for each in above]
        + drawn
        + [_padded(each, across) for each in beneath]
    )


def _framed(
    tracks: Sequence[Track],
    rows: Sequence[Sequence[Line]],
    width: int,
    *,
    gap: int,
    heads: bool = False,
) -> Iterator[Line]:
    """Draw rows between two empty lines, with a space at either edge."""
    top = [line((track.head, "bold")) for track in tracks]
    room = width - 2 - gap * (len(tracks) - 1)
    widths = _widths(tracks, [top, *rows], room, gap)
    across = sum(widths) + 2 + gap * (len(tracks) - 1)
    yield line(" " * across)
    if heads:
        yield from _row(tracks, top, widths, gap, low=True)
        yield line(f" {'─' * (across - 2)} ")
    for row in rows:
        yield from _row(tracks, row, widths, gap)
    yield line(" " * across)


def _widths(
    tracks: Sequence[Track], rows: Sequence[Sequence[Line]], room: int, gap: int
) -> list[int]:
    """How wide each column is: as what is in it; the widest give way until all have room."""
    last = len(tracks) - 1
    # The space beside a column counts as its own where the widest is looked for.
    beside = [(place < last) + (gap - 2) * (place > 0) for place in range(len(tracks))]
    widths = [
        max(map(_wide, column)) + space
        for column, space in zip(zip(*rows, strict=True), beside, strict=True)
    ]
    least = [
        track.least + space if track.folds else width
        for track, space, width in zip(tracks, beside, widths, strict=True)
    ]
    too_much = sum(widths) - sum(beside) - room
    while too_much > 0 and (giving := [n for n, width in enumerate(widths) if width > least[n]]):
        widest = max(widths[n] for n in giving)
        tied = [n for n in giving if widths[n] == widest]
        others = (widths[n] for n in giving if n not in tied)
        step = widest - max(*others, *(least[n] for n in tied), 0)
        for more, n in zip(range(len(tied), 0, -1), tied, strict=True):
            given = min(too_much, step, round(too_much / more))
            widths[n] -= given
            too_much -= given
    return [width - space for width, space in zip(widths, beside, strict=True)]


def _row(
    tracks: Sequence[Track],
    cells: Sequence[Line],
    widths: Sequence[int],
    gap: int,
    *,
    low: bool = False,
) -> Iterator[Line]:
    """Draw a row as high as its highest cell; the others end early, or begin late where ``low``."""
    columns = [folded(cell, width) for cell, width in zip(cells, widths, strict=True)]
    if low:
        high = max(map(len, columns))
        columns = [[_EMPTY] * (high - len(each)) + each for each in columns]
    between, edge = Styled(" " * gap), Styled(" ")
    for abreast in zip_longest(*columns, fillvalue=_EMPTY):
        drawn = [edge]
        for place, (track, text, width) in enumerate(zip(tracks, abreast, widths, strict=True)):
            drawn += ((between,) if place else ()) + _padded(text, width, right=track.right)
        yield (*drawn, edge)


def _padded(text: Line, width: int, *, right: bool = False) -> Line:
    """Fill a line up with spaces, in front of it where it stands at the right."""
    space = line(" " * (width - _wide(text)))
    return space + text if right else text + space


def _breaks(text: str, width: int) -> Iterator[int]:
    """Tell where new lines begin."""
    room = width
    for found in _WORD.finditer(text):
        start, word = found.start(), found[0]
        if cell_len(word.rstrip()) <= room:
            room -= cell_len(word)
            continue
        chopped = chop_cells(word, width) if cell_len(word.rstrip()) > width else [word]
        for each in chopped:
            if start:
                yield start
            start += len(each)
        room = width - cell_len(chopped[-1])


def _cut(whole: Line, start: int, end: int) -> Line:
    """Give the characters of a line from one place to another."""
    found, at = [], 0
    for each in whole:
        if text := each.text[max(start - at, 0) : max(end - at, 0)]:
            found.append(Styled(text, each.style))
        at += len(each.text)
    return tuple(found)


def _wide(whole: Line) -> int:
    return cell_len(plain(whole))


def _written(whole: Line, *, styled: bool) -> str:
    if not styled:
        return plain(whole)
    return "".join(
        f"\x1b[{_STYLES[each.style]}m{each.text}\x1b[0m" if each.style and each.text else each.text
        for each in whole
    )
