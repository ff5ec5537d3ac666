"""The name of a store: another one than before means that another store stands in its place."""

import sqlalchemy as sa

from modelario.store.tables import store


def of(connection: sa.Connection) -> str:
    """The name of the store that a connection leads to."""
    return str(connection.execute(sa.select(store.c.id)).scalar_one())
