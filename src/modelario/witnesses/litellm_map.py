"""LiteLLM's price map: prices per token in every condition, per piece, and the ends of models."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, partial
from importlib import resources
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

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
)
from modelario.witnesses import reading
from modelario.witnesses.gathering import Said, dearer
from modelario.witnesses.litellm_keys import priced
from modelario.witnesses.reading import Read, UnreadError

ID = SourceId("litellm")

#: Entries that describe the map itself, or how unknown names are to be taken.
_NO_MODELS = frozenset({"sample_spec", "fallback_generalizations"})
_AMAZON_REGION = re.compile(r"[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d")
_DAY_MINUTES, _WEEK_DAYS = 24 * 60, 7
#: By which zone's calendar weekdays may be meant, and how many minutes that is ahead of UTC.
_ZONES = {"UTC": 0, "Asia/Shanghai": 8 * 60}


class LitellmTier(Struct):
    """An entry of ``tiered_pricing``; its prices stand beside the range."""

    range: tuple[Decimal, Decimal] | None = None


class LitellmWindow(Struct):
    """When ``off_peak_pricing`` holds."""

    hours_utc: str | list[str] = []
    weekdays: list[int] = []


class LitellmOffPeak(Struct):
    """``off_peak_pricing``; its prices stand beside the windows."""

    windows: list[LitellmWindow] = []
    hours_utc: str | list[str] = []
    weekday_timezone: str = "UTC"


class LitellmEntry(Struct):
    """An entry of the map, without its prices: those are told by the names of their fields."""

    litellm_provider: str | None = None
    alias_of: str | None = None
    source: str | None = None
    deprecation_date: str | None = None
    deprecation_source: str | None = None
    successor_model: str | None = None
    tiered_pricing: list[dict[str, Any]] = []
    off_peak_pricing: dict[str, Any] = {}
    search_context_cost_per_query: dict[str, Decimal] = {}
    provider_specific_entry: dict[str, Any] = {}


class _Seller(NamedTuple):
    """How a provider of theirs is called here, and how its keys are written."""

    ours: str
    prefix: str
    nested: str | None


def read(data: bytes, asked: date) -> Read:  # noqa: ARG001 – the map has only what holds now
    """Read the map; raises ``WitnessError`` for what is none."""
    found = reading.members(reading.document(data))
    return reading.read(
        ((key, value) for key, value in found.items() if key not in _NO_MODELS), _testimonies
    )


def _testimonies(entry: tuple[str, Any]) -> Iterator[Testimony]:
    key, value = entry
    reading.shallow(value)
    wire = reading.entry(value, LitellmEntry)
    # The model that an alias stands for has an entry of its own.
    if wire.alias_of is not None:
        return
    if wire.litellm_provider is None:
        raise UnreadError("no provider")
    provider, name, region = _placed(key, wire.litellm_provider)
    yield Testimony(
        witness=ID,
        provider=provider,
        offering_id=reading.offering_id(name),
        key=reading.offering_id(key),
        rules=_rules(value, wire, region),
        # The end of a region's listing is not that of the model at its provider.
        events=() if region else tuple(_events(wire, provider)),
        link=reading.link(wire.source),
    )


def _placed(key: str, theirs: str) -> tuple[ProviderId, str, str | None]:
    """Whose listing a key names, under which name, and where it is served."""
    seller = _seller(theirs)
    name = key.removeprefix(f"{seller.prefix}/").removeprefix(f"{theirs}/")
    ours = seller.nested if seller.nested and "/" in name else seller.ours
    first, slash, rest = name.partition("/")
    if slash and name != key:
        region = _tables()["regions"].get(ours, {}).get(first)
        if region is None and ours == "amazon-bedrock" and _AMAZON_REGION.fullmatch(first):
            region = first
        if region is not None:
            return reading.provider_id(ours), rest, region
    return reading.provider_id(ours), name, None


@cache
def _tables() -> Mapping[str, Any]:
    text = (resources.files("modelario.witnesses.tables") / "litellm.toml").read_text("utf-8")
    return tomllib.loads(text)


def _seller(theirs: str) -> _Seller:
    row = _tables()["providers"].get(theirs, {})
    ours = row.get("is", theirs.replace("_", "-"))
    return _Seller(ours, row.get("prefix", theirs), row.get("nested"))


# --- prices ---------------------------------------------------------------------------


def _rules(
    value: Mapping[str, Any], wire: LitellmEntry, region: str | None
) -> tuple[PriceRule, ...]:
    said = Said()
    for tier in wire.tiered_pricing:
        _tier(said, tier)
    _gather(said, value, ALWAYS)
    if wire.off_peak_pricing:
        hours = _off_peak(reading.entry(wire.off_peak_pricing, LitellmOffPeak))
        _gather(said, wire.off_peak_pricing, Conditions(hours=hours))
    _searches(said, wire.search_context_cost_per_query)
    rules = said.rules(ID)
    if region is not None:
        return tuple(replace(each, conditions=_at(each.conditions, region)) for each in rules)
    return reading.capped(_with_uplifts(rules, value, wire.provider_specific_entry))


def _gather(said: Said, prices: Mapping[str, Any], under: Conditions) -> None:
    """The prices of an object, under conditions that add to those of its fields."""
    for field, value in prices.items():
        found = priced(field)
        if found is None or value is None:
            continue
        conditions = found.conditions
        if under is not ALWAYS:
            conditions = replace(under, mode=conditions.mode)
        if found.unit is not None:
            said.priced(found.unit, reading.price_per_token(value), conditions)
        elif found.piece is not None:
            said.piece(found.piece, reading.piece_price(value), conditions)


def _tier(said: Said, tier: Mapping[str, Any]) -> None:
    bounds = reading.entry(tier, LitellmTier).range
    # Tiers of anything else than a prompt's size are none of ours.
    if bounds is None:
        return
    above = bounds[0]
    prompt = PromptSize(reading.tokens(above)) if above else None
    _gather(said, tier, Conditions(prompt=prompt) if prompt else ALWAYS)


def _searches(said: Said, prices: Mapping[str, Decimal]) -> None:
    """What a search on the web costs: one price, or one for each depth."""
    depths = {name.rpartition("_")[2]: reading.piece_price(each) for name, each in prices.items()}
    if len(set(depths.values())) == 1:
        said.piece("web_search", next(iter(depths.values())))
    else:
        for depth, each in depths.items():
            said.piece(f"web_search_{reading.word(depth)}", each)


def _at(conditions: Conditions, region: str) -> Conditions:
    return replace(conditions, region=region)


def _with_uplifts(
    rules: tuple[PriceRule, ...], value: Mapping[str, Any], specific: Mapping[str, Any]
) -> Iterator[PriceRule]:
    """The rules, and what they become in faster modes and in regions that are dearer."""
    if specific.get("fast") is not None:
        times = reading.factor(specific["fast"])
        plain = [rule for rule in rules if rule.conditions.mode is None]
        rules += tuple(dearer(plain, times, lambda told: replace(told, mode="fast")))
    yield from rules
    uplifts = _tables()["uplifts"].items()
    found = {region: value[field] for field, region in uplifts if field in value}
    if specific.get("us") is not None:
        found["us"] = specific["us"]
    for region, times in found.items():
        yield from dearer(rules, reading.factor(times), partial(_at, region=region))


# --- hours ----------------------------------------------------------------------------


def _off_peak(wire: LitellmOffPeak) -> tuple[Hours, ...]:
    ahead = _ZONES.get(wire.weekday_timezone)
    if ahead is None:
        raise UnreadError("weekdays by the calendar of a zone that is not known")
    windows = [*wire.windows, LitellmWindow(hours_utc=wire.hours_utc)]
    found = reading.capped(each for window in windows for each in _hours(window, ahead))
    if not found:
        raise UnreadError("no hours")
    return found


def _hours(window: LitellmWindow, ahead: int) -> Iterator[Hours]:
    if not all(1 <= each <= _WEEK_DAYS for each in window.weekdays):
        raise UnreadError("no weekday")
    spans = [window.hours_utc] if isinstance(window.hours_utc, str) else window.hours_utc
    for span in spans:
        start, _, end = span.partition("-")
        yield from _by_calendar(
            reading.minutes(start), reading.minutes(end), tuple(window.weekdays), ahead
        )


def _by_calendar(start: int, end: int, weekdays: tuple[int, ...], ahead: int) -> Iterator[Hours]:
    """A span whose weekdays are meant by a calendar that is ahead of UTC.

    From the hour on at which a new day begins there, it is still the day before in UTC.
    """
    turn = _DAY_MINUTES - ahead
    last = end or _DAY_MINUTES
    if not ahead or not weekdays or (last > start and last <= turn):
        yield Hours(start, end, weekdays)
        return
    before = tuple(sorted((each - 2) % _WEEK_DAYS + 1 for each in weekdays))
    if start >= turn:
        yield Hours(start, end, before)
        return
    yield Hours(start, turn, weekdays)
    yield Hours(turn, end, before)


# --- ends -----------------------------------------------------------------------------


def _events(wire: LitellmEntry, provider: ProviderId) -> Iterator[LifecycleEvent]:
    if (told := reading.day(wire.deprecation_date)) is not None:
        yield LifecycleEvent(
            kind=EventKind.RETIRES,
            day=told,
            provider=provider,
            source=ID,
            link=reading.link(wire.deprecation_source),
            successor=reading.line(wire.successor_model),
        )
