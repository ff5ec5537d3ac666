"""Prices on their way to rules: gathered by their conditions, put in order, multiplied."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from modelario.records import ALWAYS, Conditions, PriceRule, SourceId, TokenPrice
from modelario.witnesses.reading import capped, price


class Said:
    """Prices as they are gathered, by the conditions under which they hold."""

    def __init__(self) -> None:
        self._prices: dict[Conditions, dict[str, Decimal]] = {}
        self._pieces: dict[Conditions, dict[str, Decimal]] = {}

    def priced(self, unit: str, value: Decimal, conditions: Conditions = ALWAYS) -> None:
        """A price per 1M tokens; what is told first stays."""
        self._prices.setdefault(conditions, {}).setdefault(unit, value)

    def piece(self, piece: str, value: Decimal, conditions: Conditions = ALWAYS) -> None:
        """A price per piece; 0 is no price of a piece, and is not kept."""
        if value:
            self._pieces.setdefault(conditions, {}).setdefault(piece, value)

    def rules(self, source: SourceId, *, free: bool = False) -> tuple[PriceRule, ...]:
        """The rules in the order in which later ones win.

        Where every price per token is 0, that may as well mean that nothing is priced by tokens:
        unless the witness means ``free`` by it, nothing is known.
        """
        nothing = not any(value for each in self._prices.values() for value in each.values())
        prices = {} if nothing and not free else self._prices
        found = (
            PriceRule(
                price=TokenPrice(**prices.get(each, {})),
                conditions=each,
                pieces=self._pieces.get(each, {}),
                source=source,
            )
            for each in sorted(dict.fromkeys((*prices, *self._pieces)), key=attrgetter("rank"))
        )
        return capped(found)


def dearer(
    rules: Iterable[PriceRule], times: Decimal, holds: Callable[[Conditions], Conditions]
) -> Iterator[PriceRule]:
    """The same rules under other conditions, every price per token multiplied."""
    for rule in rules:
        told = msgspec.structs.asdict(rule.price).items()
        units = {unit: price(each, times) for unit, each in told if each is not None}
        if units:
            conditions = holds(rule.conditions)
            yield replace(rule, price=TokenPrice(**units), conditions=conditions, pieces={})
