"""What every picture has: whose it is, of which day, and where the page stands."""

from urllib.parse import unquote

from modelario.web.pages import Asked
from modelario.web.pictures.canvas import (
    ACCENT,
    INK,
    LINE,
    MARGIN,
    MUTED,
    WIDTH,
    Canvas,
    Look,
    fitting,
)
from modelario.web.typeface import written

#: The room between the margins, and where the head ends and the foot begins.
ACROSS, TOP, BOTTOM = WIDTH - 2 * MARGIN, 92, 566
RIGHT = WIDTH - MARGIN

SMALL = Look(23, MUTED)
_NAME = Look(26, INK, bold=True)
_HEADING, _LEAST_HEADING = 76, 32
#: How small an address may become to stand on one line.
_LEAST = 16
#: What may stand on the line of the site's name.
_BESIDE_NAME = 760


def sheet(asked: Asked, address: str) -> Canvas:
    """Begin a picture of a page that stands at ``address``."""
    canvas = Canvas()
    canvas.text(MARGIN, 66, "Modelario", _NAME)
    canvas.text(RIGHT, 66, _day(asked), SMALL, most=_BESIDE_NAME, ends=True)
    canvas.rule(MARGIN, TOP - 2, ACROSS, INK, 2)
    canvas.rule(MARGIN, BOTTOM, ACROSS, LINE)
    shown = _shown(address)
    canvas.text(MARGIN, 599, shown, fitting(shown, SMALL, ACROSS, _LEAST), most=ACROSS)
    return canvas


def heading(
    canvas: Canvas, y: float, text: str, size: float = _HEADING, most: float = ACROSS
) -> None:
    """Write what a picture is of as large as it has room."""
    look = fitting(written(text), Look(size, INK, bold=True), most, _LEAST_HEADING)
    canvas.text(MARGIN, y, text, look, most=most)


#: How far behind a mark the next thing stands.
AFTER_MARK = 34


def mark(canvas: Canvas, x: float, y: float, value: bool | None) -> None:
    """Draw whether something is so: a tick, a dash, or a question mark for what is unknown."""
    if value is None:
        canvas.text(x + 5, y, "?", Look(24, MUTED))
    elif value:
        canvas.line([(x + 1, y - 8), (x + 8, y - 1), (x + 22, y - 17)], ACCENT, 3)
    else:
        canvas.line([(x + 3, y - 8), (x + 19, y - 8)], MUTED, 3)


def _day(asked: Asked) -> str:
    """Tell of which day the data is, and of which providers where not of all."""
    told = asked.language.day(asked.edition.catalogue.origin.as_of)
    if not asked.at:
        return told
    providers = asked.everywhere.catalogue.providers
    names = ", ".join(written(providers[id_].name, id_) for id_ in asked.at)
    return f"{told} · " + asked.language.gettext("at %(names)s") % {"names": names}


def _shown(address: str) -> str:
    """Write an address as people do; one of nowhere in particular is not shown."""
    scheme, _, rest = address.partition("://")
    return unquote(rest) if rest and scheme in ("http", "https") else ""
