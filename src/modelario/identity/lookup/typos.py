"""Slips of a finger: words that no known name holds, but that are nearly one that does."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from modelario.identity.reading.tokens import Signature
from modelario.identity.reasons import confidence_of
from modelario.records import ModelId

#: Shorter words have too many neighbours …
_SHORTEST_WORD = 4
#: … and another letter in a word that is not longer makes another word: ``live``, ``lite``.
_SHORTEST_CHANGED = 5
_ALIKE = 72.0
_MOST_ALIKE = 5


def corrections(
    name: Signature, words: Sequence[str], known: Collection[str]
) -> Iterator[tuple[Signature, str, str]]:
    """The names that one slip in one unknown word may have meant, with the slip and the word."""
    unknown = [word for word in words if word not in known]
    if len(unknown) != 1 or len(unknown[0]) < _SHORTEST_WORD or unknown[0] not in name:
        return
    slip = unknown[0]
    for word in sorted(known):
        if _is_slip(slip, word):
            yield (name - {slip}) | {word}, slip, word


def _is_slip(slip: str, word: str) -> bool:
    """Whether one letter is missing, too many, changed for another or swapped with the next."""
    if abs(len(word) - len(slip)) > 1 or OSA.distance(slip, word, score_cutoff=1) > 1:
        return False
    changed = len(word) == len(slip) and sorted(word) != sorted(slip)
    return not changed or len(slip) >= _SHORTEST_CHANGED


def near(text: str, texts: Mapping[str, ModelId]) -> list[tuple[ModelId, float, str]]:
    """Models with a spelling that looks like the text, the likest first."""
    found = process.extract(
        text.lower(), texts.keys(), scorer=fuzz.token_sort_ratio, limit=40, score_cutoff=_ALIKE
    )
    # A spelling that is the same has a score of 100.
    scale = 100 / confidence_of("near")
    best: dict[ModelId, tuple[ModelId, float, str]] = {}
    for spelt, score, _ in found:
        model = texts[spelt]
        best.setdefault(model, (model, round(score / scale, 3), spelt))
    return list(best.values())[:_MOST_ALIKE]
