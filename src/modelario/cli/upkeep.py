"""The command for who maintains a provider's listings upstream."""

from typing import Annotated

from cyclopts import Parameter
from rich.text import Text

from modelario.cli.output import console, counted, note, write
from modelario.cli.question import QUESTION, Question
from modelario.queries.upkeep import UPKEEP_COLUMNS, UpkeepRequest
from modelario.queries.upkeep import upkeep as query


def upkeep(
    provider: str,
    *,
    field: str | None = None,
    severity: str | None = None,
    patch: Annotated[bool, Parameter(negative="")] = False,
    limit: int | None = None,
    question: Question = QUESTION,
) -> None:
    """List where a provider's listings differ from what others state, with how to mend it.

    Parameters
    ----------
    provider
        Id of the provider, such as vercel.
    field
        Only this field, such as release_date or context_window; prices for all prices.
    severity
        Only this severity: high, medium or low.
    patch
        Only the lines that mend upstream's files, in TOML.
    limit
        Show at most so many; tables show 40 unless told.
    """
    request = UpkeepRequest(
        id=provider,
        field=field,
        severity=severity,
        limit=limit if patch else question.shown(limit),
    )
    editions = question.editions()
    found = query(question.then(editions), editions.changes(), request)
    if patch:
        patches = dict.fromkeys(row.patch for row in found.rows if row.patch)
        console().print(Text("\n\n".join(patches)), soft_wrap=True)
        return
    columns = [each for each in UPKEEP_COLUMNS if each.key not in _WIDE or not question.for_people]
    write(question.format, columns, found.rows, record=found)
    if question.for_people:
        shown = counted(len(found.rows), found.matching)
        news = f"{found.brought} new; " if found.brought else ""
        note(f"{shown} rows; {news}--patch mends them; data of {found.as_of}")


#: What is left out of a table for people: the files' names repeat the ids.
_WIDE = frozenset({"upstream_path", "patch"})
