"""What changes the store: a sync, an import, a rebuild, an operator's decision."""

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from modelario.history.journal import Outcome, StoreError
from modelario.identity.resolve import resolve
from modelario.keeping import decisions
from modelario.keeping.imports import Imported, Progress, import_days
from modelario.keeping.intake import Taken, take_in
from modelario.keeping.rebuilding import Rebuilt, keep_addresses, rebuild
from modelario.settings import Settings
from modelario.store.store import Store
from modelario.upstream.download import Validators
from modelario.upstream.sources import (
    LiveSource,
    Source,
    SourceError,
    UrlSource,
    fetch,
)


def open_store(settings: Settings) -> Store:
    """Open the store, making it where there is none."""
    return Store.open(settings.database_url)


def existing_store(settings: Settings) -> Store:
    """Open the store; raises ``StoreError`` where there is none."""
    if not Store.exists(settings.database_url):
        raise StoreError(
            f"there is no store at {settings.database_url}: 'modelario sync' makes one"
        )
    return Store.open(settings.database_url)


def try_store(settings: Settings) -> None:
    """Open the store once, where there is one; raises ``StoreError`` for what it refuses."""
    if Store.exists(settings.database_url):
        with Store.open(settings.database_url) as store:
            store.head()


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
