"""Which prices of a witness can be: beside what the same offering asks otherwise.

A witness may have slipped by a unit, a decimal point or a column. What only it knows is shown
where it is as far from the standard price as such a price can be.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from modelario.records import Conditions


class Span(NamedTuple):
    """How many times another price one may be, at least and at most."""

    least: Decimal
    most: Decimal
    because: str


def _span(least: str, most: str, because: str) -> Span:
    return Span(Decimal(least), Decimal(most), because)


#: What a mode may ask beside the standard one.
MODES: Mapping[str, Span] = {
    "batch": _span("0.1", "1.5", "whoever can wait pays half, and nobody pays more for waiting"),
    "flex": _span("0.1", "1.5", "the same for requests that may be put off"),
    **dict.fromkeys(
        ("priority", "fast", "ultrafast"),
        _span("0.5", "20", "sooner or faster costs more: six times is the most that is known"),
    ),
}
OTHER_MODE = _span("0.1", "20", "its name does not tell whether it is slower or faster")
LONG_PROMPT = _span("0.5", "15", "mostly twice as much; up to twelve times at one lab")
REGION = _span("0.5", "2", "a region is about a tenth dearer, a government's a quarter")
HOURS = _span("0.1", "4", "nights cost a quarter at least, peaks twice as much")


class UnitSpan(NamedTuple):
    """What a unit costs at least and at most beside another, the first of those that is priced."""

    units: tuple[str, ...]
    span: Span


_OF_INPUT, _OF_OUTPUT = ("input_mtok",), ("output_mtok",)
#: What a unit may ask that has no price where no condition holds.
UNITS: Mapping[str, UnitSpan] = {
    "cache_read_mtok": UnitSpan(
        _OF_INPUT, _span("0.002", "1", "reading what is kept is what a cache is for")
    ),
    "cache_write_mtok": UnitSpan(_OF_INPUT, _span("0.05", "4", "a quarter more, or by the hour")),
    "cache_write_1h_mtok": UnitSpan(
        ("cache_write_mtok", "input_mtok"), _span("1", "4", "an hour costs more than five minutes")
    ),
    "reasoning_mtok": UnitSpan(_OF_OUTPUT, _span("0.1", "10", "mostly the price of the output")),
    "input_audio_mtok": UnitSpan(
        _OF_INPUT, _span("0.2", "100", "speech costs up to 40 times text")
    ),
    "output_audio_mtok": UnitSpan(_OF_OUTPUT, _span("0.2", "100", "likewise")),
    "input_image_mtok": UnitSpan(_OF_INPUT, _span("0.2", "100", "pictures cost up to twice text")),
    "output_image_mtok": UnitSpan(_OF_OUTPUT, _span("0.2", "100", "up to 40 times text")),
}
#: USD per piece: a search is a cent, a minute of film some dollars.
MOST_OF_A_PIECE = Decimal(100)


def is_plausible(
    unit: str, conditions: Conditions, price: Decimal, standard: Mapping[str, Decimal]
) -> bool:
    """Whether a price can be, beside those that hold where no condition does, by unit.

    What cannot be compared with any of them is not believed; a price per piece is in no
    proportion to others.
    """
    if unit not in UNITS and unit not in (*_OF_INPUT, *_OF_OUTPUT):
        return 0 < price <= MOST_OF_A_PIECE
    least = most = Decimal(1)
    beside = standard.get(unit)
    if beside is None and unit in UNITS:
        units, span = UNITS[unit]
        beside = next((standard[each] for each in units if each in standard), None)
        least, most = span.least, span.most
    if beside is None:
        return False
    for span in _spans(conditions):
        least, most = least * span.least, most * span.most
    return beside * least <= price <= beside * most


def _spans(conditions: Conditions) -> tuple[Span, ...]:
    mode = conditions.mode
    return (
        *((MODES.get(mode, OTHER_MODE),) if mode else ()),
        *((LONG_PROMPT,) if conditions.prompt else ()),
        *((REGION,) if conditions.region else ()),
        *((HOURS,) if conditions.hours else ()),
    )
