"""Where the cheaper of two models changes, as a comparison shows it."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from msgspec import Struct

from modelario.catalogue.break_even import Along, break_evens, throughout
from modelario.records import ModelId, TokenPrice


class BreakEvenRow(Struct, frozen=True, kw_only=True):
    """The point at which the cheaper of two models changes (see ``break_even``)."""

    along: Along
    at: Decimal
    cheaper_above: ModelId
    cheaper_below: ModelId


class ThroughoutRow(Struct, frozen=True, kw_only=True):
    """One of two models is the cheaper one everywhere (see ``break_even``)."""

    along: Along
    cheaper: ModelId
    dearer: ModelId


class NamedPrice(NamedTuple):
    """A model, and the price that it is compared at."""

    model: ModelId
    price: TokenPrice


def break_even_rows(priced: Sequence[NamedPrice]) -> tuple[BreakEvenRow, ...]:
    """List the points at which the cheaper one of two models changes."""
    return tuple(
        BreakEvenRow(
            along=found.along,
            at=found.at,
            cheaper_above=a if found.first_above else b,
            cheaper_below=b if found.first_above else a,
        )
        for (a, price_a), (b, price_b) in combinations(priced, 2)
        for found in break_evens(price_a, price_b)
    )


def throughout_rows(priced: Sequence[NamedPrice]) -> tuple[ThroughoutRow, ...]:
    """List which of two models is the cheaper one everywhere."""
    return tuple(
        ThroughoutRow(
            along=found.along,
            cheaper=a if found.first_cheaper else b,
            dearer=b if found.first_cheaper else a,
        )
        for (a, price_a), (b, price_b) in combinations(priced, 2)
        for found in throughout(price_a, price_b)
    )
