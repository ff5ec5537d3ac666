"""Whole numbers as people write them: ``5000``, ``1e6``, ``200k``, ``1,000,000``."""

import re
from decimal import Decimal

#: Digits, in groups of three or not, perhaps with decimals; a power of ten; a unit.
_COUNT = re.compile(
    r"(?P<whole>\d{1,15}|\d{1,3}(?:[,_\u00a0\u202f' ]\d{3}){1,4})(?P<part>\.\d{1,12})?"
    r"(?:[eE]\+?(?P<power>\d{1,2}))?\s?(?P<unit>[kKmMbB]?)",
    re.ASCII,
)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
#: What a browser takes for such a number, too; what it lets through is read here.
FORM = r"\s*[0-9][0-9.,_' \u00a0\u202f]*([eE]\+?[0-9]{1,2})?\s?[kKmMbB]?\s*"
#: A single point before three digits is a thousand in one country and a thousandth in another.
_AMBIGUOUS = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)


def count(text: str) -> int | None:
    """Read a whole number; ``None`` for what is none, or may be two."""
    text = text.strip()
    found = _COUNT.fullmatch(text)
    if found is None or _AMBIGUOUS.fullmatch(text):
        return None
    digits = re.sub(r"\D", "", found["whole"]) + (found["part"] or "")
    number = Decimal(digits) * _UNITS[found["unit"].lower()] * 10 ** int(found["power"] or 0)
    return int(number) if number == number.to_integral_value() else None
