"""Faults of our own: they end no sync without a word on record."""

import contextlib
from collections.abc import Iterator

from msgspec.structs import replace

from modelario.history.journal import Attempt, OwnFaultError, StoreError
from modelario.store.store import Store
from modelario.upstream.sources import SourceError

#: So much is told of an error's message.
_TOLD = 200


@contextlib.contextmanager
def recorded(store: Store, failed: Attempt) -> Iterator[None]:
    """Record a fault of ours as the attempt ``failed``; raises :class:`OwnFaultError`."""
    try:
        yield
    except (SourceError, StoreError):
        raise
    except Exception as error:
        told = f"{type(error).__name__}: {str(error)[:_TOLD]}".rstrip(": ")
        store.record_attempt(replace(failed, cause=f"a fault of ours: {told}"))
        raise OwnFaultError(
            f"the document could not be taken in, a fault of ours: {told}"
        ) from error
