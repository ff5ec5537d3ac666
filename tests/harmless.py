"""What no face may hold, whatever upstream wrote: each is read as its readers read it."""

import csv
import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from xml.etree import ElementTree as ET

from icalendar import Calendar
from PIL import Image

from markdown_reader import foreign

TEMPLATES = files("modelario.web").joinpath("templates")
#: Elements of ours, as they stand in the templates; one stands in `web/marks.py`.
_OURS = {"i"} | {
    name
    for template in TEMPLATES.iterdir()
    for name in re.findall(r"<([a-z][a-z0-9]*)", template.read_text("utf-8"))
}
assert not _OURS & {"iframe", "object", "embed", "base", "math", "applet", "frame"}


class _Elements(HTMLParser):
    """Collects what stands in a page that a payload might have brought."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within = tag
        named = dict(attrs)
        if tag not in _OURS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "http-equiv"):
                self.wrong.append(f"{name}={value}")
            if name in ("href", "src", "action") and not self._leads_well(tag, value or "", named):
                self.wrong.append(f"{name}={value}")
        if tag == "script" and named.get("type") == "module":
            assert (named["src"] or "").startswith("/static/")

    @staticmethod
    def _leads_well(tag: str, value: str, named: Mapping[str, str | None]) -> bool:
        """Whether a link stays here, or leads out by https and tells nobody where from."""
        if value.startswith("https://") and tag == "a":
            return {"noopener", "noreferrer"} <= set((named.get("rel") or "").split())
        return value.startswith(("/", "#", "?", "https://models.example")) and value[:2] != "//"

    def handle_data(self, data: str) -> None:
        if self.within == "script" and data.strip():
            json.loads(data)

    def handle_endtag(self, _tag: str) -> None:
        self.within = ""


def codes_in(text: str) -> list[str]:
    """List characters that move a cursor, turn the direction, or are not to be seen."""
    odd = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
    found = set(text) - {"\n", "\r"}
    return sorted(repr(c) for c in found if unicodedata.category(c) in odd)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def html(text: str) -> list[str]:
    """Find elements, attributes and links that no template of ours has."""
    page = _Elements()
    page.feed(text)
    return [*page.wrong, *codes_in(text)]


def markdown(text: str) -> list[str]:
    """Find markup that is not ours."""
    return [*foreign(text), *(["<"] if "<" in text else []), *codes_in(text)]


def table(text: str) -> list[str]:
    """Find rows of another length, and cells that a spreadsheet would work out."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    uneven = [] if len({len(row) for row in rows}) == 1 else ["rows of several lengths"]
    cells = [cell for row in rows[1:] for cell in row if not _is_number(cell)]
    return uneven + [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def data(text: str) -> list[str]:
    """Find what is no JSON, and texts that hold codes."""
    return codes_in("".join(_texts(json.loads(text))))


def lines(text: str) -> list[str]:
    """Find the same in JSON of many lines."""
    return [each for line in text.splitlines() for each in data(line)]


def _texts(value: Any) -> Iterator[str]:
    """Every text in some data, keys too."""
    match value:
        case str():
            yield value
        case dict():
            yield from (text for each in value.items() for part in each for text in _texts(part))
        case list():
            yield from (text for each in value for text in _texts(each))


#: Elements of the formats of XML that there are.
_XML = frozenset(
    (
        *(
            "feed",
            "id",
            "title",
            "updated",
            "author",
            "name",
            "link",
            "entry",
            "category",
            "content",
        ),
        *("urlset", "url", "loc", "lastmod", "sitemapindex", "sitemap", "svg", "rect", "g", "text"),
    )
)


def xml(text: str) -> list[str]:
    """Find elements of others, what a browser would run, and text that would be markup."""
    wrong = []
    for each in ET.fromstring(text).iter():  # noqa: S314 – our own
        name = each.tag.rpartition("}")[2]
        wrong += [name] if name not in _XML else []
        wrong += [f"{key}={value}" for key, value in each.items() if key.startswith("on")]
        wrong += [f"type={each.get('type')}"] if each.get("type") in ("html", "xhtml") else []
    return wrong + codes_in(text)


def calendar(text: str) -> list[str]:
    """Find components and lines that no event of ours has."""
    found = Calendar.from_ical(text)
    parts = {part.name for part in found.walk()} - {"VCALENDAR", "VEVENT"}
    events = sum(part.name == "VEVENT" for part in found.walk())
    begun = sum(line == "BEGIN:VEVENT" for line in text.splitlines())
    return [*parts, *([] if events == begun else ["an event of theirs"]), *codes_in(text)]


def plain(text: str) -> list[str]:
    """Find codes in what is read as it is."""
    return codes_in(text)


def picture(body: bytes) -> list[str]:
    """Find what is no picture, or a picture with texts beside it."""
    with Image.open(io.BytesIO(body)) as found:
        found.load()
        return [str(name) for name in found.info if name not in ("dpi", "gamma", "srgb")]


def database(body: bytes) -> list[str]:
    """Find what is no sound database."""
    with NamedTemporaryFile(suffix=".db") as file:
        Path(file.name).write_bytes(body)
        connection = sqlite3.connect(file.name)
        try:
            [(told,)] = connection.execute("PRAGMA integrity_check").fetchall()
        finally:
            connection.close()
    return [] if told == "ok" else [told]


#: How a body is read, by its media type.
TEXTS: Mapping[str, Callable[[str], list[str]]] = {
    "text/html": html,
    "text/markdown": markdown,
    "text/csv": table,
    "text/calendar": calendar,
    "text/plain": plain,
    "application/json": data,
    "application/problem+json": data,
    "application/feed+json": data,
    "application/openapi+json": data,
    "application/jsonl": lines,
    "application/atom+xml": xml,
    "application/xml": xml,
    "image/svg+xml": xml,
}
BYTES: Mapping[str, Callable[[bytes], list[str]]] = {
    "image/png": picture,
    "application/vnd.sqlite3": database,
}


def harm(media_type: str, body: bytes) -> list[str]:
    """Find what stands in a body that may not; ``KeyError`` for a type that nobody reads here."""
    kind = media_type.partition(";")[0]
    return BYTES[kind](body) if kind in BYTES else TEXTS[kind](body.decode())
