"""What became of each attempt to take in a document, for the status page."""

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from modelario.history.journal import Attempt, AttemptCount, Outcome
from modelario.store import identity
from modelario.store.chain import attempt_hash, plain
from modelario.store.tables import hearing, snapshot, sync_attempt

_FIELDS = Attempt.__struct_fields__
_COLUMNS = [sync_attempt.c[field] for field in _FIELDS]
_UPSTREAM = sync_attempt.c.witness.is_(None)


def record(connection: sa.Connection, attempt: Attempt) -> None:
    """Add an attempt to the chain."""
    last = connection.execute(_LAST).one_or_none()
    values = {
        **msgspec.structs.asdict(attempt),
        "outcome": attempt.outcome.value,
        "id": last.id + 1 if last else 1,
    }
    values["hash"] = attempt_hash(
        last.hash if last else identity.of(connection), plain(values), _brought(connection, attempt)
    )
    connection.execute(sa.insert(sync_attempt), values)


def _brought(connection: sa.Connection, attempt: Attempt) -> str | None:
    """The hash of the snapshot or the hearing that an attempt ended with."""
    if attempt.hearing is not None:
        return connection.scalar(
            sa.select(hearing.c.hash).where(hearing.c.number == attempt.hearing)
        )
    if attempt.seq is not None:
        return connection.scalar(sa.select(snapshot.c.hash).where(snapshot.c.seq == attempt.seq))
    return None


def head(connection: sa.Connection) -> str | None:
    """The hash that sums up everything that ever came in; none while nothing did."""
    last = connection.execute(_LAST).one_or_none()
    return last.hash if last else None


def latest(connection: sa.Connection, limit: int) -> tuple[Attempt, ...]:
    """The last attempts with upstream's document, the newest first."""
    query = sa.select(*_COLUMNS).where(_UPSTREAM).order_by(sync_attempt.c.id.desc()).limit(limit)
    rows = connection.execute(query)
    return tuple(map(_attempt, rows))


def of_witnesses(connection: sa.Connection) -> tuple[Attempt, ...]:
    """The last attempt to hear each witness."""
    newest = sa.select(sa.func.max(sync_attempt.c.id)).where(sa.not_(_UPSTREAM))
    query = sa.select(*_COLUMNS).where(
        sync_attempt.c.id.in_(newest.group_by(sync_attempt.c.witness))
    )
    return tuple(map(_attempt, connection.execute(query.order_by(sync_attempt.c.id))))


def last_of(connection: sa.Connection, source: str) -> Attempt | None:
    """The last attempt with upstream's document of a kind of source."""
    query = sa.select(*_COLUMNS).where(_UPSTREAM, sync_attempt.c.source == source)
    row = connection.execute(query.order_by(sync_attempt.c.id.desc()).limit(1)).one_or_none()
    return _attempt(row) if row else None


def days(connection: sa.Connection) -> frozenset[date]:
    """The days of documents that were taken in, be it without effect."""
    query = sa.select(sync_attempt.c.as_of).where(
        _UPSTREAM, sync_attempt.c.as_of.is_not(None), sync_attempt.c.outcome != Outcome.FAILED.value
    )
    return frozenset(day for day in connection.scalars(query.distinct()) if day is not None)


def outcomes(connection: sa.Connection) -> dict[Outcome, AttemptCount]:
    """How many attempts with upstream's document came to each outcome, and when the last did."""
    outcome, at = sync_attempt.c.outcome, sync_attempt.c.at
    query = sa.select(outcome, sa.func.count(), sa.func.max(at)).where(_UPSTREAM).group_by(outcome)
    return {Outcome(each): AttemptCount(*found) for each, *found in connection.execute(query)}


def _attempt(row: sa.Row[Any]) -> Attempt:
    return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Attempt)


_LAST = (
    sa.select(sync_attempt.c.id, sync_attempt.c.hash).order_by(sync_attempt.c.id.desc()).limit(1)
)
