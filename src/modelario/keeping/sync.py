"""A sync: fetching a document, conditionally where that is possible, and taking it in."""

import contextlib
import time
from datetime import date, datetime

from msgspec.structs import replace

from modelario.history.journal import Attempt, Outcome, OwnFaultError, StoreError
from modelario.history.running_days import check_clock
from modelario.keeping.intake import Taken, take_in
from modelario.keeping.own_faults import recorded
from modelario.keeping.trial import BUDGET
from modelario.store.store import Store
from modelario.upstream.answers import Validators
from modelario.upstream.sources import (
    LiveSource,
    Source,
    SourceError,
    UrlSource,
    fetch,
)

#: However slowly upstream answers, and whatever it says, a sync ends within so many seconds; some
#: of them are kept for judging and storing.
LONGEST_S, KEPT_S = 60.0, 10.0


def sync(store: Store, source: Source, now: datetime, as_of: date | None = None) -> Taken:
    """Fetch a document and take in what of it can be believed.

    Whatever fails is recorded as an attempt. Raises ``SourceError`` or ``StoreError``; the store
    is then as before.
    """
    failed = Attempt(at=now, source=_source_name(source), outcome=Outcome.FAILED)
    try:
        with recorded(store, failed):
            return _sync(store, source, now, as_of)
    except SourceError as error:
        # Whoever named a file reads the message; what an upstream did belongs on record.
        if isinstance(source, LiveSource | UrlSource):
            store.record_attempt(replace(failed, cause=str(error)))
        raise
    except OwnFaultError:
        raise
    except StoreError as error:
        # A store that fails may not take this in either.
        with contextlib.suppress(StoreError):
            store.record_attempt(replace(failed, cause=str(error)))
        raise


def _sync(store: Store, source: Source, now: datetime, as_of: date | None) -> Taken:
    begun = time.monotonic()
    fetched = fetch(source, now=now, validators=_validators(store, source))
    if fetched.told_at is not None:
        check_clock(now, fetched.told_at)
    head = store.head()
    if fetched.content is None and head is not None:
        store.record_attempt(
            Attempt(
                at=now,
                source=fetched.kind,
                outcome=Outcome.UNCHANGED,
                as_of=fetched.as_of,
                seq=head.seq,
            )
        )
        return Taken(Outcome.UNCHANGED, head)
    # What upstream left over is there to look for what fails.
    left = LONGEST_S - KEPT_S - (time.monotonic() - begun)
    return take_in(store, fetched, as_of=as_of, budget=BUDGET._replace(all_s=left))


def _source_name(source: Source) -> str:
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
