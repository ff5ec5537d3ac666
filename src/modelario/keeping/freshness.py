"""Keeping a running server's data fresh: sync when it is due, swap when there is a new head.

Any number of processes and replicas may run this against one store: a lease lets one of them
sync, and all of them notice the new head. Where the work is done a
:class:`~modelario.keeping.workshop.Workshop` tells.
"""

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from modelario.collecting import uncollected
from modelario.editions import Editions
from modelario.history.journal import Outcome, StoreError
from modelario.keeping.opening import open_store
from modelario.queries.edition import Edition
from modelario.queries.models import ModelsRequest, model_table
from modelario.queries.search import SearchRequest, search
from modelario.records import Reason
from modelario.remembering import forget
from modelario.settings import Settings
from modelario.store.store import Store
from modelario.upstream.sources import EmbeddedSource, LiveSource

# What works elsewhere is not loaded here.
if TYPE_CHECKING:
    from modelario.keeping.workshop import SyncTold, Workshop

log = logging.getLogger(__name__)

#: Seconds between two looks at the store, and after a store that failed.
LOOK_EVERY_S, AFTER_FAILURE_S = 15.0, 15.0
#: A failed sync is tried again after this.
RETRY_AFTER = timedelta(hours=1)
#: A sync takes a minute at most; a holder that died blocks the others no longer than this.
LEASE = timedelta(minutes=5)
#: Replicas that start together spread their syncs over this share of the interval.
JITTER = 0.05


def keep_fresh(
    editions: Editions,
    settings: Settings,
    now: Callable[[], datetime],
    workshop: "Workshop | None" = None,
) -> None:
    """Run for ever; whatever the upstream or the store does, what is served stays."""
    jitter = 1 + random.uniform(0, JITTER)  # noqa: S311 – nothing secret
    known: str | None = None
    while True:
        try:
            with open_store(settings) as store:
                # Before anything else, since it may be gone at the next question.
                known = _told_apart(editions, store, known)
                editions.attach(store)
                _warm(editions.now)
                editions.read_ahead()
                # A backup may be laid over the store, or another one stand in its place.
                while store.name() == known:
                    step(editions, store, settings, now(), jitter, workshop=workshop)
                    store.wait_for_new_head(_sequence(editions), LOOK_EVERY_S)
                continue
        except StoreError as error:
            log.warning("The store fails, what is served stays: %s", error)
        except Exception:
            # A fault of our own must not end all freshness: the next look may go well.
            log.exception("The data could not be kept fresh, what is served stays")
        time.sleep(AFTER_FAILURE_S)


def follow(editions: Editions, settings: Settings, now: Callable[[], datetime]) -> None:
    """Serve what others take into the store, for ever, where there is one; take nothing in."""
    if Store.exists(settings.database_url):
        keep_fresh(editions, replace(settings, sync_interval_hours=None), now)


def _told_apart(editions: Editions, store: Store, known: str | None) -> str:
    """The name of the store that is read from now on; says so when it is another one."""
    name = store.name()
    if known not in (None, name):
        log.warning("%s was replaced: another store stands there, and is read now", store.place)
        editions.notices = (Reason("store_replaced"),)
    return name


def step(
    editions: Editions,
    store: Store,
    settings: Settings,
    now: datetime,
    jitter: float = 1,
    *,
    workshop: "Workshop | None" = None,
) -> None:
    """Sync if it is due and nobody else does, then serve the store's head if it is a new one."""
    if _due(store, settings, now, jitter):
        with _leased(store, now) as held:
            # Somebody else may have synced between the first look and the lease.
            if held and (source := _due(store, settings, now, jitter)):
                (workshop or _here()).refresh(store, settings, source, now)
    serve_head(editions, store, settings, workshop)


def sync_now(
    editions: Editions,
    store: Store,
    settings: Settings,
    now: datetime,
    workshop: "Workshop | None" = None,
) -> "SyncTold | None":
    """Sync because somebody asks for it, and serve what came; nothing where a sync goes on already.

    Raises ``SourceError`` or ``StoreError``.
    """
    with _leased(store, now) as held:
        if not held:
            return None
        told = (workshop or _here()).sync(store, settings, now)
    serve_head(editions, store, settings, workshop)
    return told


def _here() -> "Workshop":
    from modelario.keeping.here import HERE  # noqa: PLC0415 – a server works elsewhere

    return HERE


def _leased(store: Store, now: datetime) -> AbstractContextManager[bool]:
    """Keep others from syncing; threads of one process are told apart, too."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    return store.leased("sync", holder, now, LEASE)


def serve_head(
    editions: Editions, store: Store, settings: Settings, workshop: "Workshop | None" = None
) -> None:
    """Serve a store's head, if it is another one than what is served."""
    with editions.replacing:
        if not _is_news(editions, store):
            return
        served = _sequence(editions)
        # What is served and its successor are in memory at once: nothing else has to be.
        forget()
        workshop = workshop or _here()
        found = workshop.build(store, settings)
        _warm(found)
        editions.replace(found)
        forget()
        editions.read_ahead()
        workshop.settle()
        origin = editions.now.catalogue.origin
        log.info("Serving snapshot %s of %s.", origin.sequence, origin.as_of)
        if served > _sequence(editions):
            log.warning("The store went back from snapshot %s: a copy was laid over it?", served)
            editions.notices = (Reason("store_went_back", seq=served),)


@uncollected
def _warm(edition: Edition) -> None:
    """Work out before readers ask what nearly every one of their questions needs.

    What is searched for is one word that no name is like: every way to read it is gone.
    """
    for _ in edition.catalogue.entries.values():
        pass
    search(edition, SearchRequest(q="xyzzyx"))
    model_table(edition, ModelsRequest())


def _is_news(editions: Editions, store: Store) -> bool:
    """Whether the store's head is to be served; that of a store begun anew may be older."""
    found, served = store.head(), editions.now.catalogue.origin
    if found is None or store.revision() == editions.now.revision:
        return False
    return found.source != "embedded" or found.as_of >= served.as_of


def _due(
    store: Store, settings: Settings, now: datetime, jitter: float
) -> EmbeddedSource | LiveSource | None:
    """What to sync now: the embedded data into an empty store, else the live source in time."""
    if store.head() is None:
        return EmbeddedSource()
    if settings.sync_interval_hours is None:
        return None
    live = LiveSource(settings.upstream_urls)
    last = store.last_attempt("live")
    if last is None:
        return live
    interval = timedelta(hours=settings.sync_interval_hours)
    pause = min(RETRY_AFTER, interval) if last.outcome is Outcome.FAILED else interval
    # A clock that was set back must not stop syncs: an attempt of the future counts as old.
    return live if abs(now - last.at) >= pause * jitter else None


def _sequence(editions: Editions) -> int:
    return editions.now.catalogue.origin.sequence or 0
