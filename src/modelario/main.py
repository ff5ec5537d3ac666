"""The composition root: settings, sources and store put together into what faces serve."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Container, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, structs

from modelario.catalogue.build import build
from modelario.history import decisions
from modelario.history.imports import Imported, Progress, import_days
from modelario.history.intake import Taken, take_in
from modelario.history.journal import Attempt, DatedChange, Listed, Outcome, Snapshot
from modelario.history.rebuilding import Rebuilt, keep_addresses, rebuild
from modelario.history.store import (
    NothingPublishedError as NothingPublishedError,  # noqa: PLC0414 – faces catch it
)
from modelario.history.store import Store
from modelario.identity.lookup import Lookup
from modelario.identity.resolve import resolve
from modelario.identity.stability import leading
from modelario.queries.status import AttemptRow, Status, status
from modelario.records import Catalogue, Document, ModelId, OfferingId, Origin, ProviderId
from modelario.settings import Settings
from modelario.upstream.document import RawDocument, parse, split
from modelario.upstream.download import Validators
from modelario.upstream.sources import (
    EmbeddedSource,
    LiveSource,
    Source,
    SourceError,
    UrlSource,
    fetch,
)

#: How many attempts the status shows, and how many past days are kept in memory.
_ATTEMPTS, _DAYS_IN_MEMORY = 20, 4


class Published(Struct, frozen=True):
    """One published catalogue with the index that resolves ids against it."""

    catalogue: Catalogue
    lookup: Lookup
    document: Document


class Publication:
    """What is published now; it is replaced whole, so that a reader sees one state or the next."""

    def __init__(self, published: Published, store: Store | None = None) -> None:
        self.now = published
        self._store = store
        self._past = lru_cache(maxsize=_DAYS_IN_MEMORY)(self._load)
        self._changes = lru_cache(maxsize=1)(self._load_changes)

    def replace(self, published: Published) -> None:
        """Publish another catalogue; answers in progress keep the one that they began with."""
        self.now = published

    def attach(self, store: Store) -> None:
        """Read past days and the course of syncs from this store from now on."""
        if self._store is not None and self._store is not store:
            self._store.close()
        self._store = store
        self._past.cache_clear()
        self._changes.cache_clear()

    @property
    def begins(self) -> date:
        """The first day that there is a catalogue of."""
        first = self._store.first() if self._store else None
        return first.as_of if first else self.now.catalogue.origin.as_of

    def as_of(self, day: date | None) -> Published:
        """Give the catalogue as it stood at the end of a day.

        Raises ``NothingPublishedError`` for a day before the first snapshot.
        """
        catalogue = self.now.catalogue
        if day is None or day >= catalogue.origin.as_of:
            return self.now
        return self._past(day)

    def _load(self, day: date) -> Published:
        if self._store is None:
            raise NothingPublishedError(day, self.now.catalogue.origin.as_of)
        return stored(self._store, day)

    def changes(
        self, since: date | None = None, until: date | None = None
    ) -> tuple[DatedChange, ...]:
        """Give the changes of some days, both inclusive, the oldest first."""
        every = self._changes(self.now.catalogue.origin.sequence)
        start = bisect_left(every, since, key=_day) if since else 0
        end = bisect_right(every, until, key=_day) if until else len(every)
        return every[start:end]

    def _load_changes(self, sequence: int | None) -> tuple[DatedChange, ...]:
        """Read all changes up to a snapshot: there are few enough to keep."""
        if self._store is None or sequence is None:
            return ()
        return tuple(each for each in self._store.changes() if each.seq <= sequence)

    def course(self, published: Published, model: ModelId) -> tuple[Listed, ...]:
        """Tell what a model's offerings were from the first day to that of a catalogue."""
        catalogue = published.catalogue
        if self._store is None or catalogue.origin.sequence is None:
            return ()
        former = {old for old, new in catalogue.aliases.items() if new == model}
        return self._store.course(catalogue.origin.sequence, {model, *former})

    def status(self, now: datetime, past: Published | None = None) -> Status:
        """Sum up the catalogue, the last syncs and what is held back, now or on a past day."""
        sequence = past.catalogue.origin.sequence if past else None
        attempts = self._store.attempts(_ATTEMPTS) if self._store and past is None else ()
        return status(
            (past or self.now).catalogue,
            now,
            store=self._store.place if self._store else None,
            attempts=map(_attempt_row, attempts),
            holds=self._store.holds(sequence) if self._store else (),
            sequence=sequence,
        )


def _day(each: DatedChange) -> date:
    return each.as_of


def _attempt_row(attempt: Attempt) -> AttemptRow:
    return AttemptRow(**{name: getattr(attempt, name) for name in AttemptRow.__struct_fields__})


# --- reading --------------------------------------------------------------------------


