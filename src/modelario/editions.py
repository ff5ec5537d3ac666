"""What is published at this moment, and the days before it as far as the store holds them."""

from bisect import bisect_left
from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from msgspec import structs

from modelario.catalogue.build import build
from modelario.history.journal import (
    DatedChange,
    Listed,
    NothingPublishedError,
    Snapshot,
    StoreError,
)
from modelario.identity.lookup.lookup import Lookup
from modelario.identity.naming.stability import leading
from modelario.identity.resolve import resolve
from modelario.queries.edition import Edition
from modelario.queries.holds import hold_rows
from modelario.queries.status import Status, status
from modelario.records import (
    ChangeKind,
    ModelId,
    ModelOf,
    Origin,
)
from modelario.settings import Settings
from modelario.store.store import Store
from modelario.upstream.document import RawDocument, parse
from modelario.upstream.sources import EmbeddedSource, fetch

#: How many attempts the status shows, and how many past days are kept in memory.
_ATTEMPTS, _DAYS_IN_MEMORY = 20, 4


class Editions:
    """What is published now; it is replaced whole, so that a reader sees one state or the next.

    Whatever else is asked for, on past days and of the course of things, comes from the store
    and raises :class:`StoreError` when that fails; ``now`` stays whatever happens to it.
    """

    def __init__(self, edition: Edition, store: Store | None = None) -> None:
        self.now = edition
        self._store = store
        self._begins: date | None = None
        self._past = lru_cache(maxsize=_DAYS_IN_MEMORY)(self._load)
        self._changes = lru_cache(maxsize=1)(self._load_changes)
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
        self._past.cache_clear()
        self._changes.cache_clear()
        self._begin()

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

        Raises ``NothingPublishedError`` for a day before the first snapshot.
        """
        now = now or self.now
        if day is None or day >= now.catalogue.origin.as_of:
            return now
        return self._past(day)

    def _load(self, day: date) -> Edition:
        if self._store is None:
            raise NothingPublishedError(day, self.now.catalogue.origin.as_of)
        return stored(self._store, day)

    def changes(self, since: date | None = None) -> tuple[DatedChange, ...]:
        """Give the changes of all days, or from a day on, the oldest first."""
        now = self.now
        every = self._changes(now.catalogue.origin.sequence, now.revision)
        return every[bisect_left(every, since, key=_day) :] if since else every

    def _load_changes(self, sequence: int | None, _revision: str) -> tuple[DatedChange, ...]:
        """Read all changes up to a snapshot: there are few enough to keep."""
        if self._store is None or sequence is None:
            return ()
        return tuple(each for each in self._store.changes() if each.seq <= sequence)

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
        return self._store.course(catalogue.origin.sequence, ids | former)

    def status(self, now: datetime, past: Edition | None = None) -> Status:
        """Sum up the catalogue, the last syncs and what is held back, now or on a past day.

        Where the store fails, that is part of it.
        """
        sequence = past.catalogue.origin.sequence if past else None
        store, fails = self._store, False
        try:
            attempts = store.attempts(_ATTEMPTS) if store and past is None else ()
            holds = store.holds(sequence) if store else ()
        except StoreError:
            attempts, holds, fails = (), (), True
        return status(
            (past or self.now).catalogue,
            now,
            store=store.place if store else None,
            store_fails=fails,
            attempts=attempts,
            holds=holds,
            sequence=sequence,
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
    store = Store.open(settings.database_url)
    edition = stored(store) if store.head() else embedded(now)
    return Editions(edition, store)


def embedded(now: datetime) -> Edition:
    """Publish the data that the installation carries."""
    fetched = fetch(EmbeddedSource(), now=now)
    origin = Origin(source="embedded", as_of=fetched.as_of or now.date(), fetched_at=now)
    assert fetched.content  # noqa: S101 – only a server answers that nothing is new
    return _edition(fetched.content.raw, origin, {}, {})


def stored(store: Store, day: date | None = None) -> Edition:
    """Publish the store's head, or what was published at the end of a day."""
    # Read before the rest: whoever publishes in between is noticed at the next look.
    revision = store.revision() if day is None else ""
    raw, snapshot = store.load(day)
    # A past day does not know what was renamed later.
    known = store.aliases() if day is None else store.aliases(snapshot.seq)
    edition = _edition(raw, _origin(snapshot), store.assignments(snapshot.seq), known)
    holds = hold_rows(store.holds(snapshot.seq), snapshot.seq)
    return structs.replace(edition, holds=holds, revision=revision)


def _origin(snapshot: Snapshot) -> Origin:
    return Origin(
        source=snapshot.source,
        as_of=snapshot.as_of,
        fetched_at=snapshot.fetched_at,
        sequence=snapshot.seq,
    )


def _edition(
    raw: RawDocument, origin: Origin, previous: ModelOf, known: Mapping[ModelId, ModelId]
) -> Edition:
    document = parse(raw)
    resolution = resolve(document, previous)
    aliases = {**known, **resolution.aliases}
    resolution = structs.replace(resolution, aliases=_present(aliases, resolution.identities))
    catalogue = build(document, resolution, origin)
    return Edition(catalogue, Lookup(resolution, document), document)


def _present(
    aliases: Mapping[ModelId, ModelId], live: Container[ModelId]
) -> Mapping[ModelId, ModelId]:
    """Where each former id leads now, through any number of aliases; an id in use is no alias."""
    return {
        former: model
        for former in aliases
        if former not in live and (model := leading(former, aliases, live)) is not None
    }
