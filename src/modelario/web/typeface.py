"""The typeface of what is drawn by ourselves, and what can be written in it."""

import re
from importlib.resources import files
from unicodedata import category, normalize

#: The files of both weights.
REGULAR, SEMIBOLD = (
    files("modelario.web").joinpath("fonts", f"NotoSans-{weight}.ttf")
    for weight in ("Regular", "SemiBold")
)

#: From which to which character the typeface has all that are assigned and seen: Latin, Greek,
#: Cyrillic, punctuation, figures, currencies.
SPANS = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x24F),
    (0x386, 0x38A),
    (0x38C, 0x38C),
    (0x38E, 0x3A1),
    (0x3A3, 0x3CE),
    (0x400, 0x45F),
    (0x2010, 0x2011),
    (0x2013, 0x2014),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2030),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2212, 0x2212),
)

#: So much of a text is looked at; nobody reads more in a picture.
_LONGEST = 400


def written(text: str, otherwise: str = "") -> str:
    """Give a text on one line as the typeface can write it; ``otherwise`` where it cannot.

    Signs that it lacks are left out. A name one of whose letters it lacks would be another name:
    in its place stands another text, such as an id.
    """
    composed = "".join(map(_plain, normalize("NFC", text[:_LONGEST])))
    lacking = any(category(char)[0] == "L" and not has(char) for char in composed)
    if lacking and otherwise:
        return written(otherwise)
    return re.sub(" {2,}", " ", "".join(filter(has, composed))).strip()


#: Signs of our sentences that the typeface lacks, and what stands for them.
_UNBROKEN, _UNBREAKABLE = "\u00a0", "\u00a0\u202f\u2007"
_ALIKE = {"→": "›", "≥": ">=", "≤": "<="}


def _plain(char: str) -> str:
    """Write a character as others mean the same: full-width letters, ligatures, kinds of space."""
    if char.isspace():
        return _UNBROKEN if char in _UNBREAKABLE else " "
    return char if has(char) else _ALIKE.get(char) or normalize("NFKC", char)


def has(char: str) -> bool:
    """Tell whether the typeface has a character."""
    return any(first <= ord(char) <= last for first, last in SPANS)
