"""The Pareto frontier: what nothing else beats at its price."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple


class Placed(NamedTuple):
    """Something by its price, of which less is better, and its value, of which more is."""

    price: Decimal
    value: int | Decimal


def frontier(placed: Sequence[Placed]) -> frozenset[int]:
    """Find the places of all that nothing beats.

    One beats another by being cheaper and as good, or better and as cheap. Equals do not beat
    each other: where one stands on the frontier, all do.
    """
    best: dict[Decimal, int | Decimal] = {}
    for each in placed:
        best[each.price] = max(each.value, best.get(each.price, each.value))
    unbeaten = set(_rising(best.items()))
    return frozenset(place for place, each in enumerate(placed) if each in unbeaten)


def _rising(best: Iterable[tuple[Decimal, int | Decimal]]) -> Iterable[Placed]:
    """Keep what is better than everything cheaper."""
    highest: int | Decimal | None = None
    for price, value in sorted(best):
        if highest is None or value > highest:
            highest = value
            yield Placed(price, value)
