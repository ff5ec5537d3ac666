"""model-prices: the labs' own prices over time, each with its source; modes, schedules, ends."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from modelario.bounds import LIST_LENGTH
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
from modelario.witnesses.gathering import Said, dearer
from modelario.witnesses.reading import Read, UnreadError

ID = SourceId("model-prices")

#: Their units, as we call them.
_UNITS = {
    "input": "input_mtok",
    "output": "output_mtok",
    "cache_read": "cache_read_mtok",
    "cache_write": "cache_write_mtok",
}
_STANDARD = "standard"
_WORKDAYS = (1, 2, 3, 4, 5)
#: What is recorded from there is upstream's own word.
_UPSTREAM = "https://github.com/sst/models.dev/"


class LabRates(Struct):
    """Prices in USD per 1M tokens; those of larger prompts stand in ``tiers``."""

    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    cache_write_1h_multiple: Decimal | None = None
    tiers: list["LabTier"] = []
    source: str | None = None


class LabTier(Struct):
    """Prices of prompts longer than ``above``."""

    above: Decimal
    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None


class LabRow(Struct):
    """Rates from a moment on; without rates, there is no price from then on."""

    rates: LabRates | None
    start: str | None = None


class LabSchedule(Struct):
    """Hours at which a provider's prices are multiplied, for all of its models or for some."""

    provider: str
    off_peak_hours_utc: list[tuple[str, str]] = []
    off_peak_multiplier: Decimal | dict[str, Decimal] | None = None
    peak_hours_utc: list[tuple[str, str]] = []
    peak_multiplier: Decimal | dict[str, Decimal] | None = None
    weekdays_only: bool = False
    valid_from: str | None = None
    valid_until: str | None = None


#: Provider, name, modes with their rows, and what is said of it otherwise.
_LabListing = tuple[str, str, Any, Any]


def read(data: bytes, asked: date) -> Read:
    """Read the snapshot as it holds on a day; raises ``WitnessError`` for what is none.

    Holidays cannot be told by a rule: their hours are taken for those of other days.
    """
    found = reading.members(reading.document(data))
    priced = reading.members(found.get("prices"))
    status = found.get("status") if isinstance(found.get("status"), dict) else {}
    told = found.get("schedules")
    rows = told.get("schedule") if isinstance(told, dict) else None
    schedules, unread = _schedules(rows if isinstance(rows, list) else [], asked)
    read = reading.read(
        _listings(priced, status or {}),
        lambda each: [_testimony(each, schedules, asked)],
    )
    return replace(read, unread=read.unread + unread)


def _listings(priced: Mapping[str, Any], status: Mapping[str, Any]) -> Iterator[_LabListing]:
    """Every listing that has prices or a status."""
    for provider in {**priced, **status}:
        models, states = priced.get(provider, {}), status.get(provider, {})
        if not isinstance(models, dict) or not isinstance(states, dict):
            yield provider, "", None, None
            continue
        for name in {**models, **states}:
            yield provider, name, models.get(name, {}), states.get(name)


def _testimony(listing: _LabListing, schedules: tuple[LabSchedule, ...], asked: date) -> Testimony:
    theirs, name, modes, status = listing
    reading.shallow(modes, _MOST_OBJECTS)
    provider, offering = reading.provider_id(theirs), reading.offering_id(name)
    held = _in_force(modes, asked)
    rules = _rules(held)
    for each in schedules:
        if each.provider == theirs:
            rules += _by_hours(each, offering, rules)
    plain = held.get(_STANDARD)
    return Testimony(
        witness=ID,
        provider=provider,
        offering_id=offering,
        key=reading.offering_id(f"{theirs}/{name}"),
        rules=reading.capped(rules),
        events=_events(status, provider),
        link=reading.link(plain.source) if plain else None,
        copied=bool(plain and plain.source and plain.source.startswith(_UPSTREAM)),
    )


#: A price that has a long history has a row for each change of it, of every mode.
_MOST_OBJECTS = 2_000


