"""What all shapes have in common: which prices are told, and what is left out."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from modelario.catalogue.billing import PER_MTOK
from modelario.dates import checked_date
from modelario.queries.edition import Edition
from modelario.records import Entry, Facts, Offering, PriceRule, PriceState, Serving, TokenPrice

#: Prices that may be told as numbers: all others are unknown, or no price per token.
_TOLD = (PriceState.PUBLISHED, PriceState.FREE)


def priced(serving: Serving) -> TokenPrice | None:
    """Give the price of an offering where it has one that is per token."""
    return serving.offering.price if serving.price_state in _TOLD else None


def rules(serving: Serving) -> tuple[PriceRule, ...]:
    """List all that an offering asks, where that is per token."""
    return serving.offering.rules if serving.price_state in _TOLD else ()


def tiers(serving: Serving) -> tuple[PriceRule, ...]:
    """Give the prices above a context size."""
    return serving.offering.tiers if serving.price_state in _TOLD else ()


def servings(edition: Edition) -> Iterator[tuple[Entry, Serving]]:
    """List every offering of a model."""
    for entry in edition.catalogue.entries.values():
        for serving in entry.model.servings:
            yield entry, serving


def known(**values: Any) -> dict[str, Any]:  # noqa: ANN401 – values of any shape
    """Leave out what is unknown."""
    return {name: value for name, value in values.items() if value is not None}


def per_token(price: Decimal | None) -> Decimal | None:
    """From USD per 1M tokens to USD per token."""
    return None if price is None else price / PER_MTOK


def fact(offering: Offering, facts: Facts, name: str) -> Any:  # noqa: ANN401 – a fact of any type
    """What an offering states of itself, else what its model is known for."""
    own = getattr(offering.facts, name)
    return getattr(facts, name) if own is None else own


def moment(day: str | None) -> int | None:
    """Seconds since 1970 at the beginning of a day; of a month its first."""
    found = checked_date(day) if day else None
    return None if found is None else int(datetime(*found.timetuple()[:3], tzinfo=UTC).timestamp())


Shape = Mapping[str, Any]
