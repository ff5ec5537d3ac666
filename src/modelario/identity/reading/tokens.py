"""An id taken apart: namespaces, typed pieces, and the variant that its spelling states.

Nothing here knows which models exist. A piece is typed by its form alone: a word, a version,
a size (``70b``), active parameters (``a22b``), experts (``128e``), a context size (``32k``), a
dated pin, or a letter behind a number (``4o``, which is not ``o4``). Words that only say how an
offering is served (``fp8``, ``:free``, ``us.``) are taken out at once and become the variant.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from modelario.identity.reading.curated import table
from modelario.identity.reading.labs import family_labs, known_namespaces
from modelario.remembering import remembered

WORD, VERSION, SIZE, ACTIVE, EXPERTS, CONTEXT, PIN = "", "#", "%", "~", "^", "&", "@"
#: A single letter behind a number: the only token that keeps its place.
BEHIND = "+"

#: The tokens of a name, each with the mark of its type in front; order does not matter.
Signature = frozenset[str]


class Piece(NamedTuple):
    """One typed part of an id, as normalised and as written."""

    kind: str
    value: str
    text: str
    #: What stands between this piece and the one before it: nothing, a point or a hyphen.
    before: str = "-"

    @property
    def token(self) -> str:
        return self.kind + self.value

    @property
    def glued(self) -> bool:
        return not self.before


class Parsed(NamedTuple):
    """An id taken apart."""

    namespaces: tuple[str, ...]
    pieces: tuple[Piece, ...]
    signature: Signature
    variant: tuple[tuple[str, str], ...] = ()


@remembered(16384)
def signature(pieces: tuple[Piece, ...]) -> Signature:
    """The tokens of some pieces; a synonym counts as the word that it stands for."""
    synonyms = _words().synonyms
    return frozenset(
        synonyms.get(piece.value, piece.value) if piece.kind == WORD else piece.token
        for piece in pieces
    )


_PIECE = r"""
    (?P<pin>(?<![\d.]) (?: 20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])
        | 20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])
        | (?:0[1-9]|1[0-2])-20\d\d | 20\d\d-(?:0[1-9]|1[0-2])
        | 2[3-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])
        | (?<=[-_\s])(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])
        | (?<![a-z\d])\d{4} | (?<=[-_\s])00\d ) (?![\d.a-z]))
    | (?P<size>(?<![a-z\d.])e?\d+(?:\.\d+)?(?:x\d+(?:\.\d+)?)?[bmt](?![a-z\d]))
    | (?P<active>(?<![a-z\d])a\d+(?:\.\d+)?b(?![a-z\d]))
    | (?P<experts>(?<![a-z\d.])\d+e(?![a-z\d]))
    | (?P<context>(?<![a-z\d.])\d+k(?![a-z\d]))
    | (?P<whole>(?<![a-z\d])(?:%s|i?q\d_[a-z\d_]+|[a-z]\d+b)(?![a-z\d]|\.\d))
    | (?P<version>(?:(?<![a-z\d])v-?)?\d+(?:\.\d+)*)
    | (?P<word>[^\W\d_]+)
    """
_KINDS = {"size": SIZE, "active": ACTIVE, "experts": EXPERTS, "context": CONTEXT}

#: Between digits, these stand for a point: ``K2_6``, ``k2p6``.
_POINT = re.compile(r"(?<=\d)(?<!q\d)[_p](?=\d)")
#: Bedrock's revision: ``-v1:0``, or ``:0`` alone behind a version; a context size or ``mm``, for
#: images, may follow.
_REVISION = re.compile(
    r"(?:-v1|(?<=20\d{6})-v\d|-\d(?=:0)|(?<=-v\d)(?=:0)):\d(?::(?:\d+[km]?|mm))?(?![^:])"
)
#: Bedrock's version of two numbers: ``-v2:1``.
_SECOND = re.compile(r"(?<=-v\d):(?=[1-9](?![^:]))")
#: A data centre behind an ``@``.
_REGION = re.compile(
    r"(?:us|eu|europe|asia|ap|ca|sa|me|af|il|australia|africa|(?:north|south)america)"
    r"(?:-[a-z]+)+-?\d+"
)
_DOTTED = re.compile(r"(?:([a-z-]+)\.)?([a-z\d]+)\.(?=[a-z])")
#: ``TheDrummer 2/…``: the host's second entry of an organisation.
_NUMBERED = re.compile(r"(?<=\S)\s+\d$")
_MAX_JOINED = 2


class _WordTables(NamedTuple):
    hosts: frozenset[str]
    quantisation: frozenset[str]
    companions: frozenset[str]
    #: Words behind which a number is one of thinking tokens.
    budgeted: frozenset[str]
    regions: frozenset[str]
    suffixes: Mapping[str, tuple[str, str]]
    synonyms: Mapping[str, str]
    #: Words of several parts, by how they are written with underscores.
    joined: Mapping[str, str]


@cache
def _words() -> _WordTables:
    raw = table("words")
    return _WordTables(
        frozenset(raw["hosts"]),
        frozenset(raw["quantisation"]["words"]),
        frozenset(raw["quantisation"]["companions"]),
        frozenset(raw["budgeted"]),
        frozenset(raw["regions"]),
        {word: (field, value) for word, (field, value) in raw["suffix_variants"].items()},
        raw["synonyms"],
        {word.replace("-", "_"): word for word in raw["whole_words"] if "-" in word},
    )


@remembered(16384)
def take_apart(offering_id: str) -> Parsed:
    """Take an id apart by its form alone."""
    variant: dict[str, str] = {}
    plain = unquote(offering_id) if "%" in offering_id else offering_id
    path = [part for part in plain.lower().lstrip("~").split("/") if part] or [""]
    namespaces, last = [organisation(part.removeprefix("hf:")) for part in path[:-1]], path[-1]
    last = last.removeprefix("hf:")
    while (found := _before_colon(last)) is not None:
        namespaces.append(found[0])
        last = found[1]
    if "tee" in namespaces:
        variant["tee"] = "yes"
    last = _without_suffixes(last, variant)
    last = _without_dotted_prefix(last, namespaces, variant)
    pieces = tuple(_without_variants(_behind(_joined(_pieces(last))), variant)) or (
        _unreadable(offering_id),
    )
    return Parsed(tuple(namespaces), pieces, signature(pieces), tuple(variant.items()))


def organisation(part: str) -> str:
    """The organisation that a part of a path names; a host may number its entries of one."""
    return _NUMBERED.sub("", part)


def _before_colon(text: str) -> tuple[str, str] | None:
    """A word before a colon that only names who serves what follows, which holds the family."""
    head, colon, rest = text.partition(":")
    if colon and head and _holds_family(rest) and not _holds_family(head):
        return head, rest
    return None


def _holds_family(text: str) -> bool:
    return not family_labs().keys().isdisjoint(_LETTERS.findall(text))


_LETTERS = re.compile(r"[a-z]+")


def _unreadable(text: str) -> Piece:
    """The one word of an id that holds no letter and no digit."""
    return Piece(WORD, f"?{text}", "unnamed")


def _without_suffixes(text: str, variant: dict[str, str]) -> str:
    """Take off what is written behind ``:`` and ``@``, unless it belongs to the name."""
    words = _words()
    text = _SECOND.sub(".", _REVISION.sub("", text))
    text, _, deployed = text.partition("@")
    if (stated := words.suffixes.get(deployed)) is not None:
        variant[stated[0]] = stated[1]
    elif _REGION.fullmatch(deployed):
        variant["region"] = deployed
    elif deployed:
        text = f"{text}-{deployed}"
    name, *suffixes = text.split(":")
    for written in suffixes:
        suffix = written.removesuffix("-cloud")
        if (budget := _BUDGETED.fullmatch(suffix)) and budget[1] in words.budgeted:
            suffix, variant["effort"] = "", budget[2]
        if (stated := words.suffixes.get(suffix)) is not None:
            variant[stated[0]] = stated[1]
        elif suffix.isdigit() and len(suffix) > 3:  # noqa: PLR2004 – a budget of thinking tokens
            variant["effort"] = suffix
        elif suffix:
            name = f"{name}-{suffix}"
    return name


def _without_dotted_prefix(text: str, namespaces: list[str], variant: dict[str, str]) -> str:
    """Take off Bedrock's ``us.anthropic.``, where the second part is a lab's namespace."""
    match = _DOTTED.match(text)
    if match is None or match[2] not in known_namespaces():
        return text
    if match[1]:
        if match[1] not in _words().regions:
            return text
        variant["region"] = match[1]
    namespaces.append(match[2])
    return text[match.end() :]


@cache
def _piece_pattern() -> re.Pattern[str]:
    raw = table("words")
    whole = "|".join((*raw["quantisation"]["words"], *raw["whole_words"])).replace("-", "[-_ ]+")
    return re.compile(_PIECE % whole, re.VERBOSE)


def _pieces(text: str) -> Iterator[Piece]:
    end = -1
    text = _POINT.sub(".", text)
    for match in _piece_pattern().finditer(text):
        kind, written = match.lastgroup or "", match[0]
        between = text[end : match.start()] if end >= 0 else "-"
        before = between if between in ("", ".") else "-"
        end = match.end()
        if kind == "pin":
            yield Piece(PIN, _pin(written), written, before)
        elif kind == "version":
            yield Piece(VERSION, _version(written), written, before)
        else:
            value = written if kind != "whole" else _whole(written)
            yield Piece(_KINDS.get(kind, WORD), value, written, before)


def _whole(text: str) -> str:
    """A word of several parts with hyphens between them, however it is written."""
    return _words().joined.get(_BETWEEN.sub("_", text), text)


_BETWEEN = re.compile(r"[-_ ]+")


def _pin(text: str) -> str:
    """A date in one form: ``20251101``, ``202405``, ``2507``, ``0905``."""
    digits = text.replace("-", "")
    if len(text) == len("05-2026") and text[2] == "-":
        return digits[2:] + digits[:2]
    return digits


def _version(text: str) -> str:
    number = text.removeprefix("v").removeprefix("-")
    while number.endswith(".0"):
        number = number[:-2]
    return number


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Join ``4-5`` to the version 4.5: whole numbers of one or two digits side by side."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            before is not None
            and piece.kind == before.kind == VERSION
            and piece.before == "-"
            and _is_whole(before.text.removeprefix("v").removeprefix("-"))
            and _is_whole(piece.text)
        ):
            text = f"{before.text}-{piece.text}"
            number = f"{before.text}.{piece.text}"
            joined[-1] = Piece(VERSION, _version(number), text, before.before)
        else:
            joined.append(piece)
    return joined


def _behind(pieces: list[Piece]) -> list[Piece]:
    """Mark single letters that stand behind a number and do not lead the next one."""
    suffixes = table("words")["suffixes"]
    for place in range(1, len(pieces)):
        piece, after = pieces[place], pieces[place + 1 : place + 2]
        if (
            piece.kind == WORD
            and len(piece.value) == 1
            and pieces[place - 1].kind == VERSION
            and (piece.glued or piece.value not in suffixes)
            and not (after and after[0].glued)
        ):
            pieces[place] = piece._replace(kind=BEHIND)
    return pieces


def _is_whole(text: str) -> bool:
    return text.isdigit() and len(text) <= _MAX_JOINED


def _without_variants(pieces: list[Piece], variant: dict[str, str]) -> Iterator[Piece]:
    """Take out the words that only say how the model is served."""
    words = _words()
    quantised = any(_is_format(piece) for piece in pieces[1:])
    for place, piece in enumerate(pieces):
        if piece.kind == WORD and place > 0:
            if _is_format(piece):
                variant.setdefault("quantisation", piece.value)
                continue
            if quantised and piece.value in words.companions:
                continue
            if piece.value == "tee":
                variant["tee"] = "yes"
                continue
            if piece.value == "free" and place == len(pieces) - 1:
                variant["free"] = "yes"
                continue
        if place > 0 and pieces[place - 1].value in words.budgeted and _is_budget(piece):
            variant["effort"] = piece.text
            continue
        yield piece


def _is_budget(piece: Piece) -> bool:
    """Whether a piece is a number of thinking tokens, and no date or version."""
    return piece.kind in (VERSION, PIN, CONTEXT) and bool(_BUDGET.fullmatch(piece.text))


#: ``:thinking-128``: behind a colon any number is one of tokens.
_BUDGETED = re.compile(r"([a-z]+)-(\d+k?)")
#: Tokens that a model may think: 1024 times or 1000 times a whole number; no pin has five digits.
_BUDGET = re.compile(r"(?:\d+k|1024|2048|4096|8192|[1-9]\d{0,2}000|[1-9]\d{4})")


def _is_format(piece: Piece) -> bool:
    """Whether a piece names a numeric format or that of a file."""
    return piece.kind == WORD and (piece.value in _words().quantisation or "_" in piece.value)