def _in_force(modes: Any, asked: date) -> dict[str, LabRates]:  # noqa: ANN401 – any JSON
    """The rates of each mode on a day; a mode that has none then is left out."""
    found = {}
    for mode, rows in reading.entry(modes, dict[str, list[Any]]).items():
        begun: list[LabRow] = []
        for row in rows:
            wire = reading.entry(row, LabRow)
            start = reading.moment(wire.start)
            if start is None or start < reading.end_of(asked):
                begun.append(wire)
        if begun and (rates := begun[-1].rates) is not None:
            found[reading.word(mode)] = rates
    return found


def _rules(held: Mapping[str, LabRates]) -> tuple[PriceRule, ...]:
    said = Said()
    for name, rates in held.items():
        always = ALWAYS if name == _STANDARD else Conditions(mode=name)
        _gather(said, rates, rates.cache_write_1h_multiple, always)
        for tier in reading.capped(rates.tiers):
            above = replace(always, prompt=PromptSize(reading.tokens(tier.above)))
            _gather(said, tier, rates.cache_write_1h_multiple, above)
    return said.rules(ID)


def _gather(
    said: Said, wire: LabRates | LabTier, hour: Decimal | None, conditions: Conditions
) -> None:
    for name, unit in _UNITS.items():
        if (value := getattr(wire, name)) is not None:
            said.priced(unit, reading.price(value), conditions)
    # The factor is told of every model of a lab, be there writes or not.
    if wire.input is not None and wire.cache_write is not None and hour is not None:
        said.priced("cache_write_1h_mtok", reading.price(wire.input, hour), conditions)


# --- hours ----------------------------------------------------------------------------


def _schedules(rows: list[Any], asked: date) -> tuple[tuple[LabSchedule, ...], int]:
    """The schedules of a day, and how many cannot be read."""
    found, unread = [], 0
    for row in rows[: LIST_LENGTH.most]:
        try:
            wire = reading.entry(row, LabSchedule)
            if _is_valid(wire, asked):
                found.append(wire)
        except UnreadError:
            unread += 1
    return tuple(found), unread


def _is_valid(wire: LabSchedule, asked: date) -> bool:
    end, start = reading.end_of(asked), reading.moment(wire.valid_from)
    until = reading.moment(wire.valid_until)
    return (start is None or start < end) and (until is None or until >= end)


def _by_hours(
    wire: LabSchedule, name: OfferingId, rules: tuple[PriceRule, ...]
) -> tuple[PriceRule, ...]:
    """What a listing's rules become at the hours of a schedule."""
    found: tuple[PriceRule, ...] = ()
    for told, spans in (
        (wire.off_peak_multiplier, wire.off_peak_hours_utc),
        (wire.peak_multiplier, wire.peak_hours_utc),
    ):
        times = told.get(name) if isinstance(told, dict) else told
        if times is not None and spans:
            hours = _hours(spans, weekdays=_WORKDAYS if wire.weekdays_only else ())
            found += tuple(dearer(rules, reading.factor(times), _at(hours)))
    return found


def _hours(spans: list[tuple[str, str]], weekdays: tuple[int, ...]) -> tuple[Hours, ...]:
    return tuple(
        Hours(reading.minutes(start), reading.minutes(end), weekdays)
        for start, end in reading.capped(spans)
    )


def _at(hours: tuple[Hours, ...]) -> Callable[[Conditions], Conditions]:
    return lambda told: replace(told, hours=hours)


# --- ends -----------------------------------------------------------------------------


def _events(status: Any, provider: ProviderId) -> tuple[LifecycleEvent, ...]:  # noqa: ANN401
    if status is None:
        return ()
    kind = _STATUS.get(status) if isinstance(status, str) else None
    if kind is None:
        raise UnreadError("no status that is known")
    return (LifecycleEvent(kind=kind, day=None, provider=provider, source=ID),)


_STATUS: Mapping[str, EventKind] = {
    "deprecated": EventKind.DEPRECATED,
    "removed": EventKind.REMOVED,
}
