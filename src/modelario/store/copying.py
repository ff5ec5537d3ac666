"""A copy of a store in a file, of one moment, while others go on reading and writing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from modelario.history.journal import StoreError
from modelario.store import database


def copy(url: str, into: Path) -> None:
    """Write all that a store holds into a new file; what a crash left in its log is in it, too.

    Raises :class:`StoreError`, also for a store on a server.
    """
    engine = database.connect(url)
    try:
        if engine.dialect.name != "sqlite":
            place = database.place(engine.url)
            raise StoreError(f"{place} is no file: copy it with PostgreSQL's own 'pg_dump'")
        with database.explained(engine), engine.connect() as connection:
            # One statement sees one state, and no writer waits for it.
            connection.connection.execute("VACUUM INTO ?", (str(into),))
    finally:
        engine.dispose()


def seal(copied: Path) -> None:
    """Leave a copy that was opened as one file, which reading lays nothing beside."""
    with closing(sqlite3.connect(copied)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
