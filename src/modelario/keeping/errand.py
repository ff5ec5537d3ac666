"""What a server has done in a process of its own: ``python -m modelario.keeping.errand``.

It reads its settings as a worker does, from the environment; whoever asks holds the lease of what
it does. Each errand leaves the built catalogue on the shelf, from which workers take it. Should
the process that asked end, so does this one: the other end of standard input is its.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from logging.config import dictConfig
from typing import NoReturn

import msgspec
from msgspec import structs

from modelario.building import head
from modelario.history.journal import OwnFaultError, StoreError
from modelario.keeping.errands import Done, Errand, ErrandEnd, Failure, FailureKind
from modelario.keeping.here import refresh, sync_live
from modelario.keeping.opening import open_store
from modelario.logs import configuration
from modelario.settings import Settings, from_environment
from modelario.shelf.shelf import shelf_of
from modelario.store.store import Store
from modelario.upstream.sources import EmbeddedSource, LiveSource, SourceError

log = logging.getLogger(__name__)

#: Who answers readers goes first where processors are scarce.
_NICENESS = 5


def _begin(store: Store, settings: Settings) -> Done:
    """Take the embedded data into an empty store."""
    refresh(store, settings, EmbeddedSource(), _now())
    return Done()


def _refresh(store: Store, settings: Settings) -> Done:
    refresh(store, settings, LiveSource(settings.upstream_urls), _now())
    return Done()


def _sync(store: Store, settings: Settings) -> Done:
    return Done(sync_live(store, settings, _now()))


def _build(_store: Store, _settings: Settings) -> Done:
    return Done()


_ERRANDS: Mapping[Errand, Callable[[Store, Settings], Done]] = {
    Errand.BEGIN: _begin,
    Errand.REFRESH: _refresh,
    Errand.SYNC: _sync,
    Errand.BUILD: _build,
}


def _shelve(errand: Errand, store: Store, settings: Settings) -> str:
    """Have the head built on the shelf; gives its revision.

    What fails now fails again where readers are answered, and is told there.
    """
    seen = store.glance()
    shelf = shelf_of(settings, seen)
    # Whoever asks for that alone is alone already.
    with nullcontext() if errand is Errand.BUILD else shelf.alone():
        if not seen.revision or shelf.edition() is not None:
            return seen.revision
        found = head(store)
        # Somebody may have published in between.
        shelf_of(settings, seen._replace(revision=found.revision)).keep(found)
        return found.revision


def carried_out(errand: Errand, settings: Settings) -> ErrandEnd:
    """Do an errand; what fails of it is told."""
    try:
        with open_store(settings) as store:
            done = _ERRANDS[errand](store, settings)
            with suppress(StoreError):
                done = structs.replace(done, built=_shelve(errand, store, settings))
    except OwnFaultError as error:
        log.exception("A fault of ours")
        return Failure(FailureKind.OWN, str(error))
    except StoreError as error:
        return Failure(FailureKind.STORE, str(error))
    except SourceError as error:
        return Failure(FailureKind.SOURCE, str(error))
    return done


def main() -> NoReturn:
    """Do the errand that is named, and answer on standard output."""
    # A terminal tells all its processes; the one that asked will end this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_asker, daemon=True).start()
    answers = os.dup(sys.stdout.fileno())
    # Nothing that is printed comes between.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Windows has no such call, and a service may not be allowed it.
    with suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    settings = from_environment(os.environ)
    dictConfig(configuration(settings.log, settings.log_level))
    answer = msgspec.json.encode(carried_out(Errand(sys.argv[1]), settings))
    with os.fdopen(answers, "wb") as stream:
        stream.write(answer)
    logging.shutdown()
    # Nothing that was built needs taking apart.
    os._exit(0)


def _end_with_asker() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
