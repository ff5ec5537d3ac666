"""Leases: of any number of replicas, one does what must be done once."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from modelario.store.tables import lease


def acquire(
    connection: sa.Connection, name: str, holder: str, now: datetime, ttl: timedelta
) -> bool:
    """Take or renew a lease for ``ttl``; false while somebody else holds it.

    A holder whose clock is ahead could keep a lease for too long: one that ends later than
    ``ttl`` from ``now`` counts as ended.
    """
    row = connection.execute(
        sa.select(lease.c.holder, lease.c.until).where(lease.c.name == name)
    ).one_or_none()
    until = now + ttl
    if row is None:
        connection.execute(sa.insert(lease), {"name": name, "holder": holder, "until": until})
        return True
    if row.holder != holder and now < row.until <= until:
        return False
    connection.execute(
        sa.update(lease).where(lease.c.name == name).values(holder=holder, until=until)
    )
    return True


def release(connection: sa.Connection, name: str, holder: str) -> None:
    """Give a lease back, if it is still the holder's."""
    connection.execute(sa.delete(lease).where(lease.c.name == name, lease.c.holder == holder))
