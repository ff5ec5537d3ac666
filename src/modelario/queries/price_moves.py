"""The biggest price moves of the last days, one for each model."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from modelario.history.journal import DatedChange
from modelario.queries.changes import ChangeRow, change_row
from modelario.queries.columns import Column, Kind
from modelario.records import Catalogue, ChangeKind, ModelId

#: How far back we look, and how many moves each way we name.
DAYS, MOST = 30, 5

#: The prices that everybody pays; a move of a cache price alone is no headline.
_HEADLINES = frozenset({"input_mtok", "output_mtok"})


class Moves(Struct, frozen=True, kw_only=True):
    """Models that became cheaper or dearer between two days, both inclusive.

    A row without a provider is a move of the recommended price.
    """

    since: date
    until: date
    cheaper: tuple[ChangeRow, ...]
    dearer: tuple[ChangeRow, ...]


MOVE_COLUMNS = (
    Column("model", Kind.ID),
    Column("provider", Kind.TEXT),
    Column("day", Kind.DATE),
    Column("field", Kind.WORDS, labels="field"),
    Column("old", Kind.MTOK),
    Column("new", Kind.MTOK),
    Column("percent", Kind.PERCENT),
)


def first_day(catalogue: Catalogue, days: int = DAYS) -> date:
    """Tell from which day on moves count."""
    return catalogue.origin.as_of - timedelta(days=days - 1)


def moves(
    catalogue: Catalogue, changes: Iterable[DatedChange], *, days: int = DAYS, most: int = MOST
) -> Moves:
    """Find the largest moves by ratio, those of recommended prices before others.

    What went up and came back, or is gone from the catalogue, is no news any more; that
    another offering is recommended now is no move of a price.
    """
    since, until = first_day(catalogue, days), catalogue.origin.as_of
    best: dict[ModelId, ChangeRow] = {}
    for each in changes:
        if not since <= each.as_of <= until or each.change.switched or not _is_headline(each):
            continue
        row = change_row(catalogue, each)
        if row.listed and row.model is not None and _holds(catalogue, row):
            release = catalogue.resolution.canonical(row.model)
            best[release] = max(best.get(release, row), row, key=_weight)
    ranked = sorted(best.values(), key=lambda row: (*_negative(_weight(row)), row.model))
    return Moves(
        since=since,
        until=until,
        cheaper=tuple(row for row in ranked if row.new < row.old)[:most],
        dearer=tuple(row for row in ranked if row.new > row.old)[:most],
    )


def _is_headline(each: DatedChange) -> bool:
    change = each.change
    return (
        change.kind is ChangeKind.PRICE
        and change.field in _HEADLINES
        and bool(change.old)
        and bool(change.new)
    )


def _holds(catalogue: Catalogue, row: ChangeRow) -> bool:
    """Whether a price is still what it moved to."""
    assert row.model is not None  # noqa: S101 – the caller has looked
    entry = catalogue.entry(row.model)
    if row.provider is None:
        serving = entry.recommended.serving if entry.recommended else None
        prices = [serving.offering.price] if serving else []
    else:
        prices = [
            serving.offering.price for serving in entry.model.servings if serving.key == row.key
        ]
    return any(price and getattr(price, row.field or "") == row.new for price in prices)


def _weight(row: ChangeRow) -> tuple[bool, Decimal]:
    """How much a move counts: first whether it is the recommended price's, then its ratio."""
    return row.provider is None, max(row.new / row.old, row.old / row.new)


def _negative(weight: tuple[bool, Decimal]) -> tuple[bool, Decimal]:
    return not weight[0], -weight[1]
