"""Commands that keep the store: sync and status."""

from collections.abc import Iterator, Sequence
from datetime import date

from cyclopts import App
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from modelario.cli.held import hold_line
from modelario.cli.options import QUESTION, Database, Question, UsageError, now, settings
from modelario.cli.output import console, note, progress_console, write_bytes
from modelario.formats import Format, to_json
from modelario.history.journal import Outcome
from modelario.keeping import sync as syncing
from modelario.keeping.intake import Taken
from modelario.keeping.opening import open_store
from modelario.queries.status import AttemptRow, Status
from modelario.upstream.sources import parse_source
from modelario.wording import label, sentence

#: How many holds, and how many rejects, a terminal shows.
_LISTED = 20


def register(app: App) -> None:
    """Add the commands of this module."""
    for command in (sync, status):
        app.command(command)


def sync(
    *,
    source: str = "live",
    as_of: date | None = None,
    database: Database = None,
) -> None:
    """Fetch a document and publish it.

    Parameters
    ----------
    source
        live (models.dev), embedded (what the installation carries), a file (.json, .gz or
        .zst), - for standard input, or an http address.
    as_of
        The day that the document describes, YYYY-MM-DD; told by the source unless given.
    """
    chosen = settings(database)
    wanted = parse_source(source, live=chosen.upstream_urls)
    # A Text object, so that no square bracket of a file's name is taken for markup.
    doing = Text(f"Syncing from {source} …")
    with open_store(chosen) as store, progress_console().status(doing):
        taken = syncing.sync(store, wanted, now(), as_of)
    for line in _told(taken):
        note(line)


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
    if taken.document is not None and taken.document.rejects:
        rejects = len(taken.document.rejects)
        yield f"Set aside as faulty: {rejects}; 'modelario status' lists them."


def status(*, question: Question = QUESTION) -> None:
    """Show how fresh the data is, what is held back or set aside, and how the syncs went."""
    if question.format in (Format.CSV, Format.MD):
        raise UsageError("the status is no table: ask for --format json or jsonl")
    opened = question.editions()
    past = opened.as_of(question.as_of) if question.as_of else None
    found = opened.status(now(), past)
    if question.for_people:
        _print(found)
    else:
        write_bytes(to_json(found, indent=2 if question.format is Format.JSON else 0))


def _print(found: Status) -> None:
    grid = Table(box=SIMPLE, show_header=False, pad_edge=False)
    age = f"{found.age_hours // 24} days old" if found.stale else "fresh"
    states = ", ".join(
        f"{count} {label(f'price_state.{state}').lower()}"
        for state, count in found.price_states.items()
    )
    for name, value in (
        ("Data of", f"{found.as_of}, {age}"),
        ("Source", found.source),
        ("Store", found.store or "none yet; the embedded data is shown"),
        ("Snapshot", found.snapshot or "none"),
        ("Models", found.models),
        ("Offerings", f"{found.offerings}, {found.routers} of them routers"),
        ("Providers", found.providers),
        ("Labs", found.labs),
        ("Prices", states),
        ("Inconsistencies", found.inconsistencies),
        ("Suspect prices", f"{len(found.suspect_prices)} models, 20 times from their peers"),
        ("Held back", len(found.holds)),
        ("Set aside", len(found.rejects)),
    ):
        grid.add_row(Text(name, "dim"), Text(str(value)))
    out = console()
    out.print(grid)
    _list("Held back", [hold_line(hold) for hold in found.holds])
    _list(
        "Set aside", [Text(f"{reject.path}: {sentence(reject.reason)}") for reject in found.rejects]
    )
    _list("Last syncs", [Text(_attempt(attempt)) for attempt in found.attempts])


def _list(title: str, lines: Sequence[Text]) -> None:
    """Print some lines under a title, the first of them where there are many."""
    if not lines:
        return
    out = console()
    out.print(Text(title, "bold"))
    for line in lines[:_LISTED]:
        out.print(Text("  ").append(line))
    if len(lines) > _LISTED:
        out.print(f"  … and {len(lines) - _LISTED} more (--format json lists all)")


def _attempt(attempt: AttemptRow) -> str:
    day = f" ({attempt.as_of})" if attempt.as_of else ""
    cause = f": {attempt.cause}" if attempt.cause else ""
    return f"{attempt.at:%Y-%m-%d %H:%M} {attempt.source}{day} {attempt.outcome}{cause}"
