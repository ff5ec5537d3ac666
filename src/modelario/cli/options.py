"""Options that several commands share, and the catalogue that they ask for."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

from cyclopts import Parameter, Token

from modelario.catalogue.filters import ModelFilter
from modelario.catalogue.questions import QuestionError
from modelario.editions import Editions, open_editions
from modelario.formats import Format
from modelario.queries.edition import Edition
from modelario.settings import Settings, from_environment

Database = Annotated[
    str | None,
    Parameter(help="Address of the store: sqlite:///path or postgresql://user@host/name."),
]


def _share(_type: type, tokens: Sequence[Token]) -> Decimal:
    text = tokens[0].value
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        raise ValueError(f"{text!r} is no share such as 0.5 or 50%") from None
    return number / 100 if text.endswith("%") else number


#: A part of a whole: from 0 to 1, or a percentage.
Share = Annotated[Decimal, Parameter(converter=_share)]

AsOf = Annotated[date | None, Parameter(help="Answer as of the end of this day, YYYY-MM-DD.")]

#: A table on a terminal shows so many rows unless told.
_FIRST = 40


class FailedError(Exception):
    """A command could not do, or did not find, what it was for; the message says why."""


class UsageError(QuestionError):
    """The words of a command do not fit together."""


def now() -> datetime:
    """Read the clock; this is the only place of the command line that does."""
    return datetime.now(UTC)


def settings(database: str | None) -> Settings:
    """Read the environment; ``--database`` goes before it."""
    read = from_environment(os.environ)
    return replace(read, database_url=database) if database else read


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Question:
    """What every question takes: the answer's form, the store that it comes from, and a day."""

    format: Annotated[
        Format, Parameter(help="table for people; json, jsonl, csv or md for programs.")
    ] = Format.TABLE
    database: Database = None
    as_of: AsOf = None

    @property
    def for_people(self) -> bool:
        """Whether a person reads the answer."""
        return self.format is Format.TABLE

    def shown(self, limit: int | None) -> int | None:
        """How many rows are shown: as many as wanted, else all, or the first for people."""
        return limit if limit is not None or not self.for_people else _FIRST

    def editions(self) -> Editions:
        """Open what is published."""
        return open_editions(settings(self.database), now())

    def edition(self) -> Edition:
        """Open what is published, or what was on the day."""
        return self.then(self.editions())

    def then(self, editions: Editions) -> Edition:
        """Give what was published on the day, or is now."""
        return editions.asked(self.as_of, now())


QUESTION = Question()

#: Every condition on models, an option each.
Filter = Annotated[ModelFilter, Parameter(name="*", negative_iterable=())]
EVERY_MODEL = ModelFilter()
