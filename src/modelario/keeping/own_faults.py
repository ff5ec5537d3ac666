"""Faults of our own: they end no sync without a word on record."""

import contextlib
import logging
from collections.abc import Iterator

from msgspec.structs import replace

from modelario.history.journal import Attempt, StoreError
from modelario.store.store import Store
from modelario.upstream.sources import SourceError

log = logging.getLogger(__name__)

#: So much is told of an error's message.
_TOLD = 200


class OwnFaultError(StoreError):
    """A document met a fault of ours; it is on record, and the log has the whole of it."""


@contextlib.contextmanager
def recorded(store: Store, failed: Attempt) -> Iterator[None]:
    """Record a fault of ours as the attempt ``failed``; raises :class:`OwnFaultError`."""
    try:
        yield
    except (SourceError, StoreError):
        raise
    except Exception as error:
        log.exception("A document could not be taken in")
        told = f"{type(error).__name__}: {str(error)[:_TOLD]}".rstrip(": ")
        store.record_attempt(replace(failed, cause=f"a fault of ours: {told}"))
        raise OwnFaultError(
            f"the document could not be taken in, a fault of ours: {told}"
        ) from error
