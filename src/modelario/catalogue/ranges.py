"""Spans of numbers as people write them: ``<0.5``, ``>=200k``, ``0.1-2``, ``1M``."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from modelario.catalogue.questions import QuestionError

_NUMBER = r"\$?\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*([kKmM]?)"
_BOUNDED = re.compile(rf"(<=|>=|<|>|=|≤|≥)?\s*{_NUMBER}(\+?)")
_BETWEEN = re.compile(rf"{_NUMBER}\s*(?:-|–|\.\.|…)\s*{_NUMBER}")
_SIGNS = {"≤": "<=", "≥": ">="}
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}

#: The form of a span, for fields that a browser checks.
FORM = (
    r"\s*(<=?|>=?|=|≤|≥)?\s*\$?\s*[0-9.]+\s*[kKmM]?\+?"
    r"(\s*(-|–|\.\.)\s*\$?\s*[0-9.]+\s*[kKmM]?)?\s*"
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
        low, high = sorted((_number(*found.group(1, 2)), _number(*found.group(3, 4))))
        return NumberRange(low, high)
    found = _BOUNDED.fullmatch(text.strip())
    if found is None or (found[1] and found[4]):
        raise RangeError(f"{text!r} is no range such as {EXAMPLES}")
    sign = _SIGNS.get(found[1], found[1]) or (">=" if upwards or found[4] else "<=")
    number = _number(*found.group(2, 3))
    return NumberRange(
        number if sign in (">", ">=", "=") else None,
        number if sign in ("<", "<=", "=") else None,
        with_ends="=" in sign,
    )


def amount(text: str) -> str:
    """Write a number with its unit out: ``200k`` is ``200000``. Any other text stays as it is."""
    found = re.fullmatch(_NUMBER, text.strip())
    if not found or not found[2]:
        return text
    return f"{_number(*found.group(1, 2)):f}"


def _number(digits: str, unit: str) -> Decimal:
    number = Decimal(digits) * _UNITS[unit.lower()]
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
