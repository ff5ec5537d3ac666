"""Putting right days that have yet to come, with everything that is hashed anew after them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from modelario.history.journal import StoreError
from modelario.history.running_days import SLACK
from modelario.store import hearings, identity, verification
from modelario.store.chain import (
    ATTEMPT_COLUMNS,
    GENESIS,
    HASHED_COLUMNS,
    HEARING_COLUMNS,
    Brought,
    attempt_hash,
    hearing_hash,
    plain,
    snapshot_hash,
)
from modelario.store.tables import hearing, held, snapshot, sync_attempt

_HASHES = sa.select(snapshot.c.seq, snapshot.c.hash)


def redate(connection: sa.Connection, now: datetime) -> int:
    """Give snapshots of days to come that on which they were taken in; tells how many there were.

    Holds and attempts follow, and all hashes are worked out anew. A history that is not sound
    is refused: what somebody edited would be sound afterwards.
    """
    if verification.faults(connection):
        raise StoreError("the history is not as it was written, as 'modelario verify' tells")
    days = _days(connection, now)
    moved = {seq: new for seq, (old, new) in days.items() if old != new}
    if not moved:
        return 0
    for seq, day in moved.items():
        connection.execute(
            sa.update(snapshot)
            .where(snapshot.c.seq == seq)
            .values(
                as_of=day,
                fetched_at=sa.case(
                    (snapshot.c.fetched_at > now, sa.literal(now, snapshot.c.fetched_at.type)),
                    else_=snapshot.c.fetched_at,
                ),
            )
        )
        late = sa.and_(held.c.since_seq == seq, held.c.since > day)
        connection.execute(sa.update(held).where(late).values(since=day))
    _chain_snapshots(connection)
    _redate_hearings(connection, now)
    _chain_attempts(connection, {seq: new for seq, (_, new) in days.items()}, now)
    return len(moved)


def _days(connection: sa.Connection, now: datetime) -> dict[int, tuple[date, date]]:
    """The day of each snapshot, as it is and as it has to be; they never decrease."""
    found: dict[int, tuple[date, date]] = {}
    last = date.min
    query = sa.select(snapshot.c.seq, snapshot.c.as_of, snapshot.c.fetched_at)
    for seq, day, fetched_at in connection.execute(query.order_by(snapshot.c.seq)):
        last = max(last, min(fetched_at, now).date()) if day > now.date() + SLACK else day
        found[seq] = day, last
    return found


def _chain_snapshots(connection: sa.Connection) -> None:
    brought, previous = verification.brought(connection), GENESIS
    for row in connection.execute(sa.select(snapshot).order_by(snapshot.c.seq)).mappings().all():
        columns = plain({name: row[name] for name in HASHED_COLUMNS} | {"previous": previous})
        value = snapshot_hash(columns, brought.get(row["seq"], Brought.nothing()))
        _set(connection, snapshot.c.seq, row["seq"], previous=previous, hash=value)
        previous = value


def _redate_hearings(connection: sa.Connection, now: datetime) -> None:
    """Give hearings of days to come the day on which they were taken in."""
    rows = connection.execute(sa.select(hearing).order_by(hearing.c.number)).mappings().all()
    for row in rows:
        columns = {name: row[name] for name in HEARING_COLUMNS}
        columns["fetched_at"] = min(row["fetched_at"], now)
        if row["as_of"] > now.date() + SLACK:
            columns["as_of"] = columns["fetched_at"].date()
        number, value = (
            columns.pop("number"),
            hearing_hash(plain(columns | {"number": row["number"]})),
        )
        _set(connection, hearing.c.number, number, **columns, hash=value)


def _chain_attempts(connection: sa.Connection, days: dict[int, date], now: datetime) -> None:
    hashes = {r.seq: r.hash for r in connection.execute(_HASHES)}
    heard = hearings.hashes(connection)
    previous = identity.of(connection)
    attempts = sa.select(sync_attempt).order_by(sync_attempt.c.id)
    for row in connection.execute(attempts).mappings().all():
        columns = {name: row[name] for name in ATTEMPT_COLUMNS}
        columns["at"] = min(row["at"], now)
        if row["as_of"] is not None and row["as_of"] > now.date() + SLACK:
            columns["as_of"] = days.get(row["seq"])
        brought = heard.get(row["hearing"]) if row["hearing"] else hashes.get(row["seq"])
        previous = attempt_hash(previous, plain(columns), brought)
        _set(connection, sync_attempt.c.id, **columns, key=row["id"], hash=previous)


def _set(connection: sa.Connection, column: sa.Column[int], key: int, **values: Any) -> None:  # noqa: ANN401 – columns
    connection.execute(sa.update(column.table).where(column == key).values(**values))
