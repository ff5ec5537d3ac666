"""What a model cost over time, at every provider that has served it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct, structs

from modelario.catalogue.prices import price_state
from modelario.catalogue.titles import title_of
from modelario.history.journal import Listed
from modelario.queries.columns import Column, Kind
from modelario.records import (
    ALWAYS,
    UPSTREAM,
    Catalogue,
    Conditions,
    Entry,
    ModelId,
    OfferingId,
    OfferingKey,
    PriceState,
    ProviderId,
    Serving,
    TokenPrice,
    Variant,
)

#: So many courses stand side by side at most.
MOST_CHOSEN = 6

_NO_PRICE = TokenPrice()


class PricePeriod(TokenPrice, frozen=True, kw_only=True):
    """Prices that held from one day until another, in USD per 1M tokens; ``null`` is unknown."""

    since: date
    #: The first day on which they no longer held; ``null`` while they do.
    until: date | None
    price_state: PriceState


class ConditionalCourse(Struct, frozen=True, kw_only=True):
    """What one offering asked beside its plain price, in order of time.

    What a period leaves ``null`` was as in the plain price; on days without one there was none.
    """

    #: When these prices hold.
    conditions: Conditions
    periods: tuple[PricePeriod, ...]


class PriceCourse(Struct, frozen=True, kw_only=True):
    """The prices of one offering, in order of time; days without a period are unknown."""

    provider: ProviderId
    provider_name: str
    offering_id: OfferingId
    variant: Variant | None
    recommended: bool
    cheapest: bool
    #: Whether the offering is in the catalogue, or has gone.
    listed: bool
    periods: tuple[PricePeriod, ...]
    #: Prices of longer prompts, modes, regions or hours, as upstream stated them.
    under_conditions: tuple[ConditionalCourse, ...] = ()

    @property
    def published(self) -> bool:
        """Whether any price was ever published."""
        return any(each.price_state is PriceState.PUBLISHED for each in self.periods)


class PriceHistory(Struct, frozen=True, kw_only=True):
    """The price history of a model."""

    id: ModelId
    name: str
    #: The first day that the catalogue knows of, whatever the model.
    begins: date
    as_of: date
    courses: tuple[PriceCourse, ...]
    #: Whether there are, or were, prices under conditions beside the plain ones.
    conditional: bool


class PriceRow(PricePeriod, frozen=True, kw_only=True):
    """A period with the offering that it belongs to, as tables show it."""

    provider: ProviderId
    provider_name: str
    offering_id: OfferingId
    #: When it holds; empty for the plain price.
    conditions: Conditions = ALWAYS


PRICE_ROW_COLUMNS = (
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("conditions", Kind.TEXT),
    Column("since", Kind.DATE),
    Column("until", Kind.DATE),
    Column("price_state", Kind.WORDS, labels="price_state"),
    *(Column(field, Kind.MTOK) for field in TokenPrice.__struct_fields__),
)


def price_history(
    catalogue: Catalogue, id_: ModelId, listed: Iterable[Listed], begins: date
) -> PriceHistory:
    """Tell what a release cost, by any of its ids; raises ``KeyError`` for what is none.

    Without any history the catalogue itself is its first day.
    """
    entry = catalogue.entry(id_)
    as_of = catalogue.origin.as_of
    servings = {serving.key: serving for serving in entry.model.servings}
    spans = tuple(listed) or tuple(_first_day(catalogue, entry))
    found = [
        _course(catalogue, entry, key, servings.get(key), tuple(of_one))
        for key, of_one in groupby(spans, key=lambda each: each.key)
    ]
    return PriceHistory(
        id=id_,
        name=title_of(entry.model, id_),
        begins=begins,
        as_of=as_of,
        courses=tuple(sorted(found, key=_place)),
        conditional=any(each.under_conditions for each in found),
    )


def _place(course: PriceCourse) -> tuple[bool, bool, bool, str, str]:
    return (
        not course.recommended,
        not course.cheapest,
        not course.listed,
        course.provider_name.lower(),
        course.offering_id,
    )


def _first_day(catalogue: Catalogue, entry: Entry) -> Iterator[Listed]:
    """Without any history the catalogue itself is its first day."""
    for serving in entry.model.servings:
        yield Listed(
            key=serving.key, since=catalogue.origin.as_of, until=None, offering=serving.offering
        )


def _course(
    catalogue: Catalogue,
    entry: Entry,
    key: OfferingKey,
    serving: Serving | None,
    spans: Sequence[Listed],
) -> PriceCourse:
    provider = catalogue.providers.get(key.provider)
    return PriceCourse(
        provider=key.provider,
        provider_name=provider.name if provider else key.provider,
        offering_id=key.offering_id,
        variant=serving.assignment.variant if serving else None,
        recommended=serving is not None and _is(entry.recommended, serving),
        cheapest=serving is not None and _is(entry.cheapest, serving),
        listed=serving is not None,
        periods=_joined(map(_period, spans)),
        under_conditions=_under_conditions(spans),
    )


def _under_conditions(spans: Iterable[Listed]) -> tuple[ConditionalCourse, ...]:
    """Follow each price that holds only under conditions, in the order of rules."""
    found: dict[Conditions, list[PricePeriod]] = {}
    for listed in spans:
        if listed.offering is None or price_state(listed.offering) is not PriceState.PUBLISHED:
            continue
        for rule in listed.offering.rules:
            if rule.source == UPSTREAM and rule.conditions != ALWAYS and rule.price != _NO_PRICE:
                period = _at_price(listed, PriceState.PUBLISHED, rule.price)
                found.setdefault(rule.conditions, []).append(period)
    return tuple(
        ConditionalCourse(conditions=conditions, periods=_joined(found[conditions]))
        for conditions in sorted(found, key=lambda each: (each.rank, str(each)))
    )


def _is(quote: object, serving: object) -> bool:
    return getattr(quote, "serving", None) is serving


def _period(listed: Listed) -> PricePeriod:
    offering = listed.offering
    state = price_state(offering) if offering else PriceState.UNKNOWN
    return _at_price(listed, state, _known(offering.price if offering else None, state))


def _at_price(listed: Listed, state: PriceState, price: TokenPrice) -> PricePeriod:
    return PricePeriod(
        since=listed.since, until=listed.until, price_state=state, **structs.asdict(price)
    )


def _known(price: TokenPrice | None, state: PriceState) -> TokenPrice:
    return price if price and state is PriceState.PUBLISHED else _NO_PRICE


def _joined(periods: Iterable[PricePeriod]) -> tuple[PricePeriod, ...]:
    """Make one of periods that follow each other with the same prices."""
    found: list[PricePeriod] = []
    for each in periods:
        if (
            found
            and structs.replace(found[-1], until=None, since=each.since)
            == structs.replace(each, until=None)
            and found[-1].until == each.since
        ):
            found[-1] = structs.replace(found[-1], until=each.until)
        else:
            found.append(each)
    return tuple(found)


def price_rows(courses: Iterable[PriceCourse]) -> tuple[PriceRow, ...]:
    """Lay courses out as a table, each in order of time, its plain prices first."""
    return tuple(
        PriceRow(
            provider=course.provider,
            provider_name=course.provider_name,
            offering_id=course.offering_id,
            conditions=conditions,
            **structs.asdict(period),
        )
        for course in courses
        for conditions, periods in (
            (ALWAYS, course.periods),
            *((each.conditions, each.periods) for each in course.under_conditions),
        )
        for period in periods
    )


#: What a table of a page shows of a period.
SHOWN_PRICES = ("input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok")


def merged(rows: Iterable[PriceRow]) -> tuple[PriceRow, ...]:
    """Make one row of those that follow each other and show the same of an offering."""
    found: list[PriceRow] = []
    for row in rows:
        if found and found[-1].until == row.since and _look(found[-1]) == _look(row):
            found[-1] = structs.replace(found[-1], until=row.until)
        else:
            found.append(row)
    return tuple(found)


def _look(row: PriceRow) -> tuple[object, ...]:
    prices = (getattr(row, field) for field in SHOWN_PRICES)
    return (row.provider, row.offering_id, row.conditions, row.price_state, *prices)


# --- what stands side by side -------------------------------------------------------------


class CourseChoice(NamedTuple):
    """A provider whose course can be shown: its main one."""

    course: PriceCourse
    chosen: bool


def choices(history: PriceHistory, providers: Collection[str] = ()) -> tuple[CourseChoice, ...]:
    """Offer each provider's main course, and choose some: the recommended one comes always.

    Unless providers are named the cheapest stands beside it; where neither is known the first
    that ever had a price does.
    """
    main: dict[ProviderId, PriceCourse] = {}
    for course in sorted(history.courses, key=_main):
        if course.published:
            main.setdefault(course.provider, course)
    offered = sorted(main.values(), key=_place)
    wanted = [
        course
        for course in offered
        if course.recommended or (course.provider in providers if providers else course.cheapest)
    ] or offered[:1]
    shown = wanted[:MOST_CHOSEN]
    return tuple(CourseChoice(course, course in shown) for course in offered)


def _main(course: PriceCourse) -> tuple[bool, bool, bool, bool, str]:
    """A provider's main offering: singled out, there, and plain."""
    return (
        not course.recommended,
        not course.cheapest,
        not course.listed,
        course.variant is not None,
        course.offering_id,
    )
