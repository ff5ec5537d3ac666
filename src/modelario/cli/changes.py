"""The command that tells what changed."""

from datetime import date

from modelario.cli.output import counted, note, write
from modelario.cli.question import QUESTION, Question, now
from modelario.queries.changes import CHANGE_COLUMNS, ChangeFilter, ChangesRequest, changelog


def changes(
    *,
    since: date | None = None,
    until: date | None = None,
    model: str | None = None,
    lab: str | None = None,
    provider: str | None = None,
    kind: str | None = None,
    limit: int | None = None,
    question: Question = QUESTION,
) -> None:
    """List what changed, the newest first.

    Parameters
    ----------
    since
        From this day on, YYYY-MM-DD.
    until
        Up to this day, YYYY-MM-DD, inclusive.
    model
        Only this model, in any spelling.
    lab
        Only models of this lab.
    provider
        Only this provider's offerings.
    kind
        Only this kind: added, removed, returned, price, context, output_limit, capability,
        modality, status, release_date, renamed, announced (an end) or ended.
    limit
        Show at most so many; tables show 40 unless told.
    """
    opened = question.editions()
    then = question.then(opened)
    until = min((day for day in (until, question.as_of) if day), default=None)
    opened.check_span(since, until, now())
    where = ChangeFilter(
        model=model, lab=lab, provider=provider, kind=kind, since=since, until=until
    )
    request = ChangesRequest(where=where, limit=question.shown(limit))
    found = changelog(then, opened.changes(), request)
    write(question.format, CHANGE_COLUMNS, found.rows, record=found)
    if question.for_people:
        kinds = ", ".join(f"{count} {kind}" for kind, count in found.by_kind.items())
        told = counted(len(found.rows), found.matching)
        note(f"{told} changes{': ' if kinds else ''}{kinds}; data of {found.as_of}")
