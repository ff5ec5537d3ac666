"""Numbers as people write them: ``5000``, ``1e6``, ``200k``, ``1,000,000``, ``0.5``."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

#: A number: digits, in groups of three or not, perhaps with decimals; a power of ten; a unit.
NUMBER = (
    r"(?=\.?[0-9])(?:[0-9]{1,3}(?:[,_\u00a0\u202f' ][0-9]{3}){1,4}|[0-9]{0,15})(?:\.[0-9]{1,12})?"
    r"(?:[eE]\+?[0-9]{1,2})?\s?[kKmMbB]?"
)
_NUMBER = re.compile(NUMBER)
_PARTS = re.compile(r"(?P<digits>[^eEkKmMbB]*)(?:[eE]\+?(?P<power>\d+))?\s?(?P<unit>\w?)", re.ASCII)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
#: What a browser takes for such a number, too; what it lets through is read here.
LOOSE = r"[0-9.][0-9.,_' \u00a0\u202f]*([eE]\+?[0-9]{1,2})?\s?[kKmMbB]?"
FORM = rf"\s*{LOOSE}\s*"
#: From here on nothing is counted; Python does not even write the longest numbers out.
UNCOUNTED = 10**18
_EXCERPT = 60
#: A single point before three digits is a thousand in one country and a thousandth in another.
_AMBIGUOUS = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)


def number(text: str) -> Decimal | None:
    """Read a number; ``None`` for what is none."""
    text = text.strip()
    parts = _PARTS.fullmatch(text) if _NUMBER.fullmatch(text) else None
    if parts is None:
        return None
    digits = Decimal(re.sub(r"[^0-9.]", "", parts["digits"]))
    read = digits * _UNITS[parts["unit"].lower()] * 10 ** int(parts["power"] or 0)
    return Decimal(int(read)) if _whole(read) else read


def count(text: str) -> int | None:
    """Read a whole number; ``None`` for what is none, or may be two."""
    read = None if _AMBIGUOUS.fullmatch(text.strip()) else number(text)
    return int(read) if read is not None and _whole(read) else None


def amount(text: str) -> str:
    """Write a number out in digits: ``200k`` is ``200000``. Any other text stays as it is."""
    read = number(text)
    return text if read is None or _AMBIGUOUS.fullmatch(text.strip()) else f"{read:f}"


def number_told(value: Any) -> Decimal | None:  # noqa: ANN401 – any value
    """Take a number as a program gives it, or as people write it; ``None`` for what is none."""
    if isinstance(value, str):
        return number(value)
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) >= UNCOUNTED):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def shown(value: Any) -> str:  # noqa: ANN401 – any value
    """Write a value as an error names it: in a line of a few characters."""
    if isinstance(value, int) and abs(value) >= UNCOUNTED:
        return "a number of more than 18 digits"
    text = repr(value)
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _whole(read: Decimal) -> bool:
    return read == read.to_integral_value()
