"""The picture of a model: what it is, what it costs, what it can do, how it measures."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modelario.formats import told
from modelario.queries.model import ModelPage
from modelario.queries.price_tables import other_ways
from modelario.records import ModelKind, PriceState
from modelario.web.pages import Asked, View
from modelario.web.pictures.canvas import (
    INK,
    MARGIN,
    MUTED,
    WARN,
    Canvas,
    Look,
    fitting,
    length,
)
from modelario.web.pictures.panels import PANEL, panels
from modelario.web.pictures.sheet import ACROSS, AFTER_MARK, RIGHT, SMALL, heading, mark, sheet
from modelario.web.typeface import written
from modelario.web.words.i18n import Language
from modelario.web.words.wordlists import FACET_NAMES
from modelario.wording import label

_LAB = Look(28, MUTED)
_WARNING = Look(28, WARN, bold=True)
_VALUE = Look(42, INK, bold=True)
_WORD = Look(30, MUTED)
_FLAG = Look(24, INK)
#: Where the second of the panels beneath begins.
_SECOND = MARGIN + ACROSS - PANEL

_PRICE = FACET_NAMES["price_state"]
#: The capabilities that are named.
_CAPABILITIES = ("tool_call", "structured_output", "reasoning")


def model_picture(asked: Asked, view: View, address: str) -> Canvas:
    """Draw a model."""
    page: ModelPage = view.record
    language = asked.language
    canvas = sheet(asked, address)
    _whose(canvas, page, language)
    heading(canvas, 206, written(page.name, page.id))
    _facts(canvas, page, language)
    _abilities(canvas, page, language)
    canvas.rule(MARGIN, 416, ACROSS)
    for panel, x in zip(panels(asked, page, view.values["plot"]), (MARGIN, _SECOND), strict=False):
        panel.draw(canvas, x)
    return canvas


def _whose(canvas: Canvas, page: ModelPage, language: Language) -> None:
    lab = written(page.lab_name, page.lab)
    if page.kind is not ModelKind.CHAT:
        lab += f" · {label(f'kind.{page.kind}', language.words)}"
    at = MARGIN + canvas.text(MARGIN, 132, lab, _LAB, most=620)
    if warning := _warning(page, language):
        at += canvas.text(at, 132, " · ", _LAB)
        canvas.text(at, 132, warning, _WARNING, most=RIGHT - at)


def _warning(page: ModelPage, language: Language) -> str:
    """Tell that a model ends, or how it is else not to be relied on."""
    if page.ends is not None:
        name = label("event.retires", language.words)
        return f"{name}{language.colon}{language.day(page.ends)}"
    return label(f"status.{page.status}", language.words) if page.status else ""


# --- facts --------------------------------------------------------------------------------


class ShownFact(NamedTuple):
    """A fact by its name and the room that it has; the unknown is said in a quieter look."""

    name: str
    value: str
    known: bool
    across: float


#: The room of both prices together, of the limits and of the day of release.
_PRICES, _LIMIT, _DAY = 472, 180, 240


def _facts(canvas: Canvas, page: ModelPage, language: Language) -> None:
    facts = [*_priced(page, language), *_limits(page, language), _released(page, language)]
    x = float(MARGIN)
    looks = [
        fitting(each.value, _VALUE if each.known else _WORD, each.across - 18, 24) for each in facts
    ]
    size = min((look.size for look in looks if look.bold), default=_VALUE.size)
    for fact, look in zip(facts, looks, strict=True):
        most = fact.across - 18
        canvas.text(x, 256, fact.name, SMALL, most=most)
        drawn = look._replace(size=size) if fact.known else look
        canvas.text(x, 304, fact.value, drawn, most=most)
        x += fact.across
    canvas.text(MARGIN, 342, _served(page, language), SMALL, most=ACROSS)


def _priced(page: ModelPage, language: Language) -> Iterator[ShownFact]:
    quote = page.recommended
    if quote is None:
        yield ShownFact(
            language.gettext(_PRICE), _state(page, language), known=False, across=_PRICES
        )
        return
    for field in ("input_mtok", "output_mtok"):
        value = getattr(quote, field)
        said = label("unknown", language.words) if value is None else language.price(value)
        yield ShownFact(
            label(f"field.{field}", language.words), said, value is not None, _PRICES / 2
        )


def _state(page: ModelPage, language: Language) -> str:
    """Say what there is in place of a recommended price."""
    states = [each.state for each in other_ways(page)]
    state = states[0] if states else PriceState.UNKNOWN
    return label(f"price_state.{state}", language.words)


def _limits(page: ModelPage, language: Language) -> Iterator[ShownFact]:
    for field in ("context_window", "max_output_tokens"):
        tokens = getattr(page, field)
        said = label("unknown", language.words) if tokens is None else language.tokens(tokens)
        yield ShownFact(label(f"field.{field}", language.words), said, tokens is not None, _LIMIT)


def _released(page: ModelPage, language: Language) -> ShownFact:
    day = page.release_date
    said = label("unknown", language.words) if day is None else language.brief_day(day)
    return ShownFact(label("field.release_date", language.words), said, day is not None, _DAY)


def _served(page: ModelPage, language: Language) -> str:
    """Tell whose the price is, and how many serve the model."""
    parts = []
    if page.recommended is not None:
        name = written(page.recommended.provider_name, page.recommended.provider)
        parts.append(language.gettext("%(provider)s (recommended)") % {"provider": name})
        if (cost := page.recommended.monthly_cost) is not None:
            month = label("field.monthly_cost", language.words)
            parts.append(f"{month}{language.colon}{language.usd(cost)}")
    count = language.number(page.providers)
    served = language.ngettext("%(shown)s provider", "%(shown)s providers", page.providers)
    return " · ".join([*parts, served % {"shown": count}])


# --- what it can do -----------------------------------------------------------------------


def _abilities(canvas: Canvas, page: ModelPage, language: Language) -> None:
    """Name the capabilities of what one chats with, and what others read and write."""
    if page.kind is ModelKind.CHAT:
        flags = [(f"field.{name}", getattr(page.capabilities, name)) for name in _CAPABILITIES]
        _flags(canvas, [*flags, ("field.open_weights", page.open_weights)], language)
        return
    x = float(MARGIN)
    for name, kinds in (("input", page.input_modalities), ("output", page.output_modalities)):
        said = label("unknown", language.words) if kinds is None else told(kinds, language.words)
        called = f"{language.gettext(FACET_NAMES[name])}{language.colon}"
        x += 8 + canvas.text(x, 392, called, _FLAG._replace(colour=MUTED), most=RIGHT - x)
        x += 40 + canvas.text(x, 392, said, _FLAG, most=RIGHT - x)


def _flags(canvas: Canvas, flags: Sequence[tuple[str, bool | None]], language: Language) -> None:
    x = float(MARGIN)
    for name, value in flags:
        text = label(name, language.words)
        if x + AFTER_MARK + length(text, _FLAG) > RIGHT:
            return
        mark(canvas, x, 392, value)
        x += AFTER_MARK
        x += 40 + canvas.text(x, 392, text, _FLAG._replace(colour=INK if value else MUTED))
