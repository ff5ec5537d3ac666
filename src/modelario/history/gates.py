"""The gates: what holds back what cannot be believed at once, with every figure and its reason.

:mod:`~modelario.history.judging` tells how they are put to a document.
"""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from modelario.bounds import PRICE
from modelario.history.journal import Gate, Hold
from modelario.values import is_within


class GateRule(NamedTuple):
    """A gate's figure, and after how many days a repeated change is believed.

    Where that is ``None``, repeating is no evidence: only peers or an operator end the hold.
    """

    figure: Decimal
    believed_after_days: int | None
    because: str


GATES: Mapping[Gate, GateRule] = {
    # The whole document.
    Gate.SNAPSHOT: GateRule(Decimal("0.10"), 3, "the largest real loss in a day was 7.6 %"),
    Gate.GROWTH: GateRule(Decimal("0.5"), 7, "the largest real growth in a day was 32 %"),
    Gate.VOLUME: GateRule(
        Decimal("0.25"),
        3,
        "on no day prices, limits or flags of more than 7 % of all, or facts of 9 %",
    ),
    # Offerings.
    Gate.PROVIDER: GateRule(Decimal("0.5"), 3, "11 events in a year"),
    Gate.IDENTITY: GateRule(
        Decimal(2), None, "no id of the year was given to another model: a name and one more fact"
    ),
    # Patterns: a provider's fields that moved alike. Repeating them is no evidence.
    Gate.SCALED: GateRule(
        Decimal(3), None, "no provider moved a third of its prices three times either way"
    ),
    Gate.REPRICED: GateRule(
        Decimal(3), 7, "no provider moved a third of its prices alike by more than a fifth"
    ),
    Gate.SWAPPED: GateRule(Decimal(2), None, "never once in a year, of prices or of facts"),
    Gate.LEVELLED: GateRule(
        Decimal(5), None, "no provider gave a third of its models one price where there were three"
    ),
    Gate.UNPRICED: GateRule(Decimal(3), 7, "never three of a provider's in a week"),
    Gate.BLINDED: GateRule(Decimal(3), None, "two of a provider's on one day of the year"),
    Gate.ENABLED: GateRule(Decimal(3), None, "never did two get all, and two or more of them new"),
    # Facts of a provider that moved alike, and so many of them.
    Gate.ALIKE: GateRule(
        Decimal(10), None, "twice, both accidents: one release date, one cut-off for all"
    ),
    Gate.UNIFORM: GateRule(Decimal(10), 7, "once, one output limit beside one cut-off for all"),
    Gate.SHIFTED: GateRule(Decimal(10), None, "never once in a year but for those made alike"),
    Gate.UNSTATED: GateRule(Decimal(10), 7, "once, beside release dates that were made alike"),
    Gate.RESIZED: GateRule(Decimal(10), None, "no limits of a provider moved ten times alike"),
    # Listings that stand where others were.
    Gate.EXCHANGED: GateRule(
        Decimal("0.8"), None, "no listing of the year was another provider's, word for word"
    ),
    Gate.RECASED: GateRule(
        Decimal("0.5"), 3, "capitals were mended at two providers, and lost at none"
    ),
    # Fields.
    Gate.BOUNDS: GateRule(PRICE.most, None, PRICE.because),
    Gate.JUMP: GateRule(Decimal(20), 7, "16 fields on 7 days"),
    Gate.ZERO: GateRule(Decimal(5), 7, "fired twice in a year, both accidents"),
    Gate.FLAG: GateRule(Decimal("0.9"), 7, "twice, once an accident: ten or more of a provider's"),
    Gate.LIMIT: GateRule(Decimal(20), 7, "context windows on two days of the year"),
}


class Backed(StrEnum):
    """Which of its two prices witnesses bear out, of an offering's that jumped."""

    NEW = "new"
    OLD = "old"


class WitnessRule(NamedTuple):
    """After how many days a jump is believed that witnesses speak of."""

    believed_after_days: int
    because: str


