"""What is published at this moment, and the days before it as far as the store holds them."""

import logging
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from modelario.catalogue.questions import MissingError
from modelario.history.announced import with_reached
from modelario.history.journal import (
    AttemptCount,
    DatedChange,
    Listed,
    LostDayError,
    NothingPublishedError,
    Outcome,
    StoreError,
)
from modelario.history.running_days import check_asked, is_ahead
from modelario.queries.edition import Edition
from modelario.queries.sights import Own, Sights
from modelario.records import ChangeKind, ModelId, Reason
from modelario.settings import Settings
from modelario.shelf.shelf import inside, shelf_of
from modelario.store.answering import Answering
from modelario.store.glance import file_of, glance
from modelario.store.last_syncs import Journal, last_syncs
from modelario.upstream.carried import carried_digest

# Whoever finds the catalogue built loads neither what builds it nor the database.
if TYPE_CHECKING:
    from modelario.queries.status import Status
    from modelario.store.database import DatabaseKind
    from modelario.store.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")

#: How much is kept in memory: past days, and models whose course was asked for.
_DAYS_IN_MEMORY, _COURSES_IN_MEMORY = 4, 256
#: How long a reader waits for a store, in seconds: one on a server may be stopped or cut off,
#: a file can only be slow.
PATIENCE_S: "Mapping[DatabaseKind, float]" = {"postgresql": 0.5, "sqlite": 10.0}
#: A past day is read and built for as long as that takes.
DAY_PATIENCE_S = 30.0


