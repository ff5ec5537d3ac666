"""What the readers of all witnesses share: a document's JSON, its numbers, names and rules.

An entry that cannot be wholly read says nothing: :class:`UnreadError` ends it, and it is counted.
"""

import codecs
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from modelario import values
from modelario.bounds import (
    ENTRY_OBJECTS,
    LIST_LENGTH,
    PIECE_PRICE,
    PRICE,
    TEXT_LENGTH,
    TOKENS,
    WITNESS_ENTRIES,
    WORD_LENGTH,
    Bound,
)
from modelario.dates import checked_date
from modelario.records import (
    OfferingId,
    ProviderId,
    Testimony,
)

_T = TypeVar("_T")

_MILLION = Decimal(10**6)
_MINUTES = 60
_LONGEST_WHOLE = 18
#: Stands for a value whose key stands twice in its object: it is none.
_TWICE = object()


class WitnessError(Exception):
    """The bytes are no document of a witness's; the message says why and follows its name."""


class UnreadError(Exception):
    """An entry cannot be read; the message says why, for those who look after a reader."""


class Read(Struct, frozen=True, kw_only=True):
    """What a witness's document says."""

    testimonies: tuple[Testimony, ...]
    #: How many entries could not be read.
    unread: int


# --- a document -----------------------------------------------------------------------


def document(data: bytes) -> Any:  # noqa: ANN401 – any JSON
    """A document's JSON, numbers as exact decimals.

    What stands under a key twice is nothing that any type has. Raises :class:`WitnessError`.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise WitnessError("is empty")
    if data.lstrip()[:1] == b"<":
        raise WitnessError("is HTML or XML, not JSON")
    try:
        return json.loads(
            data,
            object_pairs_hook=_members,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_decimal,
        )
    except (ValueError, RecursionError) as error:
        raise WitnessError(f"is not valid JSON: {error}") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        found |= {key: _TWICE for key, number in times.items() if number > 1}
    return found


@lru_cache(maxsize=8192)
def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("NaN")


def _whole(digits: str) -> int | Decimal:
    # Python reads no number of thousands of digits.
    return int(digits) if len(digits) <= _LONGEST_WHOLE else _decimal(digits)


def members(found: Any) -> Mapping[str, Any]:  # noqa: ANN401 – any JSON
    """A document that has to be an object; raises :class:`WitnessError`."""
    if not isinstance(found, dict):
        raise WitnessError("is no JSON object")
    return found


def listed(found: Any) -> list[Any]:  # noqa: ANN401 – any JSON
    """A document, or a part of it, that has to be a list; raises :class:`WitnessError`."""
    if not isinstance(found, list):
        raise WitnessError("has another shape: there is no list of entries")
    return found


def read(entries: Iterable[_T], reader: Callable[[_T], Iterable[Testimony]]) -> Read:
    """Read every entry, each on its own; those that cannot be read are counted.

    Raises :class:`WitnessError` for more of them than a document can have.
    """
    testimonies: list[Testimony] = []
    unread = number = 0
    for number, entry in enumerate(entries, 1):
        if number > WITNESS_ENTRIES.most:
            raise WitnessError(f"holds more than {WITNESS_ENTRIES.most:,} entries")
        try:
            testimonies += [each for each in reader(entry) if each.rules or each.events]
        except UnreadError:
            unread += 1
    return Read(testimonies=tuple(testimonies), unread=unread)


def entry(value: Any, wire: type[_T]) -> _T:  # noqa: ANN401 – any JSON
    """An entry as its type has it; raises :class:`UnreadError`."""
    try:
        return msgspec.convert(value, wire)
    except (msgspec.ValidationError, RecursionError, UnicodeError) as error:
        raise UnreadError(str(error)) from None


def shallow(value: object, most: int = ENTRY_OBJECTS.most) -> None:
    """Raise :class:`UnreadError` for an entry with more objects and lists than can be."""
    left, waiting = most, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict | list):
            left -= 1
            waiting += each.values() if isinstance(each, dict) else each
        if left < 0:
            raise UnreadError("too many objects")


# --- numbers --------------------------------------------------------------------------


def price(value: object, times: Decimal = Decimal(1)) -> Decimal:
    """A price in USD per 1M tokens, of one that is told by another measure."""
    return _amount(value, times, PRICE)


def price_per_token(value: object) -> Decimal:
    """A price in USD per 1M tokens, of one that is told per token."""
    return _amount(value, _MILLION, PRICE)


def piece_price(value: object, times: Decimal = Decimal(1)) -> Decimal:
    """A price in USD per piece."""
    return _amount(value, times, PIECE_PRICE)


def _amount(value: object, times: Decimal, bound: Bound) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise UnreadError("a price is no number")
    return _within(value, times, bound)


@lru_cache(maxsize=8192)
def _within(value: int | Decimal | str, times: Decimal, bound: Bound) -> Decimal:
    """A multiple of a number, where that can be; most are told many times."""
    found = values.number(value)
    if found is not None and found.is_finite():
        found = values.meant((found * times).normalize())
        if found == 0 or values.is_within(found, bound):
            return found
    raise UnreadError("a price is out of bounds, or is no number")


def tokens(value: object) -> int:
    """A number of tokens, above 0."""
    found = values.number(value)
    whole = None if found is None else values.whole(found, TOKENS)
    if whole is None:
        raise UnreadError("a size is no number of tokens")
    return whole


def factor(value: object) -> Decimal:
    """By what prices are multiplied, between a hundredth and a hundred."""
    found = values.number(value)
    if found is None or not found.is_finite() or not Decimal("0.01") <= found <= _MOST_TIMES:
        raise UnreadError("a factor is no number that can be")
    return found


_MOST_TIMES = Decimal(100)

# --- names, links, days ---------------------------------------------------------------


def offering_id(name: object) -> OfferingId:
    """A name that can be an id of ours."""
    if not isinstance(name, str) or (fault := values.id_fault(name)) is not None:
        raise UnreadError(f"no id: {fault.code if isinstance(name, str) and fault else 'no text'}")
    return OfferingId(name)


def provider_id(name: object) -> ProviderId:
    """A provider's name that can be an id of ours."""
    return ProviderId(offering_id(name))


