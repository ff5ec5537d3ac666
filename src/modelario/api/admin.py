"""What an operator may ask for over HTTP: the acts, and what is answered to each.

They are the acts of the command line. Who may ask is for the site to tell.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from modelario.api.inquiries import PREFIX
from modelario.api.problems import ProblemDetails, problem
from modelario.editions import Editions
from modelario.history.journal import (
    Decision,
    OwnFaultError,
    StoreError,
    UndecidableError,
)
from modelario.records import SourceId
from modelario.settings import Settings

# What an act takes is loaded when one is asked for: most servers never need it.
if TYPE_CHECKING:
    from modelario.keeping.workshop import SyncTold, Workshop

#: What stands before every act's address.
FOLDER = "admin/"


class HearingReport(Struct, frozen=True, kw_only=True):
    """How a second source that was asked went."""

    id: SourceId
    #: What became of what it said; null where it could not be tried.
    outcome: str | None
    cause: str | None


class SyncReport(Struct, frozen=True, kw_only=True):
    """What a sync took in."""

    #: published, unchanged, or held where the whole document is held back.
    outcome: str
    #: The newest snapshot there is then.
    snapshot: int
    as_of: date
    #: How many changes it brought.
    changes: int
    #: How many holds it opened.
    held: int
    #: How many faulty offerings were set aside.
    set_aside: int
    #: The second sources that were asked.
    witnesses: tuple[HearingReport, ...]


class DecisionReport(Struct, frozen=True, kw_only=True):
    """What became of a decision about what is held back."""

    decision: str
    #: The numbers of the holds that it was about.
    holds: tuple[int, ...]
    #: The snapshot that it made.
    snapshot: int


class Order(NamedTuple):
    """What an act is carried out with."""

    editions: Editions
    settings: Settings
    moment: datetime
    #: What the address names.
    names: Mapping[str, str]
    #: Where the work is done; ``None`` is here.
    workshop: "Workshop | None" = None


class Act(NamedTuple):
    """One act: its address after ``/api/v1/``, what it does, and what it answers."""

    name: str
    path: str
    summary: str
    record: type[Struct]
    carry_out: Callable[[Order], Struct | ProblemDetails]
    #: Statuses that it may end with beside those of every act.
    faults: tuple[str, ...] = ()


def _sync(order: Order) -> Struct | ProblemDetails:
    from modelario.keeping.freshness import sync_now  # noqa: PLC0415
    from modelario.keeping.opening import open_store  # noqa: PLC0415

    with open_store(order.settings) as store:
        told = sync_now(order.editions, store, order.settings, order.moment, order.workshop)
    return problem("syncing") if told is None else _report(told)


def _report(told: "SyncTold") -> SyncReport:
    return SyncReport(
        outcome=told.outcome,
        snapshot=told.seq,
        as_of=told.as_of,
        changes=told.changes,
        held=told.held,
        set_aside=told.set_aside,
        witnesses=tuple(
            HearingReport(id=each.id, outcome=each.outcome, cause=each.cause) for each in told.heard
        ),
    )


def _decides(decision: Decision) -> Callable[[Order], Struct | ProblemDetails]:
    def carry_out(order: Order) -> Struct | ProblemDetails:
        from modelario.keeping.decisions import decide  # noqa: PLC0415
        from modelario.keeping.freshness import serve_head  # noqa: PLC0415
        from modelario.keeping.opening import existing_store  # noqa: PLC0415

        holds, event = order.names.get("holds", ""), order.names.get("event")
        try:
            numbers = tuple(_number(each) for each in holds.split(",") if holds)
            of = _number(event) if event is not None else None
        except ValueError:
            detail = "holds are named by their numbers, with commas between them"
            return problem("bad_parameter", detail, parameter="holds" if holds else "event")
        with existing_store(order.settings) as store:
            done = decide(store, decision, numbers, of, order.moment)
            serve_head(order.editions, store, order.settings, order.workshop)
        return DecisionReport(decision=decision, holds=done.holds, snapshot=done.snapshot.seq)

    return carry_out


#: Numbers of a store have no more figures.
_MOST_FIGURES = 18


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_FIGURES):
        raise ValueError(text)
    return int(text)


_DECIDING = ("400", "404")

ACTS: tuple[Act, ...] = (
    Act(
        "sync",
        "admin/sync",
        "Fetch upstream's document and publish it, then hear what second sources say",
        SyncReport,
        _sync,
        ("502",),
    ),
    *(
        act
        for decision, summary in (
            (Decision.RELEASE, "Publish what {} keep back"),
            (Decision.REJECT, "Never believe what {} keep back, as long as upstream says it"),
        )
        for act in (
            Act(
                decision,
                f"admin/held/{{holds}}/{decision}",
                summary.format("some holds"),
                DecisionReport,
                _decides(decision),
                _DECIDING,
            ),
            Act(
                f"{decision}_event",
                f"admin/held/events/{{event}}/{decision}",
                summary.format("all holds of an event"),
                DecisionReport,
                _decides(decision),
                _DECIDING,
            ),
        )
    ),
)


def act_at(segments: Sequence[str]) -> tuple[Act, Mapping[str, str]] | None:
    """Find the act at an address, and what its address names."""
    for act in ACTS:
        wanted = act.path.split("/")
        if len(wanted) == len(segments):
            pairs = list(zip(wanted, segments, strict=True))
            if all(one.startswith("{") or one == other for one, other in pairs):
                return act, {one.strip("{}"): other for one, other in pairs if one[0] == "{"}
    return None


def is_admin(path: str) -> bool:
    """Whether an address is one of an act, if it is any."""
    return path.startswith(PREFIX + FOLDER)


def carried_out(act: Act, order: Order) -> Struct | ProblemDetails:
    """Carry an act out, and say what came of it."""
    from modelario.upstream.sources import SourceError  # noqa: PLC0415

    try:
        return act.carry_out(order)
    except OwnFaultError:
        raise
    except UndecidableError as error:
        return problem("no_hold" if error.missing else "undecidable", str(error))
    except SourceError as error:
        return problem("no_sync", str(error))
    except StoreError as error:
        return problem("no_history", str(error))