class Editions:
    """What is published now; it is replaced whole, so that a reader sees one state or the next.

    Whatever else is asked for, on past days and of the course of things, comes from the store
    and raises :class:`StoreError` when that fails or does not answer in time; ``now`` stays
    whatever happens to it, and what was read of it before is given as long as it fits.
    """

    def __init__(
        self,
        edition: Edition,
        store: "Store | None" = None,
        *,
        opening: "Callable[[], Store] | None" = None,
        begins: date | None = None,
    ) -> None:
        """Publish an edition; ``opening`` opens its store when it is first asked for something.

        ``begins`` is the first day that the store holds, where that is known.
        """
        self.now = edition
        self._sights = Sights(edition)
        #: Whoever replaces it holds this: a catalogue takes a second and much memory to build.
        self.replacing = threading.Lock()
        self._opened = store
        self._opening = opening
        self._one_opens = threading.Lock()
        self._answering = Answering()
        self._begins = begins
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

    @property
    def _has_store(self) -> bool:
        return self._opened is not None or self._opening is not None

    def _store(self) -> "Store":
        """Open the store, where nobody has; only whoever may wait for it calls this."""
        with self._one_opens:
            if self._opened is None:
                if self._opening is None:
                    raise StoreError("there is no store")
                self._opened = self._opening()
            return self._opened

    def apart(self, settings: Settings) -> "Editions":
        """Give the same to another process, which opens the store by itself."""
        opening = partial(_open, settings) if self._has_store else None
        return Editions(self.now, opening=opening, begins=self.begins)

    def replace(self, edition: Edition) -> None:
        """Publish another catalogue; answers in progress keep the one that they began with."""
        self.now = edition
        self._sights = Sights(edition)
        self._begin()

    def attach(self, store: "Store") -> None:
        """Read past days and the course of syncs from this store from now on."""
        if self._opened is not None and self._opened is not store:
            self._opened.close()
        self._opened = store
        self._answering = Answering()
        # The changes and courses that are kept belong to a revision, whatever store has it.
        self._past.cache_clear()
        self._lost.clear()
        # Until this is answered the first day is the one that was known.
        first = store.first()
        self._begins = first.as_of if first else None

    def _ask(self, read: "Callable[[Store], T]", patience_s: float | None = None) -> T:
        """Read from the store, waiting for it no longer than a reader can."""
        # What is still to be opened is a file.
        kind = self._opened.kind if self._opened is not None else "sqlite"
        return self._answering.ask(lambda: read(self._store()), patience_s or PATIENCE_S[kind])

    def _begin(self) -> None:
        """Learn the first day that there is, which no later one changes."""
        if self._begins is None and self._opened is not None:
            first = self._opened.first()
            self._begins = first.as_of if first else None

    @property
    def begins(self) -> date:
        """The first day that there is a catalogue of, as far as is known: nobody waits for it."""
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

    def seen(self, edition: Edition, own: Own) -> Edition:
        """See an edition as it is for a reader with providers or a workload of their own."""
        return self._sights.seen(edition, own)

    def check_span(self, since: date | None, until: date | None, moment: datetime) -> None:
        """Raise an error for a span of days in which nothing can have changed, which says why."""
        check_asked(since, self.now.catalogue.origin.as_of, moment, "since")
        # A span that ends before it begins cannot be meant at all: that the query says.
        backwards = since is not None and until is not None and since > until
        if until is not None and until < self.begins and not backwards:
            message = f"history begins on {self.begins}: there is nothing until {until}"
            raise MissingError("until", until.isoformat(), message=message)

    def _load(self, day: date) -> Edition:
        from modelario.building import stored  # noqa: PLC0415

        if not self._has_store:
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
        return every[bisect_left(every, since, key=attrgetter("as_of")) :] if since else every

    def read_ahead(self) -> None:
        """Read what readers will ask for, and take more time for it than they have."""
        self._every_change(DAY_PATIENCE_S)

    def _every_change(self, patience_s: float | None) -> tuple[DatedChange, ...]:
        """All changes up to the snapshot that is served: there are few enough to keep."""
        sequence, revision = self.now.catalogue.origin.sequence, self.now.revision
        if not self._has_store or sequence is None:
            return ()
        of, found = self._changes
        if of != (sequence, revision):
            every = self._ask(lambda store: store.changes(), patience_s)
            present = (each for each in every if each.seq <= sequence)
            found = with_reached(present, self.now.catalogue.origin.as_of)
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
        if not self._has_store or catalogue.origin.sequence is None:
            return ()
        found = catalogue.entry(model).model
        ids = {found.id, *found.further_ids}
        former = {old for old, new in catalogue.aliases.items() if new in ids}
        return self._courses(catalogue.origin.sequence, frozenset(ids | former), self.now.revision)

    def _load_course(
        self, sequence: int, ids: frozenset[ModelId], _revision: str
    ) -> tuple[Listed, ...]:
        return self._ask(lambda store: store.course(sequence, ids))

    @property
    def outcomes(self) -> Mapping[Outcome, AttemptCount]:
        """What the syncs that are on record came to, as :meth:`status` last saw it."""
        return self._journal.outcomes

    def status(self, now: datetime, past: Edition | None = None) -> "Status":
        """Sum up the catalogue, the last syncs and what is held back, now or on a past day.

        Where the store fails, that is part of it, and the rest is as it was last seen.
        """
        from modelario.queries.status import status  # noqa: PLC0415 – few ask for it

        sequence = past.catalogue.origin.sequence if past else None
        journal, fails = Journal() if past else self._journal, False
        try:
            if self._has_store:
                journal = self._ask(lambda store: last_syncs(store, sequence, whole=past is None))
        except StoreError:
            fails = True
        if past is None:
            self._journal = journal
        edition = past or self.now
        return status(
            edition.catalogue,
            now,
            store=self._opened.place if self._opened else None,
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


# --- from the store or the embedded data --------------------------------------------


def open_editions(settings: Settings, now: datetime) -> Editions:
    """Open what is published: the store's head, or the embedded data where there is none yet.

    A store that does not exist is not made.
    """
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        return Editions(embedded(now, settings.data_dir))
    seen = glance(file) if file is not None else None
    if seen is not None and (found := shelf_of(settings, seen).edition()) is not None:
        return Editions(found, opening=lambda: _open(settings), begins=seen.begins)
    store = _open(settings)
    return Editions(_of_store(store, settings, now), store)


def _open(settings: Settings) -> "Store":
    from modelario.store.store import Store  # noqa: PLC0415

    return Store.open(settings.database_url, settings.store_key)


def _of_store(store: "Store", settings: Settings, now: datetime) -> Edition:
    """Publish a store's head, and keep it built for the next start."""
    if store.head() is None:
        return embedded(now, settings.data_dir)
    from modelario.building import head  # noqa: PLC0415

    seen = store.glance()
    shelf = shelf_of(settings, seen)
    if (found := shelf.edition()) is None:
        found = head(store)
        # Somebody may have published in between.
        if found.revision == seen.revision:
            shelf.keep(found)
    return found


def editions_to_serve(settings: Settings, now: datetime) -> Editions:
    """Open what is published; where the store cannot be used, the embedded data stands in."""
    try:
        return open_editions(settings, now)
    except StoreError as error:
        log.error("The embedded data is served until the store can be: %s", error)  # noqa: TRY400
        stand_in = embedded(now, settings.data_dir)
        return Editions(structs.replace(stand_in, troubles=(Reason("stands_in"),)))


def embedded(now: datetime, folder: Path | None = None) -> Edition:
    """Publish the data that the installation carries; with a folder, keep it built in there."""
    digest = carried_digest() if folder else None
    shelf = inside(folder, "embedded", digest) if folder and digest else None
    if shelf and (found := shelf.edition()) is not None:
        origin = structs.replace(found.catalogue.origin, fetched_at=now)
        return structs.replace(found, catalogue=structs.replace(found.catalogue, origin=origin))
    from modelario.building import installed  # noqa: PLC0415

    made = installed(now)
    if shelf:
        shelf.keep(made)
    return made
