"""The command that tells which model an id means."""

from typing import Annotated

from cyclopts import App, Parameter

from modelario.cli.options import AsOf, Database, NotFoundError, Output, UsageError, published
from modelario.cli.output import write
from modelario.formats import Format
from modelario.queries.columns import RESOLUTION_COLUMNS
from modelario.queries.resolution import resolve_all, resolve_text


def register(app: App) -> None:
    """Add the command of this module."""
    app.command(resolve)


def resolve(
    *ids: str,
    all_: Annotated[bool, Parameter(name="--all", negative="")] = False,
    format_: Output = Format.TABLE,
    as_of: AsOf = None,
    database: Database = None,
) -> None:
    """Tell which model an id means, whatever its spelling and provider.

    Parameters
    ----------
    ids
        Ids or names, such as us.anthropic.claude-sonnet-4-5-20250929-v1:0 or "Claude Sonnet 4.5".
    all_
        Resolve every offering of the catalogue instead.
    """
    if bool(ids) == all_:
        raise UsageError("resolve takes ids, or --all")
    found = published(database, as_of)
    if all_:
        write(format_, RESOLUTION_COLUMNS, resolve_all(found.catalogue))
        return
    answers = [resolve_text(found.lookup, text) for text in ids]
    if format_ in (Format.JSON, Format.JSONL):
        record = answers[0] if len(answers) == 1 else answers
        write(format_, (), answers, record=record)
    else:
        rows = [candidate for answer in answers for candidate in answer.candidates]
        write(format_, RESOLUTION_COLUMNS, rows)
    unknown = [a.text for a in answers if a.model is None and a.router is None]
    if unknown:
        raise NotFoundError(f"no single model is meant by {', '.join(map(repr, unknown))}")
