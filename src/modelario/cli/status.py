"""The command that tells how the data and the store are."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from modelario.catalogue.findings import SUSPECT_FACTOR
from modelario.cli.hold_lines import event_line, hold_line
from modelario.cli.output import console, write_bytes
from modelario.cli.question import QUESTION, Question, UsageError, now
from modelario.formats import Format, to_json
from modelario.queries.status import AttemptRow, Status, WitnessRow
from modelario.records import Reject
from modelario.wording import label, sentence

#: How many holds, and how many rejects, a terminal shows.
_LISTED = 20


def status(*, question: Question = QUESTION) -> None:
    """Show how fresh the data is, what is held back or set aside, and how the syncs went."""
    if question.format in (Format.CSV, Format.MD):
        raise UsageError("the status is no table: ask for --format json or jsonl")
    opened = question.editions()
    past = question.then(opened) if question.as_of else None
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
        ("Head", found.head or "none"),
        ("Models", found.models),
        ("Offerings", f"{found.offerings}, {found.routers} of them routers"),
        ("Providers", found.providers),
        ("Labs", found.labs),
        ("Prices", states),
        ("Inconsistencies", found.inconsistencies),
        (
            "Suspect prices",
            f"{len(found.suspect_prices)} models, {SUSPECT_FACTOR} times from their peers",
        ),
        ("Held back", len(found.holds)),
        ("Set aside", found.rejected),
    ):
        grid.add_row(Text(name, "dim"), Text(str(value)))
    out = console()
    out.print(grid)
    _list("Notices", [Text(sentence(trouble)) for trouble in found.troubles])
    events = [Text.assemble(*event_line(event)) for event in found.events if event.holds > 1]
    _list("Held back by event", events)
    _list("Held back", [Text.assemble(*hold_line(hold)) for hold in found.holds])
    _list("Second sources", [Text(_witness(row)) for row in found.witnesses])
    _list("Set aside", [Text(_reject(reject)) for reject in found.rejects], found.rejected)
    _list("Last syncs", [Text(_attempt(attempt)) for attempt in found.attempts])


def _reject(reject: Reject) -> str:
    kept = "; its last good version stays" if reject.kept else ""
    return f"{reject.path}: {sentence(reject.reason)}{kept}"


def _list(title: str, lines: Sequence[Text], among: int = 0) -> None:
    """Print some lines under a title, the first of them where there are many.

    They are all there are unless ``among`` is more.
    """
    if not lines:
        return
    out = console()
    out.print(Text(title, "bold"))
    for line in lines[:_LISTED]:
        out.print(Text("  ").append(line))
    if (more := max(len(lines), among) - _LISTED) > 0:
        named = "all" if among <= len(lines) else f"the first {len(lines)}"
        out.print(f"  … and {more} more (--format json lists {named})")


def _witness(row: WitnessRow) -> str:
    heard = "never heard"
    if row.as_of is not None:
        heard = f"of {row.as_of}, {row.listings:,} listings, {row.unread:,} unread"
    tried = ""
    if row.tried_at is not None:
        tried = f"; {row.tried_at:%Y-%m-%d %H:%M} {row.outcome}"
    why = f": {row.cause}" if row.cause else ""
    return f"{row.name} {heard}{tried}{why}  {row.link}"


def _attempt(attempt: AttemptRow) -> str:
    day = f" ({attempt.as_of})" if attempt.as_of else ""
    cause = f": {attempt.cause}" if attempt.cause else ""
    return f"{attempt.at:%Y-%m-%d %H:%M} {attempt.source}{day} {attempt.outcome}{cause}"
