"""What is published at this moment, and the days before it as far as the store holds them."""

import logging
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from msgspec import structs

from modelario.building import edition_of, of_snapshot, said_now
from modelario.catalogue.questions import MissingError
from modelario.history.journal import (
    Attempt,
    DatedChange,
    Hold,
    Listed,
    LostDayError,
    NothingPublishedError,
    StoreError,
)
from modelario.history.recalling import recalled
from modelario.history.running_days import check_asked, is_ahead
from modelario.queries.edition import Edition
from modelario.queries.status import Status, status
from modelario.records import (
    ChangeKind,
    ModelId,
    Origin,
    Reason,
)
from modelario.settings import Settings
from modelario.store.answering import Answering
from modelario.store.store import DatabaseKind, Store
from modelario.upstream.sources import EmbeddedSource, fetch

log = logging.getLogger(__name__)

T = TypeVar("T")

#: How many attempts the status shows, and how much is kept in memory: past days, and models
#: whose course was asked for.
_ATTEMPTS, _DAYS_IN_MEMORY, _COURSES_IN_MEMORY = 20, 4, 256
#: How long a reader waits for a store, in seconds: one on a server may be stopped or cut off,
#: a file can only be slow.
PATIENCE_S: Mapping[DatabaseKind, float] = {"postgresql": 0.5, "sqlite": 10.0}
#: A past day is read and built for as long as that takes.
DAY_PATIENCE_S = 30.0
#: So many snapshots are tried before none can be served.
SNAPSHOTS_TRIED = 5


class Journal(NamedTuple):
    """How the last syncs went, and what is held back."""

    attempts: tuple[Attempt, ...] = ()
    #: The last attempt to hear each witness.
    hearings: tuple[Attempt, ...] = ()
    holds: tuple[Hold, ...] = ()
    #: The hash that sums up all that ever came in.
    head: str | None = None


