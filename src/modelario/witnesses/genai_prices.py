"""genai-prices: prices over time and by the hour, of the models that match rules mean."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario.records import (
    ALWAYS,
    Conditions,
    EventKind,
    Hours,
    LifecycleEvent,
    OfferingId,
    PriceRule,
    PromptSize,
    ProviderId,
    SourceId,
    Testimony,
)
from modelario.witnesses import reading
from modelario.witnesses.gathering import Said
from modelario.witnesses.reading import Read, UnreadError

ID = SourceId("genai-prices")

#: Their providers, as we call them; others have their own name.
PROVIDERS: Mapping[str, str] = {
    "aws": "amazon-bedrock",
    "fireworks": "fireworks-ai",
    "novita": "novita-ai",
    "together": "togetherai",
    "voyageai": "voyage",
    "x-ai": "xai",
}
#: Their units by tokens, as we call them; the rest have no unit here.
_UNITS = {
    unit: unit
    for unit in (
        "input_mtok",
        "output_mtok",
        "cache_read_mtok",
        "cache_write_mtok",
        "cache_write_1h_mtok",
        "input_audio_mtok",
        "output_audio_mtok",
        "input_image_mtok",
        "output_image_mtok",
    )
} | {"output_reasoning_mtok": "reasoning_mtok"}
#: What they count by the thousand, by the piece.
_PIECES = {"web_searches_kcount": "web_search", "requests_kcount": "request"}
_THOUSANDTH = Decimal("0.001")


class GenaiProvider(Struct):
    """Who sells some models."""

    id: str
    models: list[Any]
    pricing_urls: list[str] = []


class GenaiModel(Struct):
    """What one model costs."""

    id: str
    match: dict[str, Any]
    prices: dict[str, Any] | list[Any]
    deprecated: bool | None = None


class GenaiConstraint(Struct):
    """When a price list holds: from a day on, or at some hours."""

    start_date: str | None = None
    start_time: str | None = None
    end_time: str | None = None


class GenaiPrices(Struct):
    """A price list that holds under a constraint, or where no other one does."""

    prices: dict[str, Any]
    constraint: GenaiConstraint | None = None


class GenaiTier(Struct):
    """What tokens cost where a prompt is longer than ``start``."""

    start: Decimal
    price: Decimal


class GenaiTiered(Struct):
    """A price by the size of the prompt."""

    base: Decimal
    tiers: list[GenaiTier] = []


def read(data: bytes, asked: date) -> Read:
    """Read the data as it holds on a day; raises ``WitnessError`` for what is none."""
    return reading.read(
        _models(reading.listed(reading.document(data))), lambda each: _testimonies(*each, asked)
    )


def _models(providers: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Every model with its provider; a provider that cannot be read is one unread entry."""
    for provider in providers:
        models = provider.get("models") if isinstance(provider, dict) else None
        if not isinstance(models, list):
            yield provider, None
            continue
        head = {**provider, "models": []}
        for model in models:
            yield head, model


def _testimonies(head: Any, value: Any, asked: date) -> Iterator[Testimony]:  # noqa: ANN401
    reading.shallow(value)
    seller, model = reading.entry(head, GenaiProvider), reading.entry(value, GenaiModel)
    provider = reading.provider_id(PROVIDERS.get(seller.id, seller.id))
    rules = _rules(model.prices, asked)
    events = tuple(_events(model, provider))
    key = reading.offering_id(f"{seller.id}/{model.id}")
    source = reading.link(seller.pricing_urls[0]) if seller.pricing_urls else None
    for name in _names(model):
        yield Testimony(
            witness=ID,
            provider=provider,
            offering_id=name,
            key=key,
            rules=rules,
            events=events,
            link=source,
        )


def _names(model: GenaiModel) -> tuple[OfferingId, ...]:
    """The names of a listing that are told letter by letter, its own first."""
    names = dict.fromkeys([model.id, *_literal(model.match)])
    return tuple(map(reading.offering_id, reading.capped(names)))


def _literal(match: Mapping[str, Any]) -> Iterator[str]:
    """The names of which a match says that they are meant as they stand."""
    if isinstance(name := match.get("equals"), str):
        yield name
    either = match.get("or")
    for each in either if isinstance(either, list) else ():
        if isinstance(each, dict):
            yield from _literal(each)


def _events(model: GenaiModel, provider: ProviderId) -> Iterator[LifecycleEvent]:
    if model.deprecated:
        yield LifecycleEvent(kind=EventKind.DEPRECATED, day=None, provider=provider, source=ID)


# --- prices ---------------------------------------------------------------------------


def _rules(prices: dict[str, Any] | list[Any], asked: date) -> tuple[PriceRule, ...]:
    said = Said()
    if isinstance(prices, dict):
        _gather(said, prices, ())
    else:
        lists = reading.capped(reading.entry(each, GenaiPrices) for each in prices)
        if (now := _in_force(lists, asked)) is not None:
            _gather(said, now.prices, ())
        for each in lists:
            if each.constraint is not None and (hours := _hours(each.constraint)):
                _gather(said, each.prices, hours)
    return said.rules(ID)


def _in_force(lists: tuple[GenaiPrices, ...], asked: date) -> GenaiPrices | None:
    """The price list of a day: the one that began last, and of those that always hold the last."""
    plain = [each for each in lists if each.constraint is None or not _hours(each.constraint)]
    begun = [each for each in plain if (day := _begins(each)) is None or day <= asked]
    # Of equals, the later one in the list.
    return max(reversed(begun), key=lambda each: _begins(each) or date.min, default=None)


def _begins(prices: GenaiPrices) -> date | None:
    told = prices.constraint.start_date if prices.constraint else None
    if told is None:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise UnreadError("no day from which a price list holds") from None


def _hours(constraint: GenaiConstraint) -> tuple[Hours, ...]:
    if constraint.start_time is None and constraint.end_time is None:
        return ()
    if constraint.start_time is None or constraint.end_time is None or constraint.start_date:
        raise UnreadError("a price list holds at hours that are not told")
    return (Hours(reading.minutes(constraint.start_time), reading.minutes(constraint.end_time)),)


def _gather(said: Said, prices: Mapping[str, Any], hours: tuple[Hours, ...]) -> None:
    always = Conditions(hours=hours) if hours else ALWAYS
    for name, value in prices.items():
        if name in _PIECES:
            said.piece(_PIECES[name], reading.piece_price(value, _THOUSANDTH), always)
        elif name in _UNITS and isinstance(value, dict):
            tiered = reading.entry(value, GenaiTiered)
            said.priced(_UNITS[name], reading.price(tiered.base), always)
            for tier in reading.capped(tiered.tiers):
                above = Conditions(prompt=PromptSize(reading.tokens(tier.start)), hours=hours)
                said.priced(_UNITS[name], reading.price(tier.price), above)
        elif name in _UNITS and value is not None:
            said.priced(_UNITS[name], reading.price(value), always)
