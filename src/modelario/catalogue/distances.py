"""How far values of a field lie apart: in days, factors or modalities, and in steps of harm."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import log2
from typing import Any

from modelario.dates import checked_date
from modelario.records import Modalities, Severity

#: One step of distance is so many days, a factor, one modality, or a capability that is or is not
#: there – by how much that misleads. An output limit is met less often than a window is filled or
#: a price is paid.
DAYS_OF_A_STEP = 180
FACTOR_OF_A_STEP, FACTOR_OF_AN_OUTPUT_STEP = 2, 4
STEPS_OF_A_FLAG: Mapping[Severity, float] = {
    Severity.HIGH: 1,
    Severity.MEDIUM: 0.5,
    Severity.LOW: 0.25,
}


def dates_differ(a: str, b: str) -> bool:
    """A month does not contradict a day in it."""
    shorter, longer = sorted((a, b), key=len)
    return not longer.startswith(shorter)


def days_between(values: Iterable[str]) -> int | None:
    """How many days lie between the first and the last of some dates; ``None`` without any."""
    days = [day for value in values if (day := checked_date(value)) is not None]
    return (max(days) - min(days)).days if days else None


def times(values: Iterable[int | Decimal]) -> Decimal:
    """How many times the smallest value the largest is."""
    numbers = set(values)
    return round(Decimal(max(numbers)) / min(numbers), 2)


def no_spread(_: Iterable[Any]) -> None:
    """Nothing: some values are alike or are not."""


def days_apart(value: str, shown: str) -> float:
    """How many steps lie between two dates."""
    return (days_between((value, shown)) or 0) / DAYS_OF_A_STEP


def factors(value: float | Decimal, shown: float | Decimal, step: int = FACTOR_OF_A_STEP) -> float:
    """How often one has to be multiplied by a step's factor to get to the other."""
    return abs(log2(value) - log2(shown)) / log2(step) if value > 0 and shown > 0 else 1.0


def modalities_apart(value: Modalities, shown: Modalities) -> float:
    """How many modalities only one of two statements names."""
    reads, writes = {*value.input} ^ {*shown.input}, {*value.output} ^ {*shown.output}
    return float(len(reads) + len(writes))
