"""Keeping a running server's data fresh: sync when it is due, swap when there is a new head.

Any number of processes and replicas may run this against one store: a lease lets one of them
sync, and all of them notice the new head.
"""

import logging
import os
import random
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from modelario.history.journal import Outcome
from modelario.history.store import Store, StoreError
from modelario.main import Publication, open_store, stored, sync
from modelario.settings import Settings
from modelario.upstream.sources import EmbeddedSource, LiveSource, SourceError

log = logging.getLogger(__name__)

#: Seconds between two looks at the store, and after a store that failed.
LOOK_EVERY_S, AFTER_FAILURE_S = 15.0, 60.0
#: A failed sync is tried again after this.
RETRY_AFTER = timedelta(hours=1)
#: A sync takes a minute at most; a holder that died blocks the others no longer than this.
LEASE = timedelta(minutes=5)
#: Replicas that start together spread their syncs over this share of the interval.
JITTER = 0.05


def keep_fresh(
    publication: Publication,
    settings: Settings,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Run for ever; whatever the upstream or the store does, what is served stays."""
    jitter = 1 + random.uniform(0, JITTER)  # noqa: S311 – nothing secret
    while True:
        try:
            with open_store(settings) as store:
                publication.attach(store)
                while True:
                    step(publication, store, settings, now(), jitter)
                    store.wait_for_new_head(_sequence(publication), LOOK_EVERY_S)
        except StoreError as error:
            log.warning("The store fails, what is served stays: %s", error)
            time.sleep(AFTER_FAILURE_S)


def step(
    publication: Publication, store: Store, settings: Settings, now: datetime, jitter: float = 1
) -> None:
    """Sync if it is due and nobody else does, then serve the store's head if it is a new one."""
    if (source := _due(store, settings, now, jitter)) is not None:
        holder = f"{socket.gethostname()}:{os.getpid()}"
        if store.acquire_lease("sync", holder, now, LEASE):
            try:
                _sync(store, source, now)
            finally:
                store.release_lease("sync", holder)
    head = store.head()
    if head is not None and head.seq != publication.now.catalogue.origin.sequence:
        publication.replace(stored(store))
        log.info("Serving snapshot %s of %s.", head.seq, head.as_of)


def _sync(store: Store, source: EmbeddedSource | LiveSource, now: datetime) -> None:
    try:
        synced = sync(store, source, now)
    except SourceError as error:
        log.warning("No sync, what is served stays: %s", error)
    else:
        log.info("Sync: %s.", synced.outcome)


def _due(
    store: Store, settings: Settings, now: datetime, jitter: float
) -> EmbeddedSource | LiveSource | None:
    """What to sync now: the embedded data into an empty store, else the live source in time."""
    if store.head() is None:
        return EmbeddedSource()
    if settings.sync_interval_hours is None:
        return None
    live = LiveSource(settings.upstream_urls)
    last = next((each for each in store.attempts() if each.source == "live"), None)
    if last is None:
        return live
    interval = timedelta(hours=settings.sync_interval_hours)
    pause = min(RETRY_AFTER, interval) if last.outcome is Outcome.FAILED else interval
    # A clock that was set back must not stop syncs: an attempt of the future counts as old.
    return live if abs(now - last.at) >= pause * jitter else None


def _sequence(publication: Publication) -> int:
    return publication.now.catalogue.origin.sequence or 0
