"""The work of keeping fresh, done in processes of their own, which end when it is done.

A sync costs seconds and a hundred megabytes. Where readers are answered that would be felt: only
one thread of a process works at a time, and what memory it once had it keeps.
"""

import logging
import subprocess
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from modelario.collecting import set_aside
from modelario.history.journal import OwnFaultError, StoreError
from modelario.keeping.errands import Done, Errand, ErrandEnd, Failure, FailureKind
from modelario.keeping.forked import OverTimeError, read_until
from modelario.keeping.workshop import SyncTold, Workshop
from modelario.queries.edition import Edition
from modelario.settings import Settings
from modelario.shelf.shelf import shelf_of
from modelario.upstream.sources import EmbeddedSource, LiveSource, SourceError

if TYPE_CHECKING:
    from modelario.store.store import Store

log = logging.getLogger(__name__)

#: An errand that takes longer is ended: it is no longer covered by a lease, in seconds.
LONGEST_S = 300.0


def _refresh(
    _store: "Store", _settings: Settings, source: EmbeddedSource | LiveSource, _now: datetime
) -> None:
    errand = Errand.BEGIN if isinstance(source, EmbeddedSource) else Errand.REFRESH
    try:
        _done(errand)
    except (SourceError, StoreError) as error:
        log.warning("No sync, what is served stays: %s", error)


def _sync(_store: "Store", _settings: Settings, _now: datetime) -> SyncTold:
    told = _done(Errand.SYNC).told
    assert told is not None  # noqa: S101 – that is what a sync answers
    return told


def _built(store: "Store", settings: Settings) -> Edition:
    """Take the store's head from the shelf; of all workers that miss it there one has it built."""
    seen = store.glance()
    shelf = shelf_of(settings, seen)
    if (found := shelf.edition()) is not None:
        return found
    with shelf.alone():
        if (found := shelf.edition()) is None:
            try:
                built = _done(Errand.BUILD).built
            except StoreError as error:
                log.warning("The catalogue is built where readers are answered: %s", error)
            else:
                # Somebody may have published meanwhile: that is for the next look.
                found = shelf_of(settings, seen._replace(revision=built)).edition()
    if found is None:
        # Where nothing can be kept, or it cannot be served as it is.
        from modelario.building import head  # noqa: PLC0415

        found = head(store)
    return found


def _done(errand: Errand) -> Done:
    """Have an errand done; raises what it raised, and ``StoreError`` where it ended otherwise."""
    answer = _answer(errand)
    match answer:
        case Done():
            return answer
        case Failure(kind=FailureKind.SOURCE, message=message):
            raise SourceError(message)
        case Failure(kind=FailureKind.OWN, message=message):
            raise OwnFaultError(message)
        case Failure(message=message):
            raise StoreError(message)


def _answer(errand: Errand) -> ErrandEnd:
    command = [sys.executable, "-m", "modelario.keeping.errand", errand]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603
        try:
            assert child.stdout is not None  # noqa: S101 – it is a pipe
            told = read_until(child.stdout.fileno(), time.monotonic() + LONGEST_S)
        except OverTimeError:
            raise StoreError(f"the work was not done within {LONGEST_S:g} s") from None
        finally:
            child.kill()
    try:
        end: ErrandEnd = msgspec.json.decode(told, type=ErrandEnd)
    except msgspec.MsgspecError:
        raise StoreError("the work was ended from outside") from None
    return end


APART = Workshop(_refresh, _sync, _built, set_aside)