class Editions:
    """What is published now; it is replaced whole, so that a reader sees one state or the next.

    Whatever else is asked for, on past days and of the course of things, comes from the store
    and raises :class:`StoreError` when that fails or does not answer in time; ``now`` stays
    whatever happens to it, and what was read of it before is given as long as it fits.
    """

    def __init__(self, edition: Edition, store: Store | None = None) -> None:
        self.now = edition
        self._store = store
        self._answering = Answering()
        self._begins: date | None = None
        #: Past days that cannot be built: nobody tries twice.
        self._lost: set[date] = set()
        self._journal = Journal()
        #: What an operator should know of the store beside what is served.
        self.notices: tuple[Reason, ...] = ()
        self._past = lru_cache(maxsize=_DAYS_IN_MEMORY)(self._load)
        #: The changes up to a snapshot, and which state of the store they are of.
        self._changes: tuple[tuple[int, str] | None, tuple[DatedChange, ...]] = None, ()
        self._courses = lru_cache(maxsize=_COURSES_IN_MEMORY)(self._load_course)
        self._begin()

    def replace(self, edition: Edition) -> None:
        """Publish another catalogue; answers in progress keep the one that they began with."""
        self.now = edition
        self._begin()

    def attach(self, store: Store) -> None:
        """Read past days and the course of syncs from this store from now on."""
        if self._store is not None and self._store is not store:
            self._store.close()
        self._store = store
        self._answering = Answering()
        # The changes and courses that are kept belong to a revision, whatever store has it.
        self._past.cache_clear()
        self._lost.clear()
        self._begins = None
        self._begin()

    def _ask(self, read: Callable[[Store], T], patience_s: float | None = None) -> T:
        """Read from the store, waiting for it no longer than a reader can."""
        store = self._store
        if store is None:
            raise StoreError("there is no store")
        return self._answering.ask(lambda: read(store), patience_s or PATIENCE_S[store.kind])

    def _begin(self) -> None:
        """Learn the first day that there is, which no later one changes."""
        if self._begins is None and self._store is not None:
            first = self._store.first()
            self._begins = first.as_of if first else None

    @property
    def begins(self) -> date:
        """The first day that there is a catalogue of."""
        return self._begins or self.now.catalogue.origin.as_of

    def as_of(self, day: date | None, now: Edition | None = None) -> Edition:
        """Give the catalogue as it stood at the end of a day; ``now`` where that is its own.

        Raises ``NothingPublishedError`` for a day before the first snapshot, and ``LostDayError``
        for one that cannot be built.
        """
        now = now or self.now
        if day is None or day >= now.catalogue.origin.as_of:
            return now
        return self._past(day)

    def asked(self, day: date | None, moment: datetime) -> Edition:
        """Give the catalogue of a day that somebody asks for at a moment, which may not know it.

        Raises :class:`~modelario.history.running_days.YetToComeError` for one that has yet to come.
        """
        check_asked(day, self.now.catalogue.origin.as_of, moment)
        return self.as_of(day)

    def check_span(self, since: date | None, until: date | None, moment: datetime) -> None:
        """Raise an error for a span of days in which nothing can have changed, which says why."""
        check_asked(since, self.now.catalogue.origin.as_of, moment, "since")
        # A span that ends before it begins cannot be meant at all: that the query says.
        backwards = since is not None and until is not None and since > until
        if until is not None and until < self.begins and not backwards:
            message = f"history begins on {self.begins}: there is nothing until {until}"
            raise MissingError("until", until.isoformat(), message=message)

    def _load(self, day: date) -> Edition:
        if self._store is None:
            raise NothingPublishedError(day, self.now.catalogue.origin.as_of)
        if day in self._lost:
            raise LostDayError(day)
        try:
            return self._ask(lambda store: stored(store, day), DAY_PATIENCE_S)
        except StoreError:
            raise
        except Exception as error:
            # Of an import only the last day was tried.
            log.exception("What was published on %s cannot be built", day)
            self._lost.add(day)
            raise LostDayError(day) from error

    def changes(self, since: date | None = None) -> tuple[DatedChange, ...]:
        """Give the changes of all days, or from a day on, the oldest first."""
        every = self._every_change(None)
        return every[bisect_left(every, since, key=_day) :] if since else every

    def read_ahead(self) -> None:
        """Read what readers will ask for, and take more time for it than they have."""
        self._every_change(DAY_PATIENCE_S)

    def _every_change(self, patience_s: float | None) -> tuple[DatedChange, ...]:
        """All changes up to the snapshot that is served: there are few enough to keep."""
        sequence, revision = self.now.catalogue.origin.sequence, self.now.revision
        if self._store is None or sequence is None:
            return ()
        of, found = self._changes
        if of != (sequence, revision):
            every = self._ask(lambda store: store.changes(), patience_s)
            found = tuple(each for each in every if each.seq <= sequence)
            self._changes = (sequence, revision), found
        return found

    def left(self, model: ModelId) -> date | None:
        """Tell the last day on which a model was in the catalogue, where it has left since."""
        for each in reversed(self.changes()):
            if each.change.provider is None and each.change.model == model:
                gone = each.change.kind is ChangeKind.REMOVED
                return each.as_of - timedelta(days=1) if gone else None
        return None

    def course(self, edition: Edition, model: ModelId) -> tuple[Listed, ...]:
        """Tell what the offerings of a release were from the first day to that of a catalogue."""
        catalogue = edition.catalogue
        if self._store is None or catalogue.origin.sequence is None:
            return ()
        found = catalogue.entry(model).model
        ids = {found.id, *found.further_ids}
        former = {old for old, new in catalogue.aliases.items() if new in ids}
        return self._courses(catalogue.origin.sequence, frozenset(ids | former), self.now.revision)

    def _load_course(
        self, sequence: int, ids: frozenset[ModelId], _revision: str
    ) -> tuple[Listed, ...]:
        return self._ask(lambda store: store.course(sequence, ids))

    def status(self, now: datetime, past: Edition | None = None) -> Status:
        """Sum up the catalogue, the last syncs and what is held back, now or on a past day.

        Where the store fails, that is part of it, and the rest is as it was last seen.
        """
        sequence = past.catalogue.origin.sequence if past else None
        journal, fails = Journal() if past else self._journal, False
        try:
            if self._store is not None:
                journal = self._ask(lambda store: _journal(store, sequence, whole=past is None))
        except StoreError:
            fails = True
        if past is None:
            self._journal = journal
        edition = past or self.now
        return status(
            edition.catalogue,
            now,
            store=self._store.place if self._store else None,
            store_fails=fails,
            attempts=journal.attempts,
            hearings=journal.hearings,
            holds=journal.holds,
            head=journal.head,
            sequence=sequence,
            troubles=(*edition.troubles, *self.notices, *_ahead(edition, now)),
        )


