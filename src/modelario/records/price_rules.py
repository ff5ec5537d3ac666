"""What an offering asks, and under which conditions: an ordered list of rules."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NewType

from msgspec import Struct

from modelario.records.offerings import TokenPrice

#: Who says something: ``models.dev``, which is upstream, or a witness.
SourceId = NewType("SourceId", str)

#: Upstream itself.
UPSTREAM = SourceId("models.dev")


class PromptSize(Struct, frozen=True, gc=False):
    """From which length of the whole prompt on a rule holds.

    The prompt is the uncached input, what is read from the cache and what is written to it.
    """

    tokens: int
    #: Whether a prompt of exactly so many tokens is meant, too: "from", and not "above".
    inclusive: bool = False

    def holds(self, prompt_tokens: int) -> bool:
        """Tell whether a prompt is that long."""
        return prompt_tokens >= self.tokens if self.inclusive else prompt_tokens > self.tokens


class Hours(Struct, frozen=True, gc=False):
    """A span of the day in UTC, in minutes from midnight: ``start`` is in it, ``end`` is not.

    It wraps midnight where ``end`` is not after ``start``; of like ones, it is the whole day.
    ``weekdays`` are those on which it starts, by ISO from 1 (Monday) to 7; empty are all.
    """

    start: int
    end: int
    weekdays: tuple[int, ...] = ()


class Conditions(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """When a rule holds: all that is set has to; what is not set does not matter."""

    prompt: PromptSize | None = None
    #: ``batch``, ``flex``, ``priority``, ``fast`` …; the standard mode has no name.
    mode: str | None = None
    #: ``us``, ``eu``, ``global`` …, as variants name them.
    region: str | None = None
    #: Any of these spans.
    hours: tuple[Hours, ...] = ()


#: What holds always.
ALWAYS = Conditions()


class PriceRule(Struct, frozen=True, kw_only=True, gc=False):
    """What an offering asks under some conditions.

    The rules of an offering are ordered: the last one that holds and has a price for a unit tells
    it, so that a rule inherits what it leaves out from those before.
    """

    price: TokenPrice
    conditions: Conditions = ALWAYS
    #: USD per piece, as the source counts it: ``web_search``, ``request``, ``image`` …
    pieces: Mapping[str, Decimal] = {}
    source: SourceId = UPSTREAM
