"""Commands that fill, copy, check and rebuild the store: sync, import, backup, verify, rebuild."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from modelario.cli.options import Database
from modelario.cli.output import note, progress_console
from modelario.cli.question import FailedError, UsageError, now, settings
from modelario.history.journal import Attempt, Outcome
from modelario.keeping.backups import back_up
from modelario.keeping.hearing import hear
from modelario.keeping.imports import import_days
from modelario.keeping.intake import Taken
from modelario.keeping.mending import mend as mending
from modelario.keeping.opening import existing_store, open_store
from modelario.keeping.rebuilding import rebuild_history
from modelario.keeping.sync_runs import sync_and_hear
from modelario.settings import Settings
from modelario.upstream.sources import parse_source
from modelario.witnesses.table import WITNESSES, WitnessSource
from modelario.wording import sentence


def sync(
    *,
    source: Annotated[str, Parameter(allow_leading_hyphen=True)] = "live",
    witness: str | None = None,
    as_of: date | None = None,
    database: Database = None,
) -> None:
    """Fetch a document and publish it, then hear what second sources say.

    Parameters
    ----------
    source
        live (models.dev), embedded (what the installation carries), a file (.json, .gz or
        .zst), - for standard input, or an http address.
    as_of
        The day that the document describes, YYYY-MM-DD; told by the source unless given.
    witness
        A second source, such as litellm: only what it says is taken in.
    """
    chosen = settings(database)
    if witness is not None:
        _hear_one(chosen, witness, source, as_of)
        return
    wanted = parse_source(source, live=chosen.upstream_urls)
    # A Text object, so that no square bracket of a file's name is taken for markup.
    doing = Text(f"Syncing from {source} …")
    with open_store(chosen) as store, progress_console().status(doing):
        run = sync_and_hear(store, wanted, chosen.witnesses, now(), as_of)
    for line in (*_told(run.taken), *(_heard(*each) for each in run.heard)):
        note(line)


def _hear_one(chosen: Settings, name: str, source: str, as_of: date | None) -> None:
    """Take in what one witness says, from its address or from a file."""
    known: dict[str, WitnessSource] = {each.id: each for each in (*WITNESSES, *chosen.witnesses)}
    if (witness := known.get(name)) is None:
        raise UsageError(f"{name!r} is no witness; there are {', '.join(known)}")
    wanted = parse_source(source, live=(witness.address,))
    doing = Text(f"Hearing {witness.name} …")
    with open_store(chosen) as store, progress_console().status(doing):
        attempt = hear(store, witness, wanted, now(), as_of)
    note(_heard(witness, attempt))


def _heard(witness: WitnessSource, attempt: Attempt | str) -> str:
    """Say how it went to hear a witness."""
    if isinstance(attempt, str):
        return f"{witness.name} is not heard: {attempt}."
    match attempt.outcome:
        case Outcome.HELD:
            return f"{witness.name} is held back, what it said before stays: {attempt.cause}."
        case Outcome.UNCHANGED:
            return f"{witness.name} says what it said before."
        case _:
            return f"{witness.name} is heard."


def _told(taken: Taken) -> Iterator[str]:
    """Say what a sync did, a line for each thing that an operator may want to look into."""
    snapshot = taken.snapshot
    match taken.outcome:
        case Outcome.UNCHANGED:
            yield f"Unchanged since {snapshot.as_of}."
        case Outcome.HELD:
            yield "The whole document is held back; 'modelario status' says why."
        case _:
            yield (
                f"Published snapshot {snapshot.seq}: {snapshot.offerings} offerings "
                f"of {snapshot.providers} providers as of {snapshot.as_of}."
            )
    if taken.changes:
        yield f"Changes: {len(taken.changes)}."
    if taken.opened:
        yield f"Held back: {len(taken.opened)}; 'modelario status' lists them."
    if taken.set_aside:
        yield f"Set aside as faulty: {taken.set_aside}; 'modelario status' lists them."


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
        raise FailedError("some days could not be imported")


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


def backup(file: Path, *, database: Database = None) -> None:
    """Copy the store into a file while it is in use, and verify the copy.

    Parameters
    ----------
    file
        Where the copy goes; an older backup there is replaced once the new one is sound.
    """
    with progress_console().status(Text(f"Backing up into {file}")):
        made = back_up(settings(database), file)
    note(
        f"{made.snapshots} snapshots are in {file} as they were written, {made.size / 1e6:.1f} MB. "
        f"The head is {made.head or 'none yet'}."
    )


def verify(*, expect: str | None = None, database: Database = None) -> None:
    """Check the stored history against its hashes.

    Parameters
    ----------
    expect
        A head that 'modelario status' told earlier: the history has to have had it once.
    """
    with existing_store(settings(database)) as store, progress_console().status("Verifying"):
        faults = store.verify(expect)
        snapshots, head = len(store.snapshots()), store.sealed_head()
    for fault in faults:
        note(sentence(fault))
    if faults:
        raise FailedError(f"the history is not as it was written; faults: {len(faults)}")
    note(f"{snapshots} snapshots are as they were written. The head is {head or 'none yet'}.")


def rebuild(*, database: Database = None) -> None:
    """Derive changes and assignments anew from the snapshots, with the rules of today."""
    with existing_store(settings(database)) as store, _days("Rebuilding") as progress:
        rebuilt = rebuild_history(store, now(), progress)
    note(f"Rebuilt {rebuilt.changes} changes and {rebuilt.assignments} assignments.")


def mend(*, database: Database = None) -> None:
    """Put right days that have yet to come, which a wrong clock or a wrong --as-of left behind."""
    with existing_store(settings(database)) as store, _days("Mending") as progress:
        moved = mending(store, now(), progress)
        head = store.sealed_head()
    note(f"Dated {moved} snapshots anew." + (f" The head is now {head}." if moved else ""))
