"""Options that several commands share, as the command line reads them."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import msgspec
from cyclopts import Parameter, Token, convert

from modelario.catalogue.circumstances import EXAMPLE, moment
from modelario.catalogue.counts import amount, count
from modelario.catalogue.filters import ModelFilter
from modelario.cli.question import Question, UsageError

Database = Annotated[
    str | None,
    Parameter(help="Address of the store: sqlite:///path or postgresql://user@host/name."),
]


def _finite(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _number(text: str) -> Decimal | None:
    return _finite(amount(text))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


#: How values are read that people write in more ways than one, and what is said of others.
_READERS: Mapping[Any, tuple[Callable[[str], Any], str]] = {
    int: (count, "whole number, such as 5000, 200k or 1e6"),
    Decimal: (_number, "number, such as 0.5 or 2"),
    date: (_day, "day, such as 2026-05-31"),
}


def _read(type_: Any, tokens: Sequence[Token]) -> Any:  # noqa: ANN401 – of any option's type
    if get_origin(type_) is tuple:
        [each, _] = get_args(type_)
        return tuple(_read(each, [token]) for token in tokens)
    plain = next((each for each in _READERS if type_ in (each, each | None)), None)
    if plain is None:
        return convert(type_, tokens)
    (reader, what), text = _READERS[plain], tokens[0].value
    if (found := reader(text)) is None:
        raise ValueError(f"{text!r} is no {what}")
    return found


#: How every option is read: numbers as people write them.
READ = Parameter(converter=_read)


def _share(_type: type, tokens: Sequence[Token]) -> Decimal:
    text = tokens[0].value
    if (number := _finite(text.removesuffix("%"))) is None:
        raise ValueError(f"{text!r} is no share such as 0.5 or 50%")
    return number / 100 if text.endswith("%") else number


#: A part of a whole: from 0 to 1, or a percentage.
Share = Annotated[Decimal, Parameter(converter=_share)]


def _at(_type: type, tokens: Sequence[Token]) -> datetime:
    return moment(tokens[0].value)


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Manner:
    """How, where and when requests are made."""

    mode: Annotated[
        str | None, Parameter(help="Mode, such as batch, flex, priority or fast; else standard.")
    ] = None
    region: Annotated[str | None, Parameter(help="Where it is answered: us, eu, global …")] = None
    at: Annotated[
        datetime | None,
        Parameter(converter=_at, help=f"When, for prices that go by the hour: {EXAMPLE}."),
    ] = None


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class WorkloadOptions:
    """So many like requests, under the API's names; what is not set is usual."""

    input_tokens: Annotated[
        int | None,
        Parameter(help="Input tokens of a request, what is cached or written to a cache included."),
    ] = None
    output_tokens: Annotated[int | None, Parameter(help="Output tokens of a request.")] = None
    requests: Annotated[int | None, Parameter(help="How many requests.")] = None
    reasoning_tokens: Annotated[
        int | None,
        Parameter(
            name=("--reasoning-tokens", "--reasoning"),
            help="Reasoning tokens of a request, on top of the output.",
        ),
    ] = None
    cached_share: Annotated[
        Share | None,
        Parameter(
            name=("--cached-share", "--cached"),
            help="Share of the input that is read from the cache: 0.5 or 50%.",
        ),
    ] = None
    cache_write_share: Annotated[
        Share | None,
        Parameter(
            name=("--cache-write-share", "--cache-write"),
            help="Share that is written to the cache for the shortest time.",
        ),
    ] = None
    cache_write_1h_share: Annotated[
        Share | None,
        Parameter(
            name=("--cache-write-1h-share", "--cache-write-1h"),
            help="Share that is written for an hour.",
        ),
    ] = None

    def set(self) -> Mapping[str, Any]:
        """What is set, by name."""
        return {name: value for name, value in vars(self).items() if value is not None}


ANY_MANNER, USUAL_WORK = Manner(), WorkloadOptions()

#: Every condition on models, an option each.
Filter = Annotated[ModelFilter, Parameter(name="*", negative_iterable=())]
EVERY_MODEL = ModelFilter()


def read_counts(path: Path) -> Mapping[str, Any]:
    """Read counts from a file of JSON, or from what is piped in; raises :class:`UsageError`."""
    try:
        text = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        found = msgspec.json.decode(text)
    except OSError as error:
        raise UsageError(f"--usage {path} cannot be read: {error.strerror}") from None
    except msgspec.MsgspecError as error:
        raise UsageError(f"--usage {path} is no JSON: {error}") from None
    except RecursionError:
        raise UsageError(f"--usage {path} is no JSON of counts: it is nested too deeply") from None
    if not isinstance(found, dict):
        raise UsageError(f"--usage {path} holds no counts: it is no JSON object")
    return found


# Each part of a question is an option of its own. Said here, so that who asks need not load this.
Parameter(name="*")(Question)