def word(value: str) -> str:
    """A mode's or region's name: one short word."""
    if not value.isascii() or not value.replace("-", "").replace("_", "").isalnum():
        raise UnreadError("no word")
    if len(value) > WORD_LENGTH.most:
        raise UnreadError("a word is too long")
    return value.lower()


@lru_cache(maxsize=8192)
def link(value: str | None) -> str | None:
    """An https address; anything else is none, and harms nothing beside it."""
    found = values.https(value)
    return found if found and len(found) <= TEXT_LENGTH.most else None


def line(value: str | None) -> str | None:
    """One plain line."""
    found = values.text(value)
    if found and (len(found) > TEXT_LENGTH.most or values.REPLACEMENT in found):
        raise UnreadError("no plain line")
    return found


def day(value: str | None) -> str | None:
    """A day or a month as it is written."""
    if value and checked_date(value) is None:
        raise UnreadError("no date")
    return value or None


def end_of(asked: date) -> datetime:
    """The end of a day: what is in force then is in force on it."""
    return datetime.combine(asked + timedelta(1), time(), UTC)


def moment(value: str | None) -> datetime | None:
    """A moment, in UTC where it does not say otherwise."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise UnreadError("no moment") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def minutes(value: str) -> int:
    """Minutes from midnight of a time of day such as ``16:30``, in UTC; 24:00 is midnight."""
    hour, _, rest = value.removesuffix("Z").partition(":")
    minute = rest.partition(":")[0]
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise UnreadError("no time of day")
    found = int(hour[:3]) * _MINUTES + int(minute[:3])
    if len(hour) > 2 or int(minute[:3]) >= _MINUTES or found > 24 * _MINUTES:  # noqa: PLR2004
        raise UnreadError("no time of day")
    return found % (24 * _MINUTES)


def capped(found: Iterable[_T]) -> tuple[_T, ...]:
    """A list that is not absurdly long; raises :class:`UnreadError`."""
    some = tuple(islice(found, LIST_LENGTH.most + 1))
    if len(some) > LIST_LENGTH.most:
        raise UnreadError("a list is too long")
    return some
