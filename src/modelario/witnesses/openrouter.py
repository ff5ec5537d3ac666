"""OpenRouter's own list: what its offers cost, by the size of a prompt and by the hour."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario import values
from modelario.records import (
    ALWAYS,
    Conditions,
    EventKind,
    Hours,
    LifecycleEvent,
    PriceRule,
    PromptSize,
    ProviderId,
    SourceId,
    Testimony,
    TokenPrice,
)
from modelario.witnesses import reading
from modelario.witnesses.reading import Read, UnreadError

ID = SourceId("openrouter")

_PROVIDER = ProviderId("openrouter")
#: Prices per token, as we call them; what is cached of audio has no unit here.
_UNITS: Mapping[str, str] = {
    "prompt": "input_mtok",
    "completion": "output_mtok",
    "input_cache_read": "cache_read_mtok",
    "input_cache_write": "cache_write_mtok",
    "internal_reasoning": "reasoning_mtok",
    "audio": "input_audio_mtok",
    "audio_output": "output_audio_mtok",
    "image_token": "input_image_mtok",
    "image_output": "output_image_mtok",
}
#: Where these are 0, the offer is free; any other price of 0 says that there is none of its own.
_PLAIN = frozenset({"prompt", "completion"})
_PIECES: Mapping[str, str] = {
    "request": "request",
    "image": "input_image",
    "web_search": "web_search",
}
#: "Varies": a router's price is that of whatever it chooses.
_VARIES = Decimal(-1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOUR, _DAY = 100, 2400


class OpenRouterModel(Struct):
    """An entry of ``data``."""

    id: str
    pricing: dict[str, Any]
    expiration_date: str | None = None


class OpenRouterOverride(Struct):
    """When an override holds; its prices stand beside that.

    Times are whole numbers such as 1630, and days are named in full.
    """

    min_prompt_tokens: int | None = None
    utc_start: int | None = None
    utc_end: int | None = None
    utc_days: list[str] | None = None


def read(data: bytes, asked: date) -> Read:  # noqa: ARG001 – the list has only what holds now
    """Read the list; raises ``WitnessError`` for what is none."""
    found = reading.members(reading.document(data))
    return reading.read(reading.listed(found.get("data")), _testimonies)


def _testimonies(value: Any) -> Iterator[Testimony]:  # noqa: ANN401 – any JSON
    reading.shallow(value)
    wire = reading.entry(value, OpenRouterModel)
    name = reading.offering_id(wire.id)
    yield Testimony(
        witness=ID,
        provider=_PROVIDER,
        offering_id=name,
        key=name,
        rules=tuple(_rules(wire.pricing)),
        events=tuple(_events(wire)),
        link=reading.link(f"https://openrouter.ai/{name}"),
    )


def _rules(pricing: Mapping[str, Any]) -> Iterator[PriceRule]:
    """The plain rule, and the overrides in their own order, in which later ones win."""
    if (plain := _rule(pricing, ALWAYS)) is not None:
        yield plain
    overrides = pricing.get("overrides") or []
    if not isinstance(overrides, list):
        raise UnreadError("overrides are no list")
    for each in reading.capped(overrides):
        conditions = _conditions(reading.entry(each, OpenRouterOverride))
        if (rule := _rule(each, conditions)) is not None:
            yield rule


def _rule(pricing: Mapping[str, Any], conditions: Conditions) -> PriceRule | None:
    units = {
        unit: reading.price_per_token(pricing[name])
        for name, unit in _UNITS.items()
        if _told(name, pricing.get(name))
    }
    pieces = {
        piece: reading.piece_price(pricing[name])
        for name, piece in _PIECES.items()
        if _told(name, pricing.get(name))
    }
    if not units and not pieces:
        return None
    return PriceRule(price=TokenPrice(**units), pieces=pieces, conditions=conditions, source=ID)


def _told(name: str, value: object) -> bool:
    """Whether a field tells a price."""
    if value is None or (number := values.number(value)) == _VARIES:
        return False
    return name in _PLAIN or number != 0


def _conditions(wire: OpenRouterOverride) -> Conditions:
    prompt = None
    if wire.min_prompt_tokens is not None:
        prompt = PromptSize(reading.tokens(wire.min_prompt_tokens), inclusive=True)
    timed = wire.utc_start is not None or wire.utc_end is not None or wire.utc_days
    if prompt is None and not timed:
        raise UnreadError("an override without a condition")
    return Conditions(prompt=prompt, hours=(_hours(wire),) if timed else ())


def _hours(wire: OpenRouterOverride) -> Hours:
    named = reading.capped(day.lower() for day in wire.utc_days or ())
    if not set(named) <= set(_WEEKDAYS):
        raise UnreadError("no weekday")
    weekdays = tuple(sorted({_WEEKDAYS.index(day) + 1 for day in named}))
    return Hours(_minutes(wire.utc_start), _minutes(wire.utc_end), weekdays)


def _minutes(time: int | None) -> int:
    """Minutes from midnight of a time such as 1630."""
    if time is None:
        return 0
    if not 0 <= time <= _DAY:
        raise UnreadError("no time of day")
    return reading.minutes(f"{time // _HOUR}:{time % _HOUR}")


def _events(wire: OpenRouterModel) -> Iterator[LifecycleEvent]:
    if (told := reading.day(wire.expiration_date)) is not None:
        yield LifecycleEvent(kind=EventKind.RETIRES, day=told, provider=_PROVIDER, source=ID)
