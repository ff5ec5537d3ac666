"""Query strings: only parameters that a page knows, in one order."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

import msgspec

from modelario.catalogue.circumstances import Circumstances, moment
from modelario.catalogue.counts import amount, count
from modelario.catalogue.filters import FilterError, ModelFilter
from modelario.catalogue.workload_texts import WORK
from modelario.records import Reason
from modelario.values import text as visible

#: Longer queries and more fields are refused, longer values cut off.
_LONGEST_QUERY, _MOST_FIELDS, _LONGEST_VALUE = 4_000, 200, 200

#: The parameter that turns pages, and the last page that can be asked for.
PAGE, _LAST_PAGE = "page", 1_000

#: What the rows of a table are called, in full or in part.
CALLED = "q"

#: Every page can be asked for a past day.
AS_OF = "as_of"

#: Every page can be asked for with the prices of the reader's providers alone.
MINE = "mine"

#: What is the reader's own, and kept along from page to page: their providers and their work.
OWN = (MINE, WORK)

#: How a request is made.
WAY = ("mode", "region", "at")

FILTER_FIELDS = tuple(field.name for field in fields(ModelFilter))
#: What may be written with a unit: 200k, 1M.
_NUMBERS = frozenset(
    field.name for field in fields(ModelFilter) if field.name.startswith(("min_", "max_"))
)
_MANY = frozenset(field.name for field in fields(ModelFilter) if field.default == ())


class DayError(FilterError):
    """A day that cannot be had; ``code`` says why, as in the table of faults."""

    def __init__(self, code: str, text: str, field: str) -> None:
        super().__init__(
            f"{field} {text!r} is no day such as 2026-05-31 of which there is a catalogue",
            field=field,
            given=text,
            expected=Reason("expected_day"),
        )
        self.code = code


class Parameters(NamedTuple):
    """The parameters of a request that its page knows, sorted; empty ones are left out."""

    pairs: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter."""
        return tuple(value for each, value in self.pairs if each == name)

    def one(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return next((value for each, value in self.pairs if each == name), default)

    @property
    def own(self) -> tuple[tuple[str, str], ...]:
        """What is the reader's own of it, as it was given."""
        return tuple(pair for pair in self.pairs if pair[0] in OWN)

    def encoded(self) -> str:
        """The canonical query string."""
        return urlencode(self.pairs)

    def without(self, *names: str) -> "Parameters":
        """The same without some parameters."""
        return Parameters(tuple(pair for pair in self.pairs if pair[0] not in names))

    def also(self, name: str, value: str) -> "Parameters":
        """The same with one more value."""
        return Parameters(tuple(sorted({*self.pairs, (name, value)})))

    def less(self, name: str, value: str) -> "Parameters":
        """The same with one value fewer."""
        return Parameters(tuple(pair for pair in self.pairs if pair != (name, value)))

    @property
    def day(self) -> date | None:
        """The day that is asked for; raises :class:`DayError` for what is no day.

        Raises :class:`FilterError` for :data:`TOO_MUCH`: every page reads the day first.
        """
        if self == TOO_MUCH:
            raise FilterError(
                f"an address may have {_MOST_FIELDS} fields and {_LONGEST_QUERY:,} characters"
            )
        return read_day(self, AS_OF)


#: Stands for a query that is too much to read; no page has a parameter without a name.
TOO_MUCH = Parameters((("", "too much"),))


def read_day(parameters: Parameters, name: str) -> date | None:
    """Read a parameter that is a day; nothing where it is not there. Raises :class:`DayError`."""
    if not (text := parameters.one(name)):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise DayError("bad_day", text, name) from None
    # Python would take 20260531 and 2026-W22-7 as well: two addresses of one page.
    if day.isoformat() != text:
        raise DayError("bad_day", text, name)
    return day


def read(query: bytes, known: Iterable[str]) -> Parameters:
    """Read a query string, keeping what a page knows; gives :data:`TOO_MUCH` for too long a one.

    What cannot be seen of a value is left out: nobody means it, and pages say values again.
    """
    allowed = {*known, AS_OF, *OWN}
    if len(query) > _LONGEST_QUERY:
        return TOO_MUCH
    try:
        found = parse_qsl(query.decode("latin-1"), max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        return TOO_MUCH
    kept = ((name, visible(value)) for name, value in found if name in allowed)
    return Parameters(tuple(sorted({(name, seen[:_LONGEST_VALUE]) for name, seen in kept if seen})))


def model_filter(parameters: Parameters) -> ModelFilter:
    """Read the conditions on models; raises :class:`FilterError` for one that cannot be meant."""
    values = {
        name: parameters.all(name)
        if name in _MANY
        else amount(parameters.one(name))
        if name in _NUMBERS
        else parameters.one(name)
        for name in FILTER_FIELDS
        if parameters.one(name)
    }
    try:
        return msgspec.convert(values, ModelFilter, strict=False)
    except msgspec.ValidationError as error:
        # Its message ends with the place: ``$.min_context``.
        name = str(error).rpartition("$.")[2].partition("[")[0].strip("`")
        given = parameters.one(name)
        raise FilterError(
            f"{name} {given!r} is not what it can be: {error}" if given else str(error),
            field=name,
            given=given,
            expected=Reason("expected_number"),
        ) from None


def circumstances(parameters: Parameters) -> Circumstances:
    """Read how a request is made; a moment without a zone is of UTC.

    Raises :class:`~modelario.catalogue.circumstances.MomentError` for what is no moment. The
    providers of a comparison stand under the same name as moments; they have an ``@`` in them.
    """
    at = next((moment(text) for text in parameters.all("at") if "@" not in text), None)
    return Circumstances(
        mode=parameters.one("mode") or None,
        region=parameters.one("region") or None,
        at=at and (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)),
    )


def page_number(parameters: Parameters) -> int:
    """Read which page of a long table is asked for, from 1."""
    return whole_number(parameters, PAGE, 1, least=1, most=_LAST_PAGE)


def whole_number(
    parameters: Parameters, name: str, usual: int, *, least: int = 0, most: int
) -> int:
    """Read a whole number as people write it, or take the usual one; raises ``FilterError``."""
    if not (text := parameters.one(name)):
        return usual
    found = count(text)
    if found is None or not least <= found <= most:
        raise FilterError(
            f"{name} {text!r} is no whole number from {least} to {most}",
            field=name,
            given=text,
            expected=Reason("expected_whole", from_=least, to=most),
        )
    return found
