"""Commands about history: import, changes, held, verify."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from modelario.cli.options import (
    QUESTION,
    Database,
    NotFoundError,
    Question,
    UsageError,
    now,
    settings,
)
from modelario.cli.output import counted, note, progress_console, write
from modelario.editions import Edition
from modelario.keeping import decisions
from modelario.keeping.imports import import_days
from modelario.keeping.opening import existing_store, open_store
from modelario.keeping.rebuilding import rebuild_history
from modelario.queries.changes import CHANGE_COLUMNS, ChangeFilter, changelog
from modelario.queries.holds import HOLD_COLUMNS
from modelario.records import ModelId
from modelario.wording import sentence


def register(app: App) -> None:
    """Add the commands of this module."""
    app.command(import_, name="import")
    app.command(changes)
    app.command(verify)
    app.command(rebuild)
    held = App(name="held", help="List, release or reject what the gates hold back.")
    held.command(list_, name="list")
    held.command(release)
    held.command(reject)
    app.command(held)


def import_(path: Path, *, database: Database = None) -> None:
    """Fill in history from dated documents, in date order; go on where an import stopped.

    Parameters
    ----------
    path
        A folder or a .tar, .tar.gz or .tar.zst of files named YYYY-MM-DD.json.
    """
    with open_store(settings(database)) as store, _days("Importing") as progress:
        done = import_days(store, path, now=now(), progress=progress)
    note(
        f"Imported {len(done.taken)} days; {len(done.known)} were in the store already, "
        f"{len(done.late)} lie before its latest day, {len(done.failed)} are no documents."
    )
    changes = sum(len(taken.changes) for taken in done.taken.values())
    held = sum(len(taken.opened) for taken in done.taken.values())
    days = sum(1 for taken in done.taken.values() if taken.opened)
    note(f"Changes: {changes}. Held back: {held} on {days} days.")
    for day, cause in done.failed.items():
        note(f"{day}: {cause}")
    if done.failed:
        raise NotFoundError("some days could not be imported")


@contextlib.contextmanager
def _days(doing: str) -> Iterator[Callable[[int, int, date], None]]:
    """Show how far a work on days has come."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=progress_console(),
        transient=True,
    )
    with bar:
        task = bar.add_task(doing, total=None)

        def progress(done: int, total: int, day: date) -> None:
            bar.update(task, completed=done, total=total, description=f"{doing} {day}")

        yield progress


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
        modality, status or release_date.
    limit
        Show at most so many; tables show 40 unless told.
    """
    if since and until and since > until:
        raise UsageError(f"since {since} lies after until {until}")
    opened = question.editions()
    then = opened.as_of(question.as_of)
    until = min((day for day in (until, question.as_of) if day), default=None)
    if until and until < opened.begins:
        raise NotFoundError(f"history begins on {opened.begins}: there is nothing until {until}")
    wanted = ChangeFilter(
        model=_meant(then, model) if model else None,
        lab=lab,
        provider=provider,
        kind=kind,
        since=since,
        until=until,
    )
    found = changelog(then.catalogue, opened.changes(), wanted, limit=question.shown(limit))
    write(question.format, CHANGE_COLUMNS, found.rows, record=found)
    if question.for_people:
        kinds = ", ".join(f"{count} {kind}" for kind, count in found.by_kind.items())
        told = counted(len(found.rows), found.matching)
        note(f"{told} changes{': ' if kinds else ''}{kinds}; data of {found.as_of}")


def _meant(edition: Edition, text: str) -> ModelId:
    """Read which model is meant, in any spelling; one that has gone goes by its id."""
    certain = edition.lookup.find(text).certain
    return certain.model if certain else ModelId(text.lower())


def verify(*, database: Database = None) -> None:
    """Check the stored history against its hashes."""
    with existing_store(settings(database)) as store, progress_console().status("Verifying"):
        faults = store.verify()
        snapshots = len(store.snapshots())
    for fault in faults:
        note(sentence(fault))
    if faults:
        raise NotFoundError(f"the history is not as it was written: {len(faults)} faults")
    note(f"{snapshots} snapshots are as they were written.")


def rebuild(*, database: Database = None) -> None:
    """Derive changes and assignments anew from the snapshots, with the rules of today."""
    with existing_store(settings(database)) as store, _days("Rebuilding") as progress:
        rebuilt = rebuild_history(store, now(), progress)
    note(f"Rebuilt {rebuilt.changes} changes and {rebuilt.assignments} assignments.")


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
