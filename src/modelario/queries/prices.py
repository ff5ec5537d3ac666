"""The prices of one model's page: side by side, and from the lowest to the highest."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from modelario.queries.model import ModelPage
from modelario.queries.offering import QuoteRow
from modelario.records import TokenPrice

PRICE_FIELDS = TokenPrice.__struct_fields__


class Place(StrEnum):
    """Why a column stands in the price table."""

    RECOMMENDED = "recommended"
    CHEAPEST = "cheapest"


class PriceColumn(Struct, frozen=True):
    """One offering's prices, plain or above a context size."""

    place: Place
    quote: QuoteRow
    above_tokens: int | None


class PriceLine(Struct, frozen=True):
    """One kind of price over all columns; ``None`` is unknown."""

    field: str
    values: tuple[Decimal | None, ...]


class PriceTable(Struct, frozen=True):
    """Recommended and cheapest prices with their tiers; kinds that nobody publishes left out."""

    columns: tuple[PriceColumn, ...]
    lines: tuple[PriceLine, ...]


class PriceSpan(Struct, frozen=True):
    """The lowest and the highest blended price published, and by how many offerings."""

    low: Decimal
    high: Decimal
    offers: int


def price_table(page: ModelPage) -> PriceTable | None:
    """Set a model's recommended and cheapest prices side by side, if any is published."""
    columns: list[tuple[PriceColumn, TokenPrice]] = []
    for place, quote in ((Place.RECOMMENDED, page.recommended), (Place.CHEAPEST, page.cheapest)):
        if quote is None or (place is Place.CHEAPEST and _same(quote, page.recommended)):
            continue
        columns.append((PriceColumn(place, quote, None), quote))
        columns += [(PriceColumn(place, quote, tier.above_tokens), tier) for tier in quote.tiers]
    if not columns:
        return None
    lines = [
        PriceLine(field, tuple(getattr(price, field) for _, price in columns))
        for field in PRICE_FIELDS
    ]
    return PriceTable(
        columns=tuple(column for column, _ in columns),
        lines=tuple(line for line in lines if any(value is not None for value in line.values)),
    )


def _same(quote: QuoteRow, other: QuoteRow | None) -> bool:
    return other is not None and (quote.provider, quote.offering_id) == (
        other.provider,
        other.offering_id,
    )


def price_span(page: ModelPage) -> PriceSpan | None:
    """Tell from where to where the published prices go, if there are any."""
    prices = [row.blended_mtok for row in page.offerings if row.blended_mtok is not None]
    return PriceSpan(min(prices), max(prices), len(prices)) if prices else None
