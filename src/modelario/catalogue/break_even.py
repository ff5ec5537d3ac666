"""Break-even points: where the cheaper of two prices changes."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from modelario.records import TokenPrice

#: The mix of the blended price: so many parts of input to one of output.
INPUT_PARTS, OUTPUT_PARTS = 3, 1


class Along(StrEnum):
    """What is varied."""

    CACHED_SHARE = "cached_share"
    OUTPUT_RATIO = "output_ratio"


class BreakEven(NamedTuple):
    """The point at which two prices are equal.

    ``at`` is a share of the input from 0 to 1, at three input tokens to one output token
    (``cached_share``), or output tokens per input token without a cache (``output_ratio``).
    ``first_above`` says whether the first price is the cheaper one above it.
    """

    along: Along
    at: Decimal
    first_above: bool


def break_evens(first: TokenPrice, second: TokenPrice) -> Iterator[BreakEven]:
    """Find where the cheaper of two prices changes; tiers are left aside."""
    if None in (first.input_mtok, first.output_mtok, second.input_mtok, second.output_mtok):
        return
    for along, line in ((Along.CACHED_SHARE, _by_cache), (Along.OUTPUT_RATIO, _by_output)):
        (base_a, slope_a), (base_b, slope_b) = line(first), line(second)
        if slope_a == slope_b:
            continue
        at = (base_b - base_a) / (slope_a - slope_b)
        if at > 0 and (along is Along.OUTPUT_RATIO or at < 1):
            yield BreakEven(along, at, first_above=slope_a < slope_b)


def _by_cache(price: TokenPrice) -> tuple[Decimal, Decimal]:
    """Cost at no cached input, and how it moves with the cached share."""
    plain, output = price.input_mtok or Decimal(0), price.output_mtok or Decimal(0)
    cached = plain if price.cache_read_mtok is None else price.cache_read_mtok
    return INPUT_PARTS * plain + OUTPUT_PARTS * output, INPUT_PARTS * (cached - plain)


def _by_output(price: TokenPrice) -> tuple[Decimal, Decimal]:
    """Cost of input alone, and how it moves with the output per input token."""
    return price.input_mtok or Decimal(0), price.output_mtok or Decimal(0)
