"""Models on two days, side by side with themselves: `compare` and a model's page with `against`."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import structs

from modelario.catalogue.circumstances import ORDINARY, Circumstances
from modelario.catalogue.titles import title_of
from modelario.queries.columns import Column, Kind
from modelario.queries.compare import (
    FIELDS,
    CompareError,
    CompareRequest,
    Comparison,
    FieldRow,
    Side,
    compare,
    comparison_table,
    field_row,
    named_providers,
    side_of,
    value_of,
)
from modelario.queries.edition import Edition
from modelario.queries.model import ModelPage, ModelRequest, model_page
from modelario.queries.two_days import Counterparts, DayRow, OnDay, TwoDays, causes, in_order
from modelario.records import ModelId, OfferingKey


class CompareOnDaysRequest(CompareRequest, frozen=True, kw_only=True):
    """Which models are compared, and beside which other day each is set."""

    #: Another day, to be set beside the one that is shown: YYYY-MM-DD.
    against: date | None = None


class ModelOnDaysRequest(ModelRequest, frozen=True, kw_only=True):
    """Which model is asked for, and beside which other day it is set."""

    #: Another day, to be set beside the one that is shown: YYYY-MM-DD.
    against: date | None = None


def compare_against(edition: Edition, other: Edition, request: CompareRequest) -> Comparison:
    """Compare models on a day, and each with itself on another one.

    Raises ``SameDayError`` where both are one day, and what :func:`compare` raises.
    """
    found = compare(edition, request)
    wanted = (*named_providers(edition.catalogue, request.providers), *[None] * len(found.sides))
    days = tuple(
        on_two_days(edition, other, side.model.canonical, provider, request)
        for side, provider in zip(found.sides, wanted, strict=False)
    )
    return structs.replace(found, two_days=days)


def model_against(edition: Edition, other: Edition, request: ModelRequest) -> ModelPage:
    """Tell everything about one model, and its price and limits on another day.

    Raises ``SameDayError`` where both are one day, ``MissingError`` where no model is meant.
    """
    page = model_page(edition, request)
    return structs.replace(page, two_days=on_two_days(edition, other, page.canonical))


class BesideRow(FieldRow, frozen=True, kw_only=True):
    """One field over all sides, and beside each what it was on the other day."""

    #: The same on the other day; ``null`` is unknown.
    against: tuple[Any, ...]
    #: The later number less the earlier one, of what costs; of the causes what they are.
    differences: tuple[Any, ...]


def comparison_columns(
    comparison: Comparison,
) -> tuple[tuple[Column, ...], tuple[FieldRow, ...]]:
    """Lay a comparison out as one table, with the other day where one stands beside it.

    Each model then has two more columns: what it was on that day, and how far the two are apart.
    """
    columns, rows = comparison_table(comparison)
    days, shown = comparison.two_days, comparison.as_of
    if not days:
        return columns, rows
    beside = (
        column
        for place, each in enumerate(days)
        for column in (
            Column(f"{each.id} {_other(each, shown)}", Kind.TEXT, f"against.{place}"),
            Column(f"{each.id} +/-", Kind.TEXT, f"differences.{place}"),
        )
    )
    providers = [side.offering and side.offering.provider_name for side in comparison.sides]
    ends = (field_row("provider", providers), field_row("causes", [None] * len(days)))
    told = [_told(each, shown) for each in days]
    return (*columns, *beside), tuple(
        BesideRow(
            **structs.asdict(row),
            against=tuple(of.get(row.field, _NOTHING)[0] for of in told),
            differences=tuple(of.get(row.field, _NOTHING)[1] for of in told),
        )
        for row in (*rows, *ends)
    )


def _other(days: TwoDays, shown: date) -> date:
    return days.earlier if shown == days.later else days.later


def _told(days: TwoDays, shown: date) -> Mapping[str, tuple[Any, Any]]:
    """Tell of each field what it was on the other day, and the difference; of causes the words."""
    later = shown == days.later
    provider = days.earlier_provider if later else days.later_provider
    return {
        **{
            row.field: (row.earlier if later else row.later, row.difference)
            for row in (*days.rows, *days.scenarios)
        },
        "provider": (provider, None),
        "causes": (None, days.causes),
    }


_NOTHING = (None, None)


class _Shown(NamedTuple):
    """A model on one day: a side of a comparison, and what scenarios cost there."""

    day: OnDay
    side: Side | None
    costs: Mapping[str, Decimal | None]


def on_two_days(
    edition: Edition,
    other: Edition,
    id_: ModelId,
    provider: str | None = None,
    when: Circumstances = ORDINARY,
) -> TwoDays:
    """Set a model beside itself, at a provider or else at the recommended price."""
    first, last = in_order(edition, other)
    there = Counterparts(edition.catalogue, other.catalogue).of(id_)
    earlier, later = (
        _shown(each, id_ if each is edition else there, provider, when) for each in (first, last)
    )
    rows = tuple(_rows(earlier, later))
    costs = (
        _row(key, earlier.costs.get(key), later.costs.get(key), costs=True)
        for key in dict.fromkeys((*earlier.costs, *later.costs))
    )
    return TwoDays(
        id=id_,
        name=title_of(edition.catalogue.entry(id_).model, id_),
        earlier=first.catalogue.origin.as_of,
        later=last.catalogue.origin.as_of,
        earlier_offering=earlier.day.offering,
        later_offering=later.day.offering,
        earlier_provider=earlier.day.provider,
        later_provider=later.day.provider,
        rows=rows,
        scenarios=tuple(costs),
        causes=causes(earlier.day, later.day)
        if any(row.differs for row in rows if row.field in _PRICES)
        else (),
    )


_PRICES = frozenset(field for field, where, _ in FIELDS if where == "offering")


def _shown(
    edition: Edition, id_: ModelId | None, provider: str | None, when: Circumstances
) -> _Shown:
    catalogue = edition.catalogue
    if id_ is None:
        return _Shown(OnDay(catalogue, None, None, when), None, {})
    try:
        side, costs = side_of(catalogue, id_, provider, when)
    except CompareError:
        # The provider has no price on that day: that is told, and no fault of the question.
        return _Shown(OnDay(catalogue, id_, None, when), None, {})
    offering = side.offering
    key = OfferingKey(offering.provider, offering.offering_id) if offering else None
    return _Shown(OnDay(catalogue, id_, key, when), side, costs)


def _rows(earlier: _Shown, later: _Shown) -> Iterator[DayRow]:
    for field, where, _ in FIELDS:
        was, is_ = (
            None if each.side is None else value_of(each.side, field, where)
            for each in (earlier, later)
        )
        if was is not None or is_ is not None:
            yield _row(field, was, is_, costs=where == "offering")


def _row(field: str, was: Any, is_: Any, *, costs: bool) -> DayRow:  # noqa: ANN401 – any field's
    known = costs and was is not None and is_ is not None
    return DayRow(
        field=field,
        earlier=was,
        later=is_,
        differs=was != is_,
        difference=is_ - was if known else None,
    )
