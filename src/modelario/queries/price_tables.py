"""The prices of one model's page: side by side, and from the lowest to the highest."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from modelario.queries.model import ModelPage
from modelario.queries.offering import OfferingRow, QuoteRow
from modelario.queries.second_opinions import PriceMark, PriceMarks
from modelario.records import ALWAYS, Conditions, PriceState, PromptSize, Reason, TokenPrice

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
    #: What second sources say of each value.
    marks: tuple[PriceMark | None, ...]


class PriceTable(Struct, frozen=True):
    """Recommended and cheapest prices with their tiers; kinds that nobody publishes left out."""

    columns: tuple[PriceColumn, ...]
    lines: tuple[PriceLine, ...]


class PriceSpan(Struct, frozen=True):
    """The lowest and the highest published price of a kind."""

    field: str
    low: Decimal
    high: Decimal


class StatePlaces(Struct, frozen=True):
    """A way to use a model without a price per token, and the offerings that have it."""

    state: PriceState
    offerings: tuple[OfferingRow, ...]


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
    marks = PriceMarks(page.opinions)
    lines = [_line(field, columns, marks) for field in PRICE_FIELDS]
    return PriceTable(
        columns=tuple(column for column, _ in columns),
        lines=tuple(line for line in lines if any(value is not None for value in line.values)),
    )


def _line(
    field: str, columns: Sequence[tuple[PriceColumn, TokenPrice]], marks: PriceMarks
) -> PriceLine:
    said = [
        marks.mark(column.quote.key, _conditions(column.above_tokens), field)
        for column, _ in columns
    ]
    stated = [getattr(price, field) for _, price in columns]
    values = (
        mark.filled.theirs if mark and mark.filled else value
        for value, mark in zip(stated, said, strict=True)
    )
    return PriceLine(field, tuple(values), tuple(said))


def _conditions(above_tokens: int | None) -> Conditions:
    return ALWAYS if above_tokens is None else Conditions(prompt=PromptSize(above_tokens))


def _same(quote: QuoteRow, other: QuoteRow | None) -> bool:
    return other is not None and quote.key == other.key


def price_spans(page: ModelPage) -> tuple[PriceSpan, ...]:
    """Tell from where to where the published prices go, input and output, if there are any."""
    believed = believed_offerings(page)
    spans = []
    for field in ("input_mtok", "output_mtok"):
        values = [value for row in believed if (value := getattr(row, field)) is not None]
        if values:
            spans.append(PriceSpan(field, min(values), max(values)))
    return tuple(spans)


def believed_offerings(page: ModelPage) -> tuple[OfferingRow, ...]:
    """List the offerings with a whole published price that is not passed over."""
    doubted = {each.key for each in page.passed_over}
    return tuple(row for row in priced_offerings(page) if row.key not in doubted)


def priced_offerings(page: ModelPage) -> tuple[OfferingRow, ...]:
    """List the offerings with a whole published price."""
    return tuple(row for row in page.offerings if row.blended_mtok is not None)


#: Ways to use a model without a price per token, in the order in which they are told.
_OTHER_WAYS = (PriceState.FREE, PriceState.SUBSCRIPTION, PriceState.LOCAL)


def other_ways(page: ModelPage) -> tuple[StatePlaces, ...]:
    """Tell where a model is free, part of a plan or local, one offering for each provider."""
    found = []
    for state in _OTHER_WAYS:
        by_provider = {row.provider: row for row in page.offerings if row.price_state is state}
        if by_provider:
            found.append(StatePlaces(state, tuple(by_provider.values())))
    return tuple(found)


def why_not_recommended(page: ModelPage) -> Reason | None:
    """Tell why no price is recommended though some are published."""
    if page.recommended is not None or not priced_offerings(page):
        return None
    if not believed_offerings(page):
        return Reason("only_doubted_prices")
    if page.cheapest is None:
        return Reason("only_deprecated_prices")
    return Reason("no_full_context_price", tokens=page.context_window)
