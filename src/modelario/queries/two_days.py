"""One model on two days: what its price was and is, and why they differ."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from msgspec import Struct

from modelario.catalogue.billing import price_at
from modelario.catalogue.circumstances import ORDINARY, Circumstances
from modelario.catalogue.questions import QuestionError
from modelario.queries.edition import Edition
from modelario.queries.offering import provider_name
from modelario.records import Catalogue, ModelId, OfferingKey, Reason, TokenPrice

#: The parameter that names the other day.
AGAINST = "against"

#: Prices by token that a difference can be of, those that are told first.
UNITS = (
    "input_mtok",
    "output_mtok",
    "cache_read_mtok",
    "cache_write_mtok",
    "cache_write_1h_mtok",
    "reasoning_mtok",
)


class DayRow(Struct, frozen=True, kw_only=True):
    """One value of a model on two days, the earlier first; ``null`` is unknown."""

    #: A field, or a scenario's key.
    field: str
    #: What it was on the earlier day.
    earlier: Any
    #: What it was on the later day.
    later: Any
    #: Whether these differ.
    differs: bool
    #: The later number less the earlier one, of what costs.
    difference: Decimal | None


class TwoDays(Struct, frozen=True, kw_only=True):
    """A model on two days: its price, its limits, what typical work costs, and why that differs."""

    id: ModelId
    name: str
    #: The earlier day.
    earlier: date
    #: The later day.
    later: date
    #: The offering whose price is shown on the earlier day; ``null`` where there was none.
    earlier_offering: OfferingKey | None
    #: The same on the later day.
    later_offering: OfferingKey | None
    #: What the provider on the earlier day is called.
    earlier_provider: str
    #: What the provider on the later day is called.
    later_provider: str
    #: Fields of the model and its price.
    rows: tuple[DayRow, ...]
    #: What each scenario's batch costs, in USD.
    scenarios: tuple[DayRow, ...]
    #: Why the prices differ; empty where they do not.
    causes: tuple[Reason, ...]


class SameDayError(QuestionError):
    """A day is set beside itself."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{AGAINST} is {day}, the very day that is shown", field=AGAINST)


def in_order(edition: Edition, other: Edition) -> tuple[Edition, Edition]:
    """Put two days in order; raises :class:`SameDayError` where they are one."""
    one, two = edition.catalogue.origin.as_of, other.catalogue.origin.as_of
    if one == two:
        raise SameDayError(one)
    return (edition, other) if one < two else (other, edition)


class Counterparts:
    """The models of one day as they are called on another."""

    def __init__(self, here: Catalogue, there: Catalogue) -> None:
        self._here, self._there = here, there
        self._former: dict[ModelId, list[ModelId]] = {}
        for former, now in here.aliases.items():
            self._former.setdefault(now, []).append(former)

    def of(self, id_: ModelId) -> ModelId | None:
        """Give a model's canonical id on the other day, ``None`` where it was not there."""
        there = self._there
        for each in self._names(id_):
            named = there.aliases.get(each, each)
            if there.knows(named):
                return there.resolution.canonical(named)
        return None

    def _names(self, id_: ModelId) -> Iterator[ModelId]:
        """Every id that a release has here, and those that it had before."""
        entry = self._here.entry(id_) if self._here.knows(id_) else None
        own = (id_, *entry.model.further_ids) if entry else (id_,)
        for each in own:
            yield each
            yield from self._former.get(each, ())


class OnDay:
    """A model on one day: whether it was there, and the offering that it is priced at."""

    def __init__(
        self,
        catalogue: Catalogue,
        model: ModelId | None,
        offering: OfferingKey | None,
        when: Circumstances = ORDINARY,
    ) -> None:
        self.catalogue, self.model, self.offering, self._when = catalogue, model, offering, when

    @cached_property
    def prices(self) -> Mapping[OfferingKey, TokenPrice]:
        """What each offering asked, of those that asked anything."""
        if self.model is None:
            return {}
        servings = self.catalogue.entry(self.model).model.servings
        found = {each.key: price_at(each, self._when) for each in servings}
        return {key: price for key, price in found.items() if price != _NO_PRICE}

    @property
    def provider(self) -> str:
        """What the provider is called that it is priced at."""
        return provider_name(self.catalogue, self.offering.provider) if self.offering else ""

    @property
    def at(self) -> TokenPrice:
        """The price that is shown."""
        return self.prices.get(self.offering, _NO_PRICE) if self.offering else _NO_PRICE


_NO_PRICE = TokenPrice()


def causes(earlier: OnDay, later: OnDay, units: Sequence[str] = UNITS) -> tuple[Reason, ...]:
    """Say why what a model costs differs between two days; ``units`` are the prices that count."""
    return tuple(_causes(earlier, later, units))


def _causes(earlier: OnDay, later: OnDay, units: Sequence[str]) -> Iterator[Reason]:
    if earlier.model is None or later.model is None:
        yield Reason("came_since" if earlier.model is None else "left_since")
    elif earlier.offering is None or later.offering is None:
        if earlier.offering is not later.offering:
            yield Reason("priced_since" if earlier.offering is None else "unpriced_since")
    elif earlier.offering == later.offering:
        yield from _moves(later.provider, earlier.at, later.at, units)
    else:
        yield from _other_offering(earlier, later, units)


def _other_offering(earlier: OnDay, later: OnDay, units: Sequence[str]) -> Iterator[Reason]:
    """Say that another offering is named, and what became of each of the two."""
    assert earlier.offering is not None and later.offering is not None  # noqa: PT018, S101
    if earlier.provider == later.provider:
        yield Reason(
            "other_offering",
            provider=later.provider,
            earlier=earlier.offering.offering_id,
            later=later.offering.offering_id,
        )
    else:
        yield Reason("other_provider", earlier=earlier.provider, later=later.provider)
    if later.offering not in earlier.prices:
        yield Reason("provider_came", provider=later.provider)
    if earlier.offering not in later.prices:
        yield Reason("provider_left", provider=earlier.provider)
    for side in (later, earlier):
        key = side.offering
        if key is not None and key in earlier.prices and key in later.prices:
            yield from _moves(side.provider, earlier.prices[key], later.prices[key], units)


def _moves(
    provider: str, before: TokenPrice, after: TokenPrice, units: Sequence[str]
) -> Iterator[Reason]:
    """Say which of its prices a provider changed."""
    for unit in units:
        was, is_ = getattr(before, unit), getattr(after, unit)
        if was == is_:
            continue
        if was is None:
            yield Reason("price_told", provider=provider, field=unit, price=is_)
        elif is_ is None:
            yield Reason("price_untold", provider=provider, field=unit, price=was)
        else:
            yield Reason("price_moved", provider=provider, field=unit, was=was, price=is_)
