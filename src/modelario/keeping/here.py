"""The work of keeping fresh, done in the process that asks for it."""

import logging
from datetime import datetime

from modelario.building import head
from modelario.history.journal import OwnFaultError, StoreError
from modelario.keeping.hearing import hear_all
from modelario.keeping.sync import sync
from modelario.keeping.sync_runs import sync_and_hear
from modelario.keeping.workshop import SyncTold, Workshop
from modelario.queries.edition import Edition
from modelario.settings import Settings
from modelario.store.store import Store
from modelario.upstream.sources import EmbeddedSource, LiveSource, SourceError

log = logging.getLogger(__name__)


def refresh(
    store: Store, settings: Settings, source: EmbeddedSource | LiveSource, now: datetime
) -> None:
    """Sync, then hear what others say of a live document; whatever fails is logged."""
    take_in(store, source, now)
    if isinstance(source, LiveSource):
        _hear(store, settings, now)


def take_in(store: Store, source: EmbeddedSource | LiveSource, now: datetime) -> None:
    """Sync, and log how it went."""
    try:
        synced = sync(store, source, now)
    except OwnFaultError as error:
        log.exception("No sync, what is served stays: %s", error)  # noqa: TRY401 – it is the cause
    except (SourceError, StoreError) as error:
        log.warning("No sync, what is served stays: %s", error)
    else:
        log.info("Sync: %s.", synced.outcome)


def _hear(store: Store, settings: Settings, now: datetime) -> None:
    """Hear what others say, once upstream's document is published."""
    for witness, heard in hear_all(store, settings.witnesses, now):
        if isinstance(heard, str):
            log.warning("%s is not heard, what it said before stays: %s", witness.name, heard)
        else:
            log.info("%s: %s.", witness.name, heard.outcome)


def sync_live(store: Store, settings: Settings, now: datetime) -> SyncTold:
    """Sync from the live source and hear witnesses; raises ``SourceError`` or ``StoreError``."""
    run = sync_and_hear(store, LiveSource(settings.upstream_urls), settings.witnesses, now)
    return run.told


def _head(store: Store, _settings: Settings) -> Edition:
    return head(store)


HERE = Workshop(refresh, sync_live, _head, lambda: None)
