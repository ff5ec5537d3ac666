"""A document on paper: text, tables that go on over pages, a head and a foot on each."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas as Sheets
from reportlab.platypus import (
    CondPageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from modelario.web.typeface import REGULAR, SEMIBOLD, written

#: The colours of print: paper is white.
_INK, _MUTED, _LINE, _GOOD = map(HexColor, ("#000000", "#444444", "#cccccc", "#176f3d"))
_FACE, _STRONG = "Modelario", "Modelario-Strong"
_SMALLEST = 7.5
_EDGE, _TOP, _FOOT = 16 * mm, 22 * mm, 18 * mm
#: What the library keeps free within its margins.
_PADDING = 6
#: The room between the edges.
ACROSS = A4[0] - 2 * _EDGE

#: A part of a document, as the library takes it.
Flow = Any


@cache
def _faces() -> None:
    registerFont(TTFont(_FACE, BytesIO(REGULAR.read_bytes())))
    registerFont(TTFont(_STRONG, BytesIO(SEMIBOLD.read_bytes())))
    for face in (_FACE, _STRONG):
        registerFontFamily(face, normal=face, bold=_STRONG, italic=face, boldItalic=_STRONG)


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:  # noqa: ANN401 – the library's
    told = {"fontName": _FACE, "textColor": _INK, "leading": size * 1.36, **more}
    return ParagraphStyle(name, fontSize=size, **told)


_TITLE = _style("title", 20, fontName=_STRONG, leading=25, spaceAfter=4)
_HEADING = _style("heading", 11, fontName=_STRONG, spaceBefore=14, spaceAfter=4)
_BODY = _style("body", 9, spaceAfter=3)
_QUIET = _style("quiet", 8.5, textColor=_MUTED, spaceAfter=3)
_POINT = _style("point", 9, leftIndent=10, bulletIndent=1, spaceAfter=1.5)
_CELL = _style("cell", 8.5)
_CELL_QUIET = _style("cell-quiet", 8.5, textColor=_MUTED)
_CELL_STRONG = _style("cell-strong", 8.5, fontName=_STRONG)
_CELL_BEST = _style("cell-best", 8.5, fontName=_STRONG, textColor=_GOOD)
_CELL_HEAD = _style("cell-head", 10, fontName=_STRONG)


#: A heading is followed by so much at least, in points.
_LITTLE = 86


class Cell(NamedTuple):
    """What stands in a cell; of the best of its row a word beside it, which may be empty."""

    text: str
    best: str | None = None
    quiet: bool = False


class RowGroup(NamedTuple):
    """Rows of a table that belong together: a name of the row, then its cells."""

    name: str
    rows: Sequence[tuple[str, Sequence[Cell]]]


def title(text: str) -> Flow:
    """Say what the document is about."""
    return _set(_marked(text), _TITLE)


def heading(text: str) -> list[Flow]:
    """Begin a section, on the next page where this one has little room left."""
    return [CondPageBreak(_LITTLE), _set(_marked(text), _HEADING)]


def body(text: str, *, quiet: bool = False) -> Flow:
    """Write a paragraph."""
    return _set(_marked(text), _QUIET if quiet else _BODY)


def points(texts: Iterable[str]) -> list[Flow]:
    """Write a list."""
    return [_set(_marked(text), _POINT, bulletText="–") for text in texts]


def space(height: float) -> Flow:
    """Leave some room, in points."""
    return Spacer(0, height)


def table(heads: Sequence[tuple[str, str]], groups: Sequence[RowGroup], names: float) -> Flow:
    """Set rows in columns whose heads come again on every page.

    A head is a name with what is less important beneath it; ``names`` is the share of the width
    that the names of rows take.
    """
    whole = ACROSS * (1 - names)
    widths = [ACROSS * names, *[whole / len(heads)] * len(heads)]
    head = [[_head(*each)] for each in heads]
    rows: list[list[Flow]] = [["", *head]]
    looks: list[tuple[Any, ...]] = [("LINEBELOW", (0, 0), (-1, 0), 1, _INK)]
    for group in groups:
        if group.name:
            place = len(rows)
            rows.append([_set(_marked(group.name), _CELL_STRONG), *[""] * len(heads)])
            looks += [
                ("SPAN", (0, place), (-1, place)),
                ("TOPPADDING", (0, place), (-1, place), 9),
                ("NOSPLIT", (0, place), (-1, place + 1)),
            ]
        for name, cells in group.rows:
            rows.append([_set(_marked(name), _CELL_QUIET), *map(_cell, cells)])
    made = Table(rows, colWidths=widths, repeatRows=1)
    made.setStyle(TableStyle([*_PLAIN, *looks]))
    return made


_PLAIN = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 7),
    ("TOPPADDING", (0, 0), (-1, -1), 2.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, _LINE),
)


def _head(name: str, beneath: str) -> list[Flow]:
    found = [_set(_marked(name), _CELL_HEAD)]
    return [*found, _set(_marked(beneath), _CELL_QUIET)] if beneath else found


def _cell(cell: Cell) -> Flow:
    if cell.best is not None:
        best = f"{_marked(cell.text)} <font size=7>{_marked(cell.best)}</font>"
        return _set(best, _CELL_BEST)
    return _set(_marked(cell.text), _CELL_QUIET if cell.quiet else _CELL)


def _set(text: str, style: ParagraphStyle, **more: str) -> Flow:
    """Set a paragraph; the library has to know the typeface before."""
    _faces()
    return Paragraph(text, style, **more)


def _marked(text: str) -> str:
    """Write a text so that none of it is markup."""
    return escape(written(text))


# --- the whole ----------------------------------------------------------------------------


class Imprint(NamedTuple):
    """What stands around the text of each page, and what programs are told of the document."""

    title: str
    language: str
    day: str
    address: str


def made(frame: Imprint, parts: Sequence[Flow]) -> bytes:
    """Set a document; the same parts make the same bytes."""
    _faces()
    document = BytesIO()
    SimpleDocTemplate(
        document,
        pagesize=A4,
        leftMargin=_EDGE - _PADDING,
        rightMargin=_EDGE - _PADDING,
        topMargin=_TOP,
        bottomMargin=_FOOT,
        title=written(frame.title),
        author="Modelario",
        lang=frame.language,
        invariant=1,
    ).build(list(parts), canvasmaker=partial(_Numbered, around=partial(_around, frame)))
    return document.getvalue()


# The library has no types.
class _Numbered(Sheets):  # type: ignore[misc]
    """Sheets that know how many they are as soon as all are set."""

    def __init__(self, *given: Any, around: Callable[[Sheets, int], None], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self._around = around
        self._set: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 – the library's name
        self._set.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for each in self._set:
            self.__dict__.update(each)
            self._around(self, len(self._set))
            super().showPage()
        super().save()


def _around(frame: Imprint, sheets: Sheets, of: int) -> None:
    left, right = _EDGE, A4[0] - _EDGE
    head, foot = A4[1] - 14 * mm, 11 * mm
    sheets.setFillColor(_INK)
    sheets.setFont(_STRONG, 9)
    sheets.drawString(left, head, "Modelario")
    sheets.setFillColor(_MUTED)
    sheets.setFont(_FACE, 8.5)
    sheets.drawRightString(right, head, written(frame.day))
    sheets.setStrokeColor(_INK)
    sheets.setLineWidth(0.8)
    sheets.line(left, head - 5, right, head - 5)
    sheets.setFont(_FACE, _SMALLEST)
    sheets.drawString(left, foot, _cut(written(frame.address)))
    sheets.drawRightString(right, foot, f"{sheets.getPageNumber()} / {of}")


#: What is kept free beside an address for the number of the page.
_NUMBER = 40


def _cut(address: str) -> str:
    """Shorten an address to one line; it stands whole among the sources."""
    most = ACROSS - _NUMBER
    if stringWidth(address, _FACE, _SMALLEST) <= most:
        return address
    while stringWidth(f"{address}…", _FACE, _SMALLEST) > most:
        address = address[:-1]
    return f"{address}…"