def _ahead(edition: Edition, now: datetime) -> Iterator[Reason]:
    if is_ahead(edition.catalogue.origin.as_of, now):
        yield Reason("day_ahead", as_of=edition.catalogue.origin.as_of)


def _journal(store: Store, sequence: int | None, *, whole: bool) -> Journal:
    if not whole:
        return Journal(holds=store.holds(sequence))
    return Journal(
        store.attempts(_ATTEMPTS),
        store.witnesses.attempts(),
        store.holds(sequence),
        store.sealed_head(),
    )


def _day(each: DatedChange) -> date:
    return each.as_of


# --- from the store or the embedded data --------------------------------------------


def open_editions(settings: Settings, now: datetime) -> Editions:
    """Open what is published: the store's head, or the embedded data where there is none yet.

    A store that does not exist is not made.
    """
    if not Store.exists(settings.database_url):
        return Editions(embedded(now))
    store = Store.open(settings.database_url, settings.store_key)
    edition = head(store) if store.head() else embedded(now)
    return Editions(edition, store)


def editions_to_serve(settings: Settings, now: datetime) -> Editions:
    """Open what is published; where the store cannot be used, the embedded data stands in."""
    try:
        return open_editions(settings, now)
    except StoreError as error:
        log.error("The embedded data is served until the store can be: %s", error)  # noqa: TRY400
        return Editions(structs.replace(embedded(now), troubles=(Reason("stands_in"),)))


def embedded(now: datetime) -> Edition:
    """Publish the data that the installation carries."""
    fetched = fetch(EmbeddedSource(), now=now)
    origin = Origin(source="embedded", as_of=fetched.as_of or now.date(), fetched_at=now)
    assert fetched.content  # noqa: S101 – only a server answers that nothing is new
    return edition_of(fetched.content.raw, origin, {}, {})


def head(store: Store) -> Edition:
    """Publish the store's head, or where that cannot be served the last before it that can.

    Raises ``NothingPublishedError``, and :class:`StoreError` when none can.
    """
    # Read before the rest: whoever publishes in between is noticed at the next look.
    revision = store.revision()
    said = said_now(store)
    troubles: tuple[Reason, ...] = ()
    for snapshot in store.last_published(SNAPSHOTS_TRIED):
        try:
            raw = store.document(snapshot.seq)
            edition = of_snapshot(store, raw, snapshot, store.aliases(), said)
        except StoreError:
            raise
        except Exception as error:
            log.exception("Snapshot %s cannot be served, one before it is", snapshot.seq)
            cause = type(error).__name__
            troubles = (Reason("head_passed_over", seq=snapshot.seq, cause=cause),)
        else:
            troubles += edition.troubles
            return structs.replace(edition, revision=revision, troubles=troubles)
    if troubles:
        raise StoreError(f"none of the last {SNAPSHOTS_TRIED} snapshots can be served")
    raise NothingPublishedError(None, None)


def stored(store: Store, day: date) -> Edition:
    """Publish what was published at the end of a day."""
    raw, snapshot = store.load(day)
    # A past day does not know what was renamed later, or said.
    said = store.witnesses.said(day)
    return of_snapshot(store, raw, snapshot, store.aliases(snapshot.seq), recalled(said, day))