#: By the price that they bear out; so many have to, each for itself.
WITNESSES: Mapping[Backed, WitnessRule] = {
    Backed.NEW: WitnessRule(2, "who looks for itself does not slip alike; the third look tells"),
    Backed.OLD: WitnessRule(30, "lists that are kept by others follow a real change within weeks"),
}
FEWEST_WITNESSES = 2
#: So near a price is what others say, who mean the same.
WITHIN = Decimal(2)
#: And so near what upstream said before, who says it again: what moves on begins anew.
SAID_AGAIN = Decimal("1.5")
#: Gates that hold back a whole document.
WHOLE = frozenset({Gate.SNAPSHOT, Gate.GROWTH, Gate.VOLUME})
#: Gates that hold what stands in another's place, or under another id.
MISPLACED = frozenset({Gate.EXCHANGED, Gate.RECASED})
#: Gates of patterns, of which all is believed or nothing.
PATTERNS = frozenset(
    {
        *(Gate.SCALED, Gate.REPRICED, Gate.SWAPPED, Gate.LEVELLED, Gate.UNPRICED),
        *(Gate.BLINDED, Gate.ENABLED, Gate.ALIKE, Gate.UNIFORM, Gate.SHIFTED, Gate.UNSTATED),
        Gate.RESIZED,
    }
)
#: However long nobody looked, a document that lost more than this, or grew by more, is held.
MOST_LOST_AT_ONCE, MOST_GAINED_AT_ONCE = Decimal("0.5"), Decimal(1)
#: Smaller movements of a whole document are none: a young one doubles, or changes its shape.
FEWEST_GAINED, FEWEST_MOVED = 500, 200
#: The share that a provider may lose bit by bit, within the days over which losses are added up:
#: the largest real one was 69 %.
MOST_LOST_SLOWLY = Decimal("0.75")
#: Smaller providers come and go as they are.
SMALLEST_GATED_PROVIDER = 10
#: A rise from 0 has no ratio: above this it is a jump.
HIGHEST_RISE_FROM_ZERO = Decimal(100)
#: Which share of a provider's priced offerings, or of those that had a flag, makes a pattern.
PATTERN_SHARE = Decimal(1) / 3
#: So far from what peers say a jump is not believed, however often it is repeated.
ABSURD_FACTOR = Decimal(100)
#: By how much prices, and limits, have to move together for that, either way.
PATTERN_FACTORS: Mapping[Gate, Decimal] = {
    Gate.SCALED: Decimal(3),
    Gate.REPRICED: Decimal("1.5"),
    Gate.RESIZED: Decimal(10),
}
#: Of a small provider fewer facts make a pattern, where they are this share.
FEWEST_OF_SMALL, SHARE_OF_SMALL = 5, Decimal("0.5")
#: How many different prices have to become one.
FEWEST_LEVELLED = 3
#: So many offerings of a provider have to lose one flag, and so many flags of one have to turn.
FEWEST_FLAGS, FEWEST_TURNED = 10, 2
#: So many limits of a provider besides context windows have to jump.
FEWEST_LIMITS = 5
#: How many days back a field's values count: a jump in steps is a jump.
JUMP_WINDOW_DAYS = 30
#: And losses: what goes to zero or away bit by bit.
LOSS_WINDOW_DAYS = 7
#: So often upstream must have said it, the first time included, however many days have passed:
#: a clock that runs away has looked but twice.
FEWEST_LOOKS = 3


def is_due(hold: Hold, today: date, looks: Collection[date], backed: Backed | None = None) -> bool:
    """Whether upstream has said so for long enough, and no operator objects.

    ``looks`` are the days on which upstream was looked at, without this one; where none is
    known only days count. ``backed`` is what witnesses bear out, where enough do.
    """
    days = GATES[hold.gate].believed_after_days
    if days is not None and backed is not None:
        days = WITNESSES[backed].believed_after_days
    if days is None or hold.rejected_seq is not None or (today - hold.since).days < days:
        return False
    seen = sum(hold.since <= day < today for day in looks)
    return not looks or seen + 1 >= FEWEST_LOOKS


def is_price(value: Decimal) -> bool:
    """Whether a number can be a price at all."""
    return value == 0 or is_within(value, PRICE)


def is_far(one: Decimal, other: Decimal, times: Decimal = GATES[Gate.JUMP].figure) -> bool:
    """Whether one price is so many times the other that it is a jump."""
    if is_same(one, other):
        return False
    if not (one.is_finite() and other.is_finite()) or min(one, other) <= 0:
        return True
    return max(one, other) >= times * min(one, other)


def is_same(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are alike, as what is no number is to itself."""
    return one == other or (one.is_nan() and other.is_nan())
