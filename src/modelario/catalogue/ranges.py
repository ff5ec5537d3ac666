"""Spans of numbers as people write them: ``<0.5``, ``>=200k``, ``0.1-2``, ``1M``."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from modelario.catalogue.counts import LOOSE, NUMBER, number
from modelario.catalogue.questions import QuestionError

_NUMBER = rf"\$?\s*({NUMBER})"
_BOUNDED = re.compile(rf"(<=|>=|<|>|=|≤|≥)?\s*{_NUMBER}(\+?)")
_BETWEEN = re.compile(rf"{_NUMBER}\s*(?:-|–|\.\.|…)\s*{_NUMBER}")
_SIGNS = {"≤": "<=", "≥": ">="}

#: The form of a span, for fields that a browser checks.
FORM = (
    rf"\s*(<=?|>=?|=|≤|≥)?\s*\$?\s*{LOOSE}\+?"
    rf"(\s*(-|–|\.\.)\s*\$?\s*{LOOSE})?\s*"
)

#: What is told to somebody whose text is no span.
EXAMPLES = "<0.5, >=200k, 0.1-2 or 1M"


class RangeError(QuestionError):
    """A text that is no span of numbers; the message names some that are."""


class NumberRange(NamedTuple):
    """Numbers from ``low`` to ``high``, with the ends or without; ``None`` is without end."""

    low: Decimal | None
    high: Decimal | None
    with_ends: bool = True

    def holds(self, value: float) -> bool:
        """Tell whether a number lies within."""
        low, high = self.low, self.high
        if self.with_ends:
            return (low is None or float(low) <= value) and (high is None or value <= float(high))
        return (low is None or float(low) < value) and (high is None or value < float(high))


@lru_cache(maxsize=1_000)
def number_range(text: str, *, upwards: bool) -> NumberRange:
    """Read a span; a number alone is the least where ``upwards``, else the most.

    Raises :class:`RangeError`.
    """
    if found := _BETWEEN.fullmatch(text.strip()):
        low, high = sorted((_number(found[1]), _number(found[2])))
        return NumberRange(low, high)
    found = _BOUNDED.fullmatch(text.strip())
    if found is None or (found[1] and found[3]):
        raise RangeError(f"{text!r} is no range such as {EXAMPLES}")
    sign = _SIGNS.get(found[1], found[1]) or (">=" if upwards or found[3] else "<=")
    end = _number(found[2])
    return NumberRange(
        end if sign in (">", ">=", "=") else None,
        end if sign in ("<", "<=", "=") else None,
        with_ends="=" in sign,
    )


def _number(text: str) -> Decimal:
    read = number(text)
    if read is None:
        raise RangeError(f"{text!r} is no number such as 0.5, 200k or 1e6")
    return read
