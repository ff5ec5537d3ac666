"""What follows from a model's facts: scores, costs, inconsistencies."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct

from modelario.records.price_rules import ALWAYS, Conditions
from modelario.records.reason import Reason
from modelario.records.servings import Claim


class Part(Struct, frozen=True, kw_only=True, gc=False):
    """One part of a score; an unknown part has 0 points."""

    name: str
    points: int
    maximum: int
    known: bool
    reason: Reason


class Score(Struct, frozen=True, gc=False):
    """A sum of visible parts, 0 to 100; ``coverage`` is the sum of the known maxima."""

    points: int
    coverage: int
    parts: tuple[Part, ...]


class ScenarioCost(Struct, frozen=True, kw_only=True, gc=False):
    """What a batch costs at the recommended price, in USD.

    ``cost`` is ``None`` where the price is unknown, the request does not fit, or the model does
    another job.
    """

    key: str
    requests: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    cost_per_request: Decimal | None
    #: Place among all models that can do it at a published price, 1 being the cheapest.
    rank: int | None
    ranked: int


class Month(Struct, frozen=True, gc=False):
    """What a reader's work costs a month at an offering, in USD."""

    cost: Decimal
    #: What was assumed, for the offering does not tell it.
    assumed: tuple[Reason, ...] = ()


class Severity(StrEnum):
    """How much an inconsistency can mislead."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """A field on which the offerings of a model disagree, or witnesses with one of them."""

    field: str
    rule: str
    #: Under which a price is asked that witnesses contradict.
    conditions: Conditions = ALWAYS
    severity: Severity
    #: What disagrees, the commonest value first.
    claims: tuple[Claim, ...]
    #: The value that we show, and whose word it is.
    shown: Any
    reason: Reason
    #: Days between the first and the last date, or ``None`` for other fields.
    span_days: int | None = None
    #: The largest value divided by the smallest, or ``None`` for other fields.
    ratio: Decimal | None = None
    #: How many providers state a value that contradicts the one shown.
    misled: int = 0
    #: The distance of every such statement from the value shown, added up: what ranks findings.
    harm: float = 0.0