def open_publication(settings: Settings, now: datetime) -> Publication:
    """Open what is published: the store's head, or the embedded data where there is none yet.

    A store that does not exist is not made.
    """
    if not Store.exists(settings.database_url):
        return Publication(embedded(now))
    store = Store.open(settings.database_url)
    if store.head() is None:
        return Publication(embedded(now), store)
    return Publication(stored(store), store)


def embedded(now: datetime) -> Published:
    """Publish the data that the installation carries."""
    fetched = fetch(EmbeddedSource(), now=now)
    origin = Origin(source="embedded", as_of=fetched.as_of or now.date(), fetched_at=now)
    return _published(split(fetched.data), origin, {})


def stored(store: Store, day: date | None = None) -> Published:
    """Publish the store's head, or what was published at the end of a day."""
    raw, snapshot = store.load(day)
    # A past day does not know what was renamed later.
    known = store.aliases() if day is None else store.aliases(snapshot.seq)
    return _published(raw, _origin(snapshot), _assigned(store, snapshot.seq), known)


def _origin(snapshot: Snapshot) -> Origin:
    return Origin(
        source=snapshot.source,
        as_of=snapshot.as_of,
        fetched_at=snapshot.fetched_at,
        sequence=snapshot.seq,
    )


Assigned = dict[tuple[ProviderId, OfferingId], ModelId]
Aliases = Mapping[ModelId, ModelId]


def _assigned(store: Store, seq: int | None = None) -> Assigned:
    return {key: model for key, model in store.assignments(seq).items() if model is not None}


def _published(
    raw: RawDocument, origin: Origin, previous: Assigned, known: Aliases | None = None
) -> Published:
    document = parse(raw)
    resolution = resolve(document, previous)
    aliases = {**(known or {}), **resolution.aliases}
    resolution = structs.replace(resolution, aliases=_present(aliases, resolution.identities))
    catalogue = build(document, resolution, origin)
    return Published(catalogue, Lookup(resolution, document), document)


def _present(aliases: Aliases, live: Container[ModelId]) -> Aliases:
    """Where each former id leads now, through any number of aliases; an id in use is no alias."""
    return {
        former: model
        for former in aliases
        if former not in live and (model := leading(former, aliases, live)) is not None
    }


# --- writing --------------------------------------------------------------------------


def open_store(settings: Settings) -> Store:
    """Open the store, making it where there is none."""
    return Store.open(settings.database_url)


def sync(store: Store, source: Source, now: datetime, as_of: date | None = None) -> Taken:
    """Fetch a document and take in what of it can be believed.

    An upstream's failure is recorded. Raises ``SourceError`` or ``StoreError``; the store is
    then as before.
    """
    try:
        fetched = fetch(source, now=now, validators=_validators(store, source))
    except SourceError as error:
        # Whoever named a file reads the message; what an upstream did belongs on record.
        if isinstance(source, LiveSource | UrlSource):
            store.record_attempt(
                at=now, source=source_name(source), outcome=Outcome.FAILED, cause=str(error)
            )
        raise
    head = store.head()
    if fetched.not_modified and head is not None:
        store.record_attempt(
            at=now,
            source=fetched.kind,
            outcome=Outcome.UNCHANGED,
            as_of=fetched.as_of,
            seq=head.seq,
        )
        return Taken(Outcome.UNCHANGED, head)
    return take_in(store, fetched, as_of=as_of, assign=resolve)


def import_history(store: Store, path: Path, now: datetime, progress: Progress) -> Imported:
    """Take in every day that a folder or archive holds."""
    return import_days(store, path, now=now, assign=resolve, progress=progress)


def rebuild_history(store: Store, now: datetime, progress: Progress) -> Rebuilt:
    """Derive changes and assignments anew; ids that are given up go on leading to the new ones."""
    before = store.assignments()
    rebuilt = rebuild(store, resolve, progress)
    keep_addresses(store, before, now)
    return rebuilt


def release(store: Store, holds: Collection[int], now: datetime) -> Taken:
    """Publish what some holds keep back, and resolve what that brings."""
    return decisions.release(store, holds, now, assign=resolve)


def reject(store: Store, holds: Collection[int], now: datetime) -> Taken:
    """Never believe what some holds keep back."""
    return decisions.reject(store, holds, now)


def source_name(source: Source) -> str:
    """Name a source as the history does."""
    return str(type(source).__struct_config__.tag)


def _validators(store: Store, source: Source) -> Validators | None:
    """What makes a request conditional, where the head came from one of the addresses."""
    match source:
        case LiveSource(addresses=addresses):
            pass
        case UrlSource(address=address):
            addresses = (address,)
        case _:
            return None
    return next((v for each in addresses if (v := store.validators(each)) is not None), None)
