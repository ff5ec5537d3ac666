"""Words as a search compares them: in small letters, without accents and other signs."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

_SEPARATORS = re.compile(r"[^a-z0-9.+]+")


# The names of lists are asked for with every search.
@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Write a text in small letters without accents, with single spaces for other signs."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return _SEPARATORS.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def holds(wanted: str, text: str) -> bool:
    """Tell whether a text has every word, be it within another."""
    return all(word in text for word in wanted.split())


def word_by_word(wanted: str, text: str) -> float:
    """How like each word is to the likest of a name, on average, of 100."""
    words, others = wanted.split(), text.split()
    likest = (max((fuzz.ratio(word, each) for each in others), default=0.0) for word in words)
    return sum(likest) / len(words)
