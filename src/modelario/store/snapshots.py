"""The row of snapshots: the newest, the one of a day, all of them."""

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from modelario.history.journal import HeadMovedError, Snapshot, State
from modelario.store.tables import snapshot

_PUBLISHED = snapshot.c.state == State.PUBLISHED.value
_FIELDS = Snapshot.__struct_fields__
_COLUMNS = [snapshot.c[field] for field in _FIELDS]


def newest(connection: sa.Connection) -> Snapshot | None:
    """The last snapshot of any state."""
    return _one(connection, sa.true())


def check_newest(newest: Snapshot | None, seq: int) -> None:
    """Raise :class:`HeadMovedError` unless ``seq`` is still the newest, 0 for an empty store."""
    if seq != (newest.seq if newest else 0):
        raise HeadMovedError("another sync published in the meantime: try again")


def head(connection: sa.Connection) -> Snapshot | None:
    """The last published snapshot."""
    return _one(connection, _PUBLISHED)


def at(connection: sa.Connection, day: date) -> Snapshot | None:
    """The last published snapshot of ``day`` or before."""
    return _one(connection, sa.and_(_PUBLISHED, snapshot.c.as_of <= day))


def of_day(connection: sa.Connection, day: date) -> tuple[int, ...]:
    """The sequence numbers of a day's published snapshots."""
    query = sa.select(snapshot.c.seq).where(_PUBLISHED, snapshot.c.as_of == day)
    return tuple(connection.scalars(query.order_by(snapshot.c.seq)))


def before(connection: sa.Connection, seq: int) -> Snapshot | None:
    """The last published snapshot before ``seq``."""
    return _one(connection, sa.and_(_PUBLISHED, snapshot.c.seq < seq))


def days(connection: sa.Connection) -> frozenset[date]:
    """The days of all snapshots."""
    return frozenset(connection.scalars(sa.select(snapshot.c.as_of).distinct()))


def first(connection: sa.Connection) -> Snapshot | None:
    """The first published snapshot."""
    query = sa.select(*_COLUMNS).where(_PUBLISHED).order_by(snapshot.c.seq).limit(1)
    row = connection.execute(query).one_or_none()
    return _snapshot(row) if row else None


def last(connection: sa.Connection, number: int) -> tuple[Snapshot, ...]:
    """The last published snapshots, the newest first."""
    query = sa.select(*_COLUMNS).where(_PUBLISHED).order_by(snapshot.c.seq.desc())
    return tuple(map(_snapshot, connection.execute(query.limit(number))))


def every(connection: sa.Connection) -> tuple[Snapshot, ...]:
    """All snapshots, in order."""
    rows = connection.execute(sa.select(*_COLUMNS).order_by(snapshot.c.seq))
    return tuple(map(_snapshot, rows))


def _one(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Snapshot | None:
    query = sa.select(*_COLUMNS).where(condition).order_by(snapshot.c.seq.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return _snapshot(row) if row else None


def _snapshot(row: tuple[Any, ...]) -> Snapshot:
    return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Snapshot)
