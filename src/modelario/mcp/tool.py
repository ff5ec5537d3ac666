"""One tool for agents: what it is asked, what it answers, and how much of that is told."""

from functools import cached_property
from typing import Any

from msgspec import Struct, structs

from modelario.api.inquiries import Ask
from modelario.api.paging import Rows
from modelario.queries.two_days import AGAINST

#: Every answer says of which day it is.
DAY = "as_of"


class Tool(Struct, frozen=True, kw_only=True, dict=True):
    """One tool: what it is for, its question, its answer, and how much of that is told."""

    name: str
    title: str
    #: What it is for, and when another tool is better.
    text: str
    request: type
    record: type[Struct]
    answer: Ask
    #: The resource of the API that answers the same.
    resource: str
    #: Where the rows stand.
    rows: Rows
    #: What is told of each row unless fields say otherwise; where empty, they choose of the record.
    of_row: tuple[str, ...] = ()
    #: What is told of the record beside its rows.
    of_record: tuple[str, ...] = ()
    #: What is told of what others hold, as paths.
    within: tuple[str, ...] = ()
    #: So many rows are told unless more are asked for; without it all are.
    limit: int | None = None
    #: Whether a past day may have to be loaded for it, whatever day it is asked about.
    looks_back: bool = False
    #: The arguments, where they are not all that the request has.
    takes: frozenset[str] = frozenset()

    @cached_property
    def row(self) -> type[Struct]:
        """The record of a row."""
        annotation: Any = structs.fields(self.record)
        [kind] = (each.type for each in annotation if each.name == self.rows.rows)
        found: type[Struct] = kind.__args__[0]
        return found

    @property
    def choices(self) -> tuple[str, ...]:
        """The fields that can be asked for: of a row and of the record."""
        # No tool is asked about two days.
        left_out = {self.rows.rows, DAY, AGAINST}
        of_record = (name for name in self.record.__struct_fields__ if name not in left_out)
        of_row = self.row.__struct_fields__ if self.of_row else (self.rows.rows,)
        return (*(name for name in of_row if name != AGAINST), *of_record)

    @property
    def usual(self) -> tuple[str, ...]:
        """The fields that are told unless others are asked for."""
        return (*self.of_row, *self.of_record)

    def paths(self, fields: tuple[str, ...], *, rows: bool) -> tuple[str, ...]:
        """List what is told where these fields are asked for, with what tells rows apart."""
        of_row = [each for each in fields if self.of_row and each in self.row.__struct_fields__]
        of_row = of_row or list(self.of_row)
        beside = [each for each in fields if each not in of_row]
        keys = [each for each in self.rows.key if each not in of_row]
        told = [f"{self.rows.rows}.{each}" for each in (*keys, *of_row)] if self.of_row else []
        if rows and not told:
            beside.append(self.rows.rows)
        wanted = (*told, *beside, DAY)
        return tuple(path for each in wanted for path in self._within(each))

    def _within(self, path: str) -> tuple[str, ...]:
        return tuple(e for e in self.within if e.startswith(f"{path}.")) or (path,)
