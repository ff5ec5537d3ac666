"""Commands on what the gates hold back: held list, release, reject."""

from typing import Annotated

from cyclopts import App, Parameter

from modelario.cli.options import Database
from modelario.cli.output import note, write
from modelario.cli.question import QUESTION, Question, UsageError, now, settings
from modelario.history.journal import Decision
from modelario.keeping.decisions import decide
from modelario.keeping.opening import existing_store
from modelario.queries.holds import EVENT_COLUMNS, HOLD_COLUMNS


def list_(*, question: Question = QUESTION) -> None:
    """List what is held back."""
    opened = question.editions()
    past = question.then(opened) if question.as_of else None
    write(question.format, HOLD_COLUMNS, opened.status(now(), past).holds)


def events(*, question: Question = QUESTION) -> None:
    """List what is held back by event: what one gate holds of a provider, and what peers say."""
    opened = question.editions()
    past = question.then(opened) if question.as_of else None
    write(question.format, EVENT_COLUMNS, opened.status(now(), past).events)


_Ids = Annotated[int, Parameter(help="Numbers from 'held list'.")]
_Event = Annotated[int | None, Parameter(help="A whole event, by its number in 'held events'.")]


def release(*ids: _Ids, event: _Event = None, database: Database = None) -> None:
    """Publish what some holds keep back."""
    with existing_store(settings(database)) as store:
        done = decide(store, Decision.RELEASE, _some(ids, event), event, now())
    note(f"Released {len(done.holds)}; published snapshot {done.snapshot.seq}.")


def reject(*ids: _Ids, event: _Event = None, database: Database = None) -> None:
    """Never believe what some holds keep back, as long as upstream goes on saying it."""
    with existing_store(settings(database)) as store:
        done = decide(store, Decision.REJECT, _some(ids, event), event, now())
    note(f"Rejected {len(done.holds)}.")


def _some(ids: tuple[int, ...], event: int | None) -> tuple[int, ...]:
    if not ids and event is None:
        raise UsageError(
            "name the numbers of the holds; 'modelario held list' shows them, "
            "and 'modelario held events' those of whole events"
        )
    return ids


HELD = App(name="held", help="List, release or reject what the gates hold back.")
HELD.command(list_, name="list")
for _command in (events, release, reject):
    HELD.command(_command)
