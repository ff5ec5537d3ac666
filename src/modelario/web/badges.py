"""Badges: one figure of a model as a small picture, to be shown elsewhere."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape

from starlette.types import Scope

from modelario.catalogue.fields import status_of
from modelario.catalogue.questions import MissingError
from modelario.queries.meaning import meant
from modelario.records import Entry
from modelario.web.cache import Finished, Key, chosen_encoding, finish
from modelario.web.headers import program_headers
from modelario.web.site import Site
from modelario.wording import label, money, short_tokens

#: Widths in pixels: of a letter on average, and around a text; the height of a badge.
_LETTER, _AROUND, _HEIGHT = 6.6, 10, 20
_SHOWN, _UNKNOWN, _WARNING = "#1f6f5c", "#6b6b6b", "#a4471b"

_TEMPLATE = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" \
role="img" aria-label="{name}: {value}"><title>{name}: {value}</title>\
<rect width="{left}" height="{height}" rx="3" fill="#3a3a3a"/>\
<rect x="{left}" width="{right}" height="{height}" rx="3" fill="{colour}"/>\
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\
<text x="{name_at}" y="14">{name}</text><text x="{value_at}" y="14">{value}</text></g></svg>
"""


class Figure(NamedTuple):
    """What a badge says: its name, the value, and its colour."""

    name: str
    value: str
    colour: str = _SHOWN


def _price(entry: Entry) -> Figure:
    price = entry.recommended.serving.offering.price if entry.recommended else None
    told = [money(each) for each in (price.input_mtok, price.output_mtok) if each] if price else []
    return Figure("per 1M tokens", " / ".join(told)) if told else _unknown("per 1M tokens")


def _context(entry: Entry) -> Figure:
    tokens = entry.model.facts.context_window
    return Figure("context", short_tokens(tokens)) if tokens else _unknown("context")


def _status(entry: Entry) -> Figure:
    status = status_of(entry)
    colour = _SHOWN if entry.model.status is None else _WARNING
    return Figure("status", label(f"status.{status}").lower(), colour)


def _unknown(name: str) -> Figure:
    return Figure(name, "unknown", _UNKNOWN)


#: What a badge can show.
BADGES: Mapping[str, Callable[[Entry], Figure]] = {
    "price": _price,
    "context": _context,
    "status": _status,
}

_ENDING = ".svg"

#: What is shown in place of a model that is not there.
MISSING = Figure("modelario", "no such model", _UNKNOWN)


def badge(figure: Figure) -> bytes:
    """Draw a badge as SVG."""
    left, right = (round(len(text) * _LETTER) + _AROUND for text in (figure.name, figure.value))
    return _TEMPLATE.format(
        width=left + right,
        height=_HEIGHT,
        left=left,
        right=right,
        colour=figure.colour,
        name=escape(figure.name, {'"': "&quot;"}),
        value=escape(figure.value, {'"': "&quot;"}),
        name_at=left / 2,
        value_at=left + right / 2,
    ).encode()


def badge_answer(site: Site, scope: Scope, *, lab: str, slug: str, name: str) -> Finished:
    """Answer a request for a badge; one that cannot be had says so, as a picture too."""
    encoding, showing = chosen_encoding(scope["headers"]), site.showing
    key = Key(scope["path"], b"", encoding)
    if (kept := site.cache.get(showing, key)) is not None:
        return kept
    shown = BADGES.get(name.removesuffix(_ENDING)) if name.endswith(_ENDING) else None
    try:
        id_ = meant(showing.edition, f"{lab}/{slug}")
    except MissingError:
        shown = None
    figure = shown(showing.edition.catalogue.entries[id_]) if shown else MISSING
    headers = program_headers("image/svg+xml", None)
    status = 200 if shown else 404
    made = finish(badge(figure), headers, status=status, encoding=encoding)
    if shown:
        site.cache.put(showing, key, made)
    return made
