"""Whose word counts how much: the order of the witnesses, and who only repeats another."""

from collections.abc import Iterable
from typing import NamedTuple

from modelario.records import UPSTREAM, ProviderId, SourceId, Testimony


class Voice(NamedTuple):
    """A witness, and why it comes before those below it."""

    witness: SourceId
    because: str


#: Who is heard first where several say the same; whom the table lacks comes last.
ORDER = (
    Voice(SourceId("openrouter"), "the seller itself, of its own offers"),
    Voice(SourceId("model-prices"), "the labs' own pages, each price with its day and its source"),
    Voice(SourceId("litellm"), "the most conditions, billed with by many; the page is mostly told"),
    Voice(SourceId("genai-prices"), "checked by hand, and for fewer models"),
    Voice(SourceId("endoflife.date"), "knows no prices"),
)


class Copy(NamedTuple):
    """A witness that repeats another about a provider."""

    witness: SourceId
    provider: ProviderId
    of: SourceId
    because: str


#: What counts as one voice with what it was taken from.
COPIES = (
    Copy(
        SourceId("genai-prices"),
        ProviderId("openrouter"),
        SourceId("openrouter"),
        "it is filled from OpenRouter's own list by a script",
    ),
)

_PLACES = {voice.witness: place for place, voice in enumerate(ORDER)}
_COPIES = {(copy.witness, copy.provider): copy.of for copy in COPIES}


def place(witness: SourceId) -> tuple[int, str]:
    """Give the place of a witness in the order."""
    return _PLACES.get(witness, len(ORDER)), witness


def voice(testimony: Testimony) -> SourceId:
    """Tell whose word a testimony is: that of its witness, or of whom it repeats."""
    if testimony.copied:
        return UPSTREAM
    return _COPIES.get((testimony.witness, testimony.provider), testimony.witness)


def voices(testimonies: Iterable[Testimony]) -> int:
    """Count those who say something of their own."""
    return len({voice(each) for each in testimonies} - {UPSTREAM})
