"""What people paste: addresses, resource names and quoted ids, brought to the form of an id.

What clients, gateways and consoles write around an id stands in ``tables/clients.toml``.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from modelario.identity.reading.curated import table
from modelario.records import ProviderId

MAX_LENGTH = 500

_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?([a-z\d.-]+\.[a-z]{2,})/(.+)$", re.IGNORECASE)
#: A path without the host: ``projects/p/locations/l/publishers/…``, ``/v1beta/models/…``.
_RESOURCE = re.compile(
    r"^(?:(?:.*/)?(?:publishers/.+/models|deployments)|/?v\d\w*/models)/.+$", re.IGNORECASE
)
_QUERY = re.compile(r"[?#].*$|/$")
_ARN = re.compile(
    r"^arn:aws[\w-]*:(?:bedrock|sagemaker)[\w-]*:[^:]*:[^:]*:([\w-]+)/(.+)$", re.IGNORECASE
)
#: Behind a colon, a word in camel case is the method that is called: ``:generateContent``.
_METHOD = re.compile(r"(?<=.):(?:predict|[a-z]+[A-Z][A-Za-z]*)$")
#: How some clients ask for a larger context: ``claude-sonnet-4-5[1m]``.
_WINDOW = r"\d+[km](?: context)?"
#: How some proxies say for how many tokens a model may think: ``claude-sonnet-4-5(32000)``; a
#: number that can be a date says none.
_BUDGET = r"\d{5}|1024|4096|8192"
#: Through whom something is called: ``(via OpenRouter)``.
_VIA = r"via [\w .-]+"
#: A tag of a tool, such as ``[Cursor]``: no model's name begins with a bracket.
_TAG = r"\[[\w .+-]+\](?=\s*\w)"
#: A region or a term that may follow a transport: ``bedrock/us-east-1/1-month-commitment/…``.
_PLACE = re.compile(r"[a-z]{2,}(?:-[a-z]+)+-?\d+|\d-months?-commitment", re.IGNORECASE)
_MARKS = "`'\"<>,;"
#: A text that is encoded twice is decoded twice.
_ENCODED = 2


class Spelling(NamedTuple):
    """The id inside a text, and the provider that its form tells."""

    text: str
    provider: ProviderId | None = None
    #: Whether the text names somebody's own training of the model with this id.
    fine_tuned: bool = False


def unwrapped(text: str) -> Spelling:
    """The id that an address, a resource name or a prefixed id holds."""
    spelling = _without_transports(Spelling(_tidy(text)))
    spelling = _in_address(spelling) or spelling
    spelling = _in_resource(spelling) or spelling
    return _trained_from(spelling._replace(text=_without_notes(_METHOD.sub("", spelling.text))))


def _tidy(text: str) -> str:
    """The text without quotes, brackets around all of it, and encoding."""
    for _ in range(_ENCODED):
        text = unquote(text)
    plain = unicodedata.normalize("NFKC", text).strip().strip(_MARKS).strip()
    for left, right in ("()", "[]"):
        around = plain.startswith(left) and plain.find(right) == len(plain) - 1
        if around or plain.count(left) != plain.count(right):
            plain = plain.strip(left + right)
    return plain.strip(_MARKS).strip()


def _without_transports(spelling: Spelling) -> Spelling:
    """Take off what clients put in front of an id, from the outside in."""
    text, provider = spelling.text, spelling.provider
    scopes = table("clients")["scopes"]
    if text.startswith("@") and not text.lower().startswith(tuple(scopes)):
        text = text[1:]
    while (found := _transport(text)) is not None:
        meant, text = found
        provider = ProviderId(meant) if meant else provider
        text = _without_routes(text)
    return spelling._replace(text=text, provider=provider)


def _transport(text: str) -> tuple[str, str] | None:
    """The provider that a transport in front of an id means, and what follows it."""
    transports: Mapping[str, str] = table("clients")["transports"]
    for mark in ("/", ":"):
        for words in (2, 1):
            *head, rest = text.split(mark, words)
            name = mark.join(head).lower()
            if len(head) == words and rest and name in transports:
                return transports[name], rest
    return None


def _without_routes(text: str) -> str:
    """Take off how, or where, a transport is to be called."""
    for mark in ("/", ":"):
        head, found, rest = text.partition(mark)
        if found and rest and (head.lower() in _routes() or _PLACE.fullmatch(head)):
            return _without_routes(rest)
    return text


@cache
def _routes() -> frozenset[str]:
    return frozenset(table("clients")["routes"])


def _in_resource(spelling: Spelling) -> Spelling | None:
    """The id in a resource name of Amazon's."""
    if (match := _ARN.match(spelling.text)) is None:
        return None
    for row in table("clients")["resources"]:
        if match[1].lower() in row["kinds"] and (found := re.fullmatch(row["id"], match[2])):
            return _found(found, row)
    return None


def _in_address(spelling: Spelling) -> Spelling | None:
    """The id in a known address, or in a path that names what it leads to."""
    match, host, path = _ADDRESS.match(spelling.text), "resource", spelling.text
    if match is not None:
        host, path = match[1], match[2]
    elif not _RESOURCE.match(path):
        return None
    path = _METHOD.sub("", _QUERY.sub("", path)).lstrip("/")
    for hosts, paths, row in _addresses():
        if hosts.fullmatch(host) and (found := paths.fullmatch(path)):
            return _found(found, row)
    return None


@cache
def _addresses() -> tuple[tuple[re.Pattern[str], re.Pattern[str], Mapping[str, Any]], ...]:
    return tuple(
        (re.compile(row["host"], re.IGNORECASE), re.compile(row["path"], re.IGNORECASE), row)
        for row in table("clients")["addresses"]
    )


def _found(match: re.Match[str], row: Mapping[str, Any]) -> Spelling:
    named = match.groupdict()
    text = f"{named['lab']}/{named['id']}" if named.get("lab") else named["id"]
    provider = ProviderId(row["provider"]) if row["provider"] else None
    return Spelling(text, provider, row.get("fine_tuned", False))


@cache
def _notes() -> re.Pattern[str]:
    """What lists of models and tools write in brackets before or behind a name."""
    words = "|".join(map(re.escape, table("clients")["notes"]))
    bracketed = rf"[\[(]\s*(?:{words}|{_WINDOW}|{_BUDGET}|{_VIA})!?\s*[\])]?"
    before = rf"^(?:{bracketed}|(?:{words})!?:(?=\s)|{_TAG})\s*"
    behind = rf"\s*(?:{bracketed}|\s[-–]\s+(?:{words})!?)$"
    return re.compile(rf"{before}|{behind}", re.IGNORECASE)


def _without_notes(text: str) -> str:
    return _notes().sub("", text).strip()


def _trained_from(spelling: Spelling) -> Spelling:
    """The id of the model from which somebody trained their own."""
    for row in table("clients")["fine_tunes"]:
        last = spelling.text.rsplit("/", 1)[-1]
        if match := re.fullmatch(row["form"], last, re.IGNORECASE):
            return spelling._replace(text=match["id"], fine_tuned=True)
    return spelling
