"""What an offering asks, and under which conditions: an ordered list of rules."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import NewType

from msgspec import Struct

#: Who says something: ``models.dev``, which is upstream, or a witness.
SourceId = NewType("SourceId", str)

#: Upstream itself.
UPSTREAM = SourceId("models.dev")

#: How people call the mode that no condition names.
STANDARD = "standard"


class TokenPrice(Struct, frozen=True, kw_only=True, gc=False):
    """Prices in USD per 1M tokens; ``None`` is unknown.

    ``cache_write_mtok`` is for the shortest time that a provider keeps what is written.
    """

    input_mtok: Decimal | None = None
    output_mtok: Decimal | None = None
    cache_read_mtok: Decimal | None = None
    cache_write_mtok: Decimal | None = None
    cache_write_1h_mtok: Decimal | None = None
    reasoning_mtok: Decimal | None = None
    input_audio_mtok: Decimal | None = None
    output_audio_mtok: Decimal | None = None
    input_image_mtok: Decimal | None = None
    output_image_mtok: Decimal | None = None


class PromptSize(Struct, frozen=True, gc=False):
    """From which length of the whole prompt on a rule holds.

    The prompt is the uncached input, what is read from the cache and what is written to it.
    """

    #: The length.
    tokens: int
    #: Whether a prompt of exactly so many tokens is meant, too: "from", and not "above".
    inclusive: bool = False

    def __str__(self) -> str:
        return f"{'from-' if self.inclusive else ''}{self.tokens}"

    def holds(self, prompt_tokens: int) -> bool:
        """Tell whether a prompt is that long."""
        return prompt_tokens >= self.tokens if self.inclusive else prompt_tokens > self.tokens


class Hours(Struct, frozen=True, gc=False):
    """A span of the day in UTC, in minutes from midnight: ``start`` is in it, ``end`` is not.

    It wraps midnight where ``end`` is not after ``start``; of like ones, it is the whole day.
    ``weekdays`` are those on which it starts, by ISO from 1 (Monday) to 7; empty are all.
    """

    #: Minutes from midnight UTC; in it.
    start: int
    #: Minutes from midnight UTC; no longer in it. It is on the next day where it is not later.
    end: int
    #: The days on which it starts, 1 being Monday; empty for all.
    weekdays: tuple[int, ...] = ()

    def __str__(self) -> str:
        days = "".join(map(str, self.weekdays))
        return f"{_clock(self.start)}-{_clock(self.end)}{f'@{days}' if days else ''}"

    def hold(self, at: datetime) -> bool:
        """Tell whether a moment, of any zone, lies in them."""
        moment = at.astimezone(UTC)
        minute = 60 * moment.hour + moment.minute
        if self.start < self.end:
            within = self.start <= minute < self.end
        else:
            within = minute >= self.start or minute < self.end
        if not (within and self.weekdays):
            return within
        # What wraps midnight began the day before.
        day = moment.isoweekday()
        return (day if minute >= self.start else (day - 2) % 7 + 1) in self.weekdays


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}{minutes % 60:02}"


class Conditions(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """When a rule holds: all that is set has to; what is not set does not matter."""

    #: How long the prompt is.
    prompt: PromptSize | None = None
    #: ``batch``, ``flex``, ``priority``, ``fast`` …; the standard one has no name.
    mode: str | None = None
    #: ``us``, ``eu``, ``global`` …, as variants name them.
    region: str | None = None
    #: Any of these spans.
    hours: tuple[Hours, ...] = ()

    @property
    def is_tier(self) -> bool:
        """Whether they are about the length of the prompt and nothing else."""
        return self.prompt is not None and not (self.mode or self.region or self.hours)

    @property
    def rank(self) -> tuple[bool, bool, bool, int, bool]:
        """Their place among rules: later ones win, and what sets a rule apart by more is later.

        A mode halves a price or multiplies it, a region adds a tenth: a mode wins over a region,
        a region over hours, hours over the size of the prompt.
        """
        size = (self.prompt.tokens, self.prompt.inclusive) if self.prompt else (0, False)
        return self.mode is not None, self.region is not None, bool(self.hours), *size


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

    @property
    def above_tokens(self) -> int | None:
        """Above which length of the prompt it holds; ``None`` where that does not matter."""
        size = self.conditions.prompt
        return None if size is None else size.tokens - size.inclusive
