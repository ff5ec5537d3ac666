"""What every question of the command line is put with: the form, the store and the day."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from modelario.catalogue.questions import QuestionError
from modelario.editions import Editions, open_editions
from modelario.formats import Format
from modelario.queries.edition import Edition
from modelario.queries.sights import Own
from modelario.settings import Settings, from_environment

if TYPE_CHECKING:
    from modelario.catalogue.workloads import Workload

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


@dataclass(frozen=True, kw_only=True)
class Question:
    """What every question takes: the answer's form, the store that it comes from, and a day.

    Parameters
    ----------
    format
        table for people; json, jsonl, csv or md for programs.
    database
        Address of the store: sqlite:///path or postgresql://user@host/name.
    as_of
        Answer as of the end of this day, YYYY-MM-DD.
    work
        A month of work, such as requests-10000_input-5000_output-500_cached-50_mode-batch: what
        it costs then stands beside every price.
    """

    format: Format = Format.TABLE
    database: str | None = None
    as_of: date | None = None
    work: str | None = None

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
        return self._seen(editions, self.as_of)

    def against(self, day: date) -> tuple[Edition, Edition]:
        """Give what is asked for, and beside it what was published on another day."""
        editions = self.editions()
        return self.then(editions), self._seen(editions, day)

    def workload(self, known: Edition | None = None) -> "Workload | None":
        """Read the work that is told; raises ``WorkTextError`` for what is none."""
        if self.work is None:
            return None
        # Loaded where somebody tells one.
        from modelario.catalogue.workload_texts import workload_in  # noqa: PLC0415

        return workload_in(self.work, (known or self.editions().now).catalogue)

    def _seen(self, editions: Editions, day: date | None) -> Edition:
        """Give what was published on a day, with what the work costs that is told."""
        work = self.workload(editions.now)
        return editions.seen(editions.asked(day, now()), Own(work=work))


QUESTION = Question()
