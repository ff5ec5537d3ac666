"""The name of a store: another one than before means that another store stands in its place."""

import sqlalchemy as sa

from modelario.store.tables import store


def of(connection: sa.Connection) -> str:
    """The name of the store that a connection leads to; ``LookupError`` where it lost it."""
    name = connection.execute(sa.select(store.c.id)).scalar()
    if name is None:
        raise LookupError("the store has lost its name")
    return str(name)
