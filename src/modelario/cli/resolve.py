"""The command that tells which model an id means."""

from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter
from rich.text import Text

from modelario.cli.output import console, note, write
from modelario.cli.question import QUESTION, FailedError, Question, UsageError
from modelario.formats import Format
from modelario.queries.columns import Column
from modelario.queries.edition import Edition
from modelario.queries.resolved import (
    RESOLUTION_COLUMNS,
    SPELLING_COLUMNS,
    ResolutionRow,
    ResolveRequest,
    SpellingRow,
    explain_texts,
    resolve_all,
    resolve_texts,
    spelling_rows,
)
from modelario.wording import sentence


def resolve(
    *ids: str,
    all_: Annotated[bool, Parameter(name="--all", negative="")] = False,
    explain: Annotated[bool, Parameter(negative="")] = False,
    question: Question = QUESTION,
) -> None:
    """Tell which model an id means, whatever its spelling and provider.

    Parameters
    ----------
    ids
        Ids or names, such as us.anthropic.claude-sonnet-4-5-20250929-v1:0 or "Claude Sonnet 4.5".
    all_
        Resolve every offering of the catalogue instead.
    explain
        Tell the steps by which the id was resolved.
    """
    if bool(ids) == all_ or (all_ and explain):
        raise UsageError("resolve takes ids, with or without --explain, or --all")
    found = question.edition()
    if all_:
        rows = resolve_all(found)
        write(question.format, _columns(question.format, RESOLUTION_COLUMNS, rows), rows)
    elif explain:
        _explain(found, ids, question.format)
    else:
        _resolve(found, ids, question.format)


def _resolve(found: Edition, ids: tuple[str, ...], format_: Format) -> None:
    answers = resolve_texts(found, ResolveRequest(ids=ids))
    if format_ in (Format.JSON, Format.JSONL):
        record = answers[0] if len(answers) == 1 else answers
        write(format_, (), answers, record=record)
    else:
        rows = [row for answer in answers for row in spelling_rows(answer)]
        one = format_ is Format.TABLE and len(ids) == 1
        among = RESOLUTION_COLUMNS if one else SPELLING_COLUMNS
        write(format_, _columns(format_, among, rows), rows)
    for answer in answers:
        if answer.fine_tune_of is not None:
            parent = answer.fine_tune_of
            note(f"{answer.text} is a fine-tune of {parent}, and not priced as {parent} is")
    unknown = [
        a.text for a in answers if a.model is None and a.router is None and a.fine_tune_of is None
    ]
    if unknown:
        raise FailedError(f"no single model is meant by {', '.join(map(repr, unknown))}")


def _columns(
    format_: Format, among: Sequence[Column], rows: Sequence[SpellingRow | ResolutionRow]
) -> Sequence[Column]:
    """Leave out for people the canonical ids where each is the very id that is meant."""
    if format_ is not Format.TABLE or any(row.canonical != row.model for row in rows):
        return among
    return [column for column in among if column.key != "canonical"]


def _explain(found: Edition, ids: tuple[str, ...], format_: Format) -> None:
    rows = explain_texts(found, ResolveRequest(ids=ids))
    if format_ is not Format.TABLE:
        write(format_, RESOLUTION_COLUMNS, rows)
        return
    out = console()
    for row in rows:
        release = "" if row.canonical == row.model else f", one release with {row.canonical}"
        out.print(Text.assemble((row.text, "bold"), f" → {row.model or 'a router'}{release}"))
        out.print(Text(f"  as {row.provider} offers it: {row.offering_id}", "dim"))
        for number, step in enumerate(row.steps, start=1):
            out.print(Text(f"  {number}. {sentence(step)}"))
        out.print(Text(f"  {sentence(row.reason)} Confidence {row.confidence:.0%}."))
