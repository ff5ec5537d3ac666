"""Break-even points: where the cheaper of two prices changes."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from modelario.catalogue.prices import INPUT_PARTS, OUTPUT_PARTS
from modelario.records import TokenPrice


class Along(StrEnum):
    """What is varied."""

    CACHED_SHARE = "cached_share"
    OUTPUT_RATIO = "output_ratio"


class Throughout(NamedTuple):
    """Which of two prices is the lower one all along a line."""

    along: Along
    first_cheaper: bool


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
    for along, (base_a, slope_a), (base_b, slope_b) in _lines(first, second):
        at = _crossing(along, base_b - base_a, slope_a - slope_b)
        if at is not None:
            yield BreakEven(along, at, first_above=slope_a < slope_b)


def throughout(first: TokenPrice, second: TokenPrice) -> Iterator[Throughout]:
    """Find along what one of two prices is the lower one everywhere; tiers are left aside."""
    for along, line_a, line_b in _lines(first, second):
        (base_a, slope_a), (base_b, slope_b) = line_a, line_b
        if line_a != line_b and _crossing(along, base_b - base_a, slope_a - slope_b) is None:
            yield Throughout(along, first_cheaper=line_a < line_b)


#: What a request costs along an axis: at its beginning, and the slope.
Linear = tuple[Decimal, Decimal]


def _lines(first: TokenPrice, second: TokenPrice) -> Iterator[tuple[Along, Linear, Linear]]:
    """Pair the lines of two whole prices; none where a price is unknown."""
    if None in (first.input_mtok, first.output_mtok, second.input_mtok, second.output_mtok):
        return
    for along, line in ((Along.CACHED_SHARE, _by_cache), (Along.OUTPUT_RATIO, _by_output)):
        yield along, line(first), line(second)


def _crossing(along: Along, rise: Decimal, run: Decimal) -> Decimal | None:
    """Give the place where two lines meet, if it lies where something can be there."""
    if run == 0:
        return None
    at = rise / run
    return at if at > 0 and (along is Along.OUTPUT_RATIO or at < 1) else None


def _by_cache(price: TokenPrice) -> Linear:
    """Cost at no cached input, and how it moves with the cached share."""
    plain, output = price.input_mtok or Decimal(0), price.output_mtok or Decimal(0)
    cached = plain if price.cache_read_mtok is None else price.cache_read_mtok
    return INPUT_PARTS * plain + OUTPUT_PARTS * output, INPUT_PARTS * (cached - plain)


def _by_output(price: TokenPrice) -> Linear:
    """Cost of input alone, and how it moves with the output per input token."""
    return price.input_mtok or Decimal(0), price.output_mtok or Decimal(0)
