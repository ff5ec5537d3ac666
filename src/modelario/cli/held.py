"""Commands on what the gates hold back: held list, release, reject."""

from typing import Annotated

from cyclopts import App, Parameter
from rich.text import Text

from modelario.cli.options import QUESTION, Database, Question, UsageError, now, settings
from modelario.cli.output import note, write
from modelario.keeping import decisions
from modelario.keeping.opening import existing_store
from modelario.queries.holds import HOLD_COLUMNS, HoldRow
from modelario.wording import label


def register(app: App) -> None:
    """Add the commands of this module."""
    held = App(name="held", help="List, release or reject what the gates hold back.")
    held.command(list_, name="list")
    held.command(release)
    held.command(reject)
    app.command(held)


def list_(*, question: Question = QUESTION) -> None:
    """List what is held back."""
    opened = question.editions()
    past = opened.as_of(question.as_of) if question.as_of else None
    write(question.format, HOLD_COLUMNS, opened.status(now(), past).holds)


def release(
    *ids: Annotated[int, Parameter(help="Numbers from 'held list'.")], database: Database = None
) -> None:
    """Publish what some holds keep back."""
    with existing_store(settings(database)) as store:
        taken = decisions.release(store, _some(ids), now())
    note(f"Released {len(ids)}; published snapshot {taken.snapshot.seq}.")


def reject(
    *ids: Annotated[int, Parameter(help="Numbers from 'held list'.")], database: Database = None
) -> None:
    """Never believe what some holds keep back, as long as upstream goes on saying it."""
    with existing_store(settings(database)) as store:
        decisions.reject(store, _some(ids), now())
    note(f"Rejected {len(ids)}.")


def _some(ids: tuple[int, ...]) -> tuple[int, ...]:
    if not ids:
        raise UsageError("name the numbers of the holds; 'modelario held list' shows them")
    return ids


def hold_line(hold: HoldRow) -> Text:
    """Tell in one line what upstream says, what is shown instead, and since when."""
    if hold.field:
        kept = "unknown" if hold.kept is None else f"{hold.kept:f}"
        what = f"{label(f'field.{hold.field}')} {hold.stated}, shown is {kept}"
    else:
        what = "removed upstream" if hold.offering_id else "the whole document"
    subject = f"{hold.provider}: {hold.offering_id}  " if hold.offering_id else ""
    rejected = ", rejected" if hold.rejected else ""
    return Text.assemble(
        subject,
        (what, "yellow"),
        (f"  {label(f'gate.{hold.gate}')}, since {hold.since}{rejected}", "dim"),
    )
