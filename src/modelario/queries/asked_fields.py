"""Of which field inconsistencies are asked for: one, or all prices at once."""

from collections.abc import Mapping

from modelario.catalogue.findings import FINDABLE
from modelario.records import TokenPrice

#: Stands for every price by token.
PRICES = "prices"

#: What can be asked for.
ASKABLE = (*FINDABLE, PRICES)


def is_asked(field: str, asked: str | None) -> bool:
    """Tell whether a field is the one that is asked for, one of the prices, or any."""
    return asked in (None, field) or (asked == PRICES and _is_price(field))


def with_prices(counts: Mapping[str, int]) -> dict[str, int]:
    """Add all prices at once to the counts of fields where there are several, the most first."""
    prices = [count for field, count in counts.items() if _is_price(field)]
    several = {PRICES: sum(prices)} if len(prices) > 1 else {}
    return dict(sorted({**counts, **several}.items(), key=lambda pair: -pair[1]))


def _is_price(field: str) -> bool:
    return field in TokenPrice.__struct_fields__
