"""Commands on what the gates hold back: held list, release, reject."""

from typing import Annotated

from cyclopts import App, Parameter
from rich.text import Text

from modelario.cli.options import QUESTION, Database, Question, UsageError, now, settings
from modelario.cli.output import note, write
from modelario.keeping import decisions
from modelario.keeping.opening import existing_store
from modelario.queries.holds import EVENT_COLUMNS, HOLD_COLUMNS, HoldEvent, HoldRow
from modelario.wording import label


def register(app: App) -> None:
    """Add the commands of this module."""
    held = App(name="held", help="List, release or reject what the gates hold back.")
    held.command(list_, name="list")
    held.command(events)
    held.command(release)
    held.command(reject)
    app.command(held)


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
        chosen = decisions.named(store, _some(ids, event), event)
        taken = decisions.release(store, chosen, now())
    note(f"Released {len(chosen)}; published snapshot {taken.snapshot.seq}.")


def reject(*ids: _Ids, event: _Event = None, database: Database = None) -> None:
    """Never believe what some holds keep back, as long as upstream goes on saying it."""
    with existing_store(settings(database)) as store:
        chosen = decisions.named(store, _some(ids, event), event)
        decisions.reject(store, chosen, now())
    note(f"Rejected {len(chosen)}.")


def _some(ids: tuple[int, ...], event: int | None) -> tuple[int, ...]:
    if not ids and event is None:
        raise UsageError(
            "name the numbers of the holds; 'modelario held list' shows them, "
            "and 'modelario held events' those of whole events"
        )
    return ids


def event_line(event: HoldEvent) -> Text:
    """Tell in one line what a gate holds of a provider, and what peers say."""
    what = "the whole document" if event.provider is None else f"{event.holds} held"
    factor = f" × {event.factor:f}" if event.factor is not None else ""
    peers = ""
    if event.peers_agree or event.peers_differ:
        peers = f"; peers agree on {event.peers_agree}, differ on {event.peers_differ}"
    rejected = ", rejected" if event.rejected else ""
    return Text.assemble(
        f"{event.provider}: " if event.provider else "",
        (what, "yellow"),
        (f"  {label(f'gate.{event.gate}')}{factor}, since {event.since}{peers}{rejected}", "dim"),
        (f"  [event {event.event}]", "dim"),
    )


def hold_line(hold: HoldRow) -> Text:
    """Tell in one line what upstream says, what is shown instead, and since when."""
    if hold.field:
        what = (
            f"{label(f'field.{hold.field}')} {hold.stated or 'gone'}, "
            f"shown is {hold.shown or 'unknown'}"
        )
    else:
        what = "removed upstream" if hold.offering_id else "the whole document"
    subject = f"{hold.provider}: {hold.offering_id}  " if hold.offering_id else ""
    rejected = ", rejected" if hold.rejected else ""
    return Text.assemble(
        subject,
        (what, "yellow"),
        (f"  {label(f'gate.{hold.gate}')}, since {hold.since}{rejected}", "dim"),
    )
