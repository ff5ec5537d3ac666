"""How fresh the catalogue is, what it holds, and how the last syncs went."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from modelario.catalogue.findings import is_suspect
from modelario.causes import cause
from modelario.history.journal import Attempt, Hold
from modelario.queries.columns import Column, Kind
from modelario.queries.holds import HoldEvent, HoldRow, hold_events, hold_rows
from modelario.records import Catalogue, ModelId, Reason, Reject, SourceId
from modelario.witnesses.table import WITNESSES

#: Data older than this is marked as stale.
STALE_AFTER = timedelta(hours=36)


class AttemptRow(Struct, frozen=True, kw_only=True):
    """One attempt to take in a document; ``cause`` says why it failed."""

    at: datetime
    source: str
    outcome: str
    as_of: date | None
    cause: str | None


class WitnessRow(Struct, frozen=True, kw_only=True):
    """A second source: what is heard of it, and how the last attempt to hear it went."""

    id: SourceId
    name: str
    #: Where it is published.
    link: str
    #: The day that its document is of; null while it was never heard.
    as_of: date | None
    fetched_at: datetime | None
    #: How many listings it speaks of.
    listings: int
    #: How many of its entries could not be read.
    unread: int
    #: When it was last asked.
    tried_at: datetime | None
    outcome: str | None
    cause: str | None


class Status(Struct, frozen=True, kw_only=True):
    """The state of the catalogue and of the syncs that feed it."""

    as_of: date
    source: str
    fetched_at: datetime
    #: Hours since the end of the day that the data describes; 0 on that day.
    age_hours: int
    age_days: int
    stale: bool
    snapshot: int | None
    store: str | None
    #: Whether the store cannot be read just now; what is published stays meanwhile.
    store_fails: bool
    models: int
    offerings: int
    providers: int
    labs: int
    routers: int
    inconsistencies: int
    #: Models with a price that is 20 times or more from what other providers ask.
    suspect_prices: tuple[ModelId, ...]
    price_states: Mapping[str, int]
    #: The first of what was set aside, and how many there are in all.
    rejects: tuple[Reject, ...]
    rejected: int
    attempts: tuple[AttemptRow, ...]
    #: The second sources that were heard, or tried.
    witnesses: tuple[WitnessRow, ...]
    #: What the gates keep back; where it is a field, its last good value is shown meanwhile.
    holds: tuple[HoldRow, ...]
    #: The same by event, with what peers say.
    events: tuple[HoldEvent, ...]
    #: The hash of all that ever came in, for ``verify --expect``; signed where there is a key.
    head: str | None
    #: What an operator should know: another catalogue stands in, the store is another one.
    troubles: tuple[Reason, ...]

    @property
    def reaches_store(self) -> bool:
        """Whether the store can be read; the embedded data may stand in for it."""
        return not self.store_fails and all(each.code != "stands_in" for each in self.troubles)


class Readiness(Struct, frozen=True, kw_only=True):
    """Whether there is something to serve, of which day it is, and when it was fetched."""

    ready: bool
    as_of: date
    fetched_at: datetime
    source: str
    snapshot: int | None
    stale: bool
    #: Whether the process is about to end: it answers what comes, and wants no more.
    stopping: bool = False


REJECT_COLUMNS = (
    Column("what", Kind.WORDS, "kind", labels="kind"),
    Column("path", Kind.ID),
    Column("reason", Kind.TEXT),
    Column("last_good", Kind.FLAG, "kept"),
)


def age(catalogue: Catalogue, now: datetime) -> timedelta:
    """Tell how long the day that a catalogue describes has been over; 0 on that day."""
    return max(timedelta(0), now - _over(catalogue))


def is_stale(catalogue: Catalogue, now: datetime) -> bool:
    """Whether a catalogue is too old to be relied on."""
    return now > stale_after(catalogue)


def stale_after(catalogue: Catalogue) -> datetime:
    """Tell until when a catalogue can be relied on."""
    return _over(catalogue) + STALE_AFTER


def _over(catalogue: Catalogue) -> datetime:
    """Tell when the day is over that a catalogue describes."""
    return datetime.combine(catalogue.origin.as_of + timedelta(days=1), time.min, UTC)


def ready(catalogue: Catalogue, now: datetime) -> Readiness:
    """Tell whether a catalogue can be served; one that is stale can."""
    return Readiness(
        ready=bool(catalogue.entries),
        as_of=catalogue.origin.as_of,
        fetched_at=catalogue.origin.fetched_at,
        source=catalogue.origin.source,
        snapshot=catalogue.origin.sequence,
        stale=is_stale(catalogue, now),
    )


def status(
    catalogue: Catalogue,
    now: datetime,
    *,
    store: str | None,
    store_fails: bool = False,
    attempts: Iterable[Attempt],
    hearings: Iterable[Attempt] = (),
    holds: Iterable[Hold] = (),
    head: str | None = None,
    troubles: Sequence[Reason] = (),
    sequence: int | None = None,
) -> Status:
    """Sum up a catalogue as of ``now``; ``sequence`` is the snapshot of a past one."""
    held = hold_rows(holds, sequence)
    servings = [s for entry in catalogue.entries.values() for s in entry.model.servings]
    return Status(
        as_of=catalogue.origin.as_of,
        source=catalogue.origin.source,
        fetched_at=catalogue.origin.fetched_at,
        age_hours=int(age(catalogue, now).total_seconds() // 3600),
        age_days=age(catalogue, now).days,
        stale=is_stale(catalogue, now),
        snapshot=catalogue.origin.sequence,
        store=store,
        store_fails=store_fails,
        models=len(catalogue.entries),
        offerings=len(servings) + len(catalogue.routers),
        providers=len(catalogue.providers),
        labs=len(catalogue.labs),
        routers=len(catalogue.routers),
        inconsistencies=sum(len(entry.findings) for entry in catalogue.entries.values()),
        suspect_prices=tuple(
            entry.model.id
            for entry in catalogue.entries.values()
            if any(is_suspect(finding) for finding in entry.findings)
        ),
        price_states=dict(Counter(str(s.price_state) for s in servings).most_common()),
        rejects=catalogue.rejects,
        rejected=len(catalogue.rejects) + catalogue.more_rejects,
        attempts=tuple(map(_attempt_row, attempts)),
        witnesses=tuple(_witness_rows(catalogue, hearings)),
        holds=held,
        events=hold_events(catalogue, held),
        head=head,
        troubles=tuple(troubles),
    )


def _witness_rows(catalogue: Catalogue, hearings: Iterable[Attempt]) -> Iterator[WitnessRow]:
    heard = {each.id: each for each in catalogue.witnesses}
    tried = {each.witness: each for each in hearings}
    for source in WITNESSES:
        said, attempt = heard.get(source.id), tried.get(source.id)
        if said or attempt:
            yield WitnessRow(
                id=source.id,
                name=source.name,
                link=source.link,
                as_of=said.as_of if said else None,
                fetched_at=said.fetched_at if said else None,
                listings=said.listings if said else 0,
                unread=said.unread if said else 0,
                tried_at=attempt.at if attempt else None,
                outcome=attempt.outcome if attempt else None,
                cause=cause(attempt.cause) if attempt and attempt.cause else None,
            )


def _attempt_row(attempt: Attempt) -> AttemptRow:
    return AttemptRow(
        at=attempt.at,
        source=attempt.source,
        outcome=attempt.outcome,
        as_of=attempt.as_of,
        # Older attempts were recorded as they came.
        cause=None if attempt.cause is None else cause(attempt.cause),
    )
