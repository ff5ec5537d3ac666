"""What became of each attempt to take in a document, for the status page."""

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from modelario.history.journal import Attempt, Outcome
from modelario.store.tables import sync_attempt

_FIELDS = Attempt.__struct_fields__
_COLUMNS = [sync_attempt.c[field] for field in _FIELDS]


def record(connection: sa.Connection, attempt: Attempt) -> None:
    """Add an attempt."""
    values = msgspec.structs.asdict(attempt)
    connection.execute(sa.insert(sync_attempt), {**values, "outcome": attempt.outcome.value})


def latest(connection: sa.Connection, limit: int) -> tuple[Attempt, ...]:
    """The last attempts, the newest first."""
    query = sa.select(*_COLUMNS).order_by(sync_attempt.c.id.desc()).limit(limit)
    rows = connection.execute(query)
    return tuple(map(_attempt, rows))


def last_of(connection: sa.Connection, source: str) -> Attempt | None:
    """The last attempt with a kind of source."""
    query = sa.select(*_COLUMNS).where(sync_attempt.c.source == source)
    row = connection.execute(query.order_by(sync_attempt.c.id.desc()).limit(1)).one_or_none()
    return _attempt(row) if row else None


def days(connection: sa.Connection) -> frozenset[date]:
    """The days of documents that were taken in, be it without effect."""
    query = sa.select(sync_attempt.c.as_of).where(
        sync_attempt.c.as_of.is_not(None), sync_attempt.c.outcome != Outcome.FAILED.value
    )
    return frozenset(day for day in connection.scalars(query.distinct()) if day is not None)


def _attempt(row: sa.Row[Any]) -> Attempt:
    return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Attempt)
