"""What a question to the API is put to, and how a resource answers it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from msgspec import Struct

from modelario.api.paging import Rows, Turn, page
from modelario.api.parameters import COMMON, PAGING
from modelario.catalogue.workload_texts import WORK
from modelario.catalogue.workloads import Workload
from modelario.editions import Editions
from modelario.history.running_days import check_asked
from modelario.queries.edition import Edition
from modelario.queries.sights import Own
from modelario.queries.two_days import AGAINST

#: What every address of the API begins with.
PREFIX = "/api/v1/"

JSON, PROBLEM = "application/json", "application/problem+json"
#: An answer of which only some fields were asked for: no schema says which.
PARTIAL = "application/vnd.modelario.fields+json"


#: The resources in which what a reader's work costs can stand beside the prices.
COSTED = frozenset(
    {
        *("models", "model", "prices", "offerings", "provider", "lab", "family"),
        *("lists", "list", "compare", "explore"),
    }
)
#: The resources that cost a work themselves: what they are not told of it is the reader's.
BILLED = frozenset({"cost", "pick"})


class Inquiry(NamedTuple):
    """What a question is put to."""

    #: Where the course of things is to be had.
    editions: Editions
    #: What is published now, and what was on the day that is asked for: the same without one.
    now: Edition
    edition: Edition
    #: The day that is asked for, where it is a past one.
    past: date | None
    #: The moment of the question.
    moment: datetime
    #: The work whose cost is asked for beside every price.
    work: Workload | None = None

    def on(self, day: date) -> Edition:
        """Give what was published on another day that the question names as ``against``."""
        check_asked(day, self.now.catalogue.origin.as_of, self.moment, AGAINST)
        return self.editions.seen(self.editions.as_of(day, self.now), Own(work=self.work))

    def costed(self, work: Workload) -> "Inquiry":
        """Set what a work costs a month beside the prices of every day."""
        own = Own(work=work)
        return self._replace(edition=self.editions.seen(self.edition, own), work=work)


#: What the fields of a record are answered with: the record, and the mark of the next page.
Answered = tuple[Any, str]
Ask = Callable[[Inquiry, Any, Turn], Answered]


class Resource(NamedTuple):
    """One resource: its address, its question and its answer."""

    name: str
    #: After ``/api/v1/``; ``{name}`` is a segment, ``{model}`` a model's id: two of them.
    path: str
    summary: str
    #: What is asked, ``None`` where nothing can be.
    request: type | None
    record: type[Struct]
    answer: Ask
    #: An address that works as it stands.
    example: str
    #: Where its rows stand, for a table that comes in pages.
    rows: Rows | None = None
    #: Whether an answer stays the same as long as its catalogue does.
    kept: bool = True

    @property
    def shared(self) -> tuple[str, ...]:
        """The parameters that it has in common with others."""
        return (*COMMON, *(PAGING if self.rows else ()), *work_of(self.name))

    @property
    def segments(self) -> list[str]:
        """The parts of its address after the prefix; a model's id has two."""
        return self.path.replace("{model}", "{lab}/{slug}").split("/")


def work_of(resource: str) -> tuple[str, ...]:
    """Name the parameter by which a resource is told the reader's work, where it is."""
    return (WORK,) if resource in COSTED | BILLED else ()


def asks(query: Callable[[Edition, Any], Any], rows: Rows | None = None) -> Ask:
    """Put a request to an edition, and cut a page out of the answer."""
    return lambda inquiry, request, turn: _cut(query(inquiry.edition, request), rows, turn)


def lists(query: Callable[[Edition], Any], rows: Rows | None = None) -> Ask:
    """Ask an edition for everything of a kind."""
    return lambda inquiry, _, turn: _cut(query(inquiry.edition), rows, turn)


def _cut(record: Any, rows: Rows | None, turn: Turn) -> Answered:  # noqa: ANN401 – any record
    return page(record, rows, turn) if rows else (record, "")
