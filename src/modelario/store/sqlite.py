"""A store in a file: opened anew for each use, so that it is always the file that is there now."""

import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from modelario.history.journal import StoreError

#: How long SQLite waits for another writer, in milliseconds.
BUSY_TIMEOUT_MS = 30_000
_SETTINGS = ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL")


class _Inode(NamedTuple):
    """What tells a file from another that came into its place."""

    device: int
    inode: int


def engine(address: sa.URL) -> sa.Engine:
    """Set up access to a file; an empty one is made where there is none."""
    path = Path(address.database or "")
    _make(path)
    # Nothing stays open between two uses: whoever deletes the file, or lays a copy over it,
    # leaves no connection behind that would go on with what is gone, and no log of writes.
    made = sa.create_engine(address, creator=lambda: _open(path), poolclass=sa.NullPool)

    @sa.event.listens_for(made, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:  # noqa: ANN401 – SQLAlchemy's
        record.info["file"] = _file(path)
        # Python's sqlite3 would open transactions by itself, and too late.
        connection.isolation_level = None
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")

    @sa.event.listens_for(made, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        # A reader that turns writer later could find the database changed under it.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @sa.event.listens_for(made, "commit")
    def commit(connection: sa.Connection) -> None:
        # What went into a file that is gone is not kept, and may not be told to be.
        if connection.info["file"] != _file(path):
            raise StoreError(f"{path} was replaced while it was written: nothing was changed")

    return made


def _make(path: Path) -> None:
    try:
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a database file")
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be made or entered: {error.strerror}") from None
    try:
        if not path.exists():
            path.touch()
    except OSError:
        raise StoreError(
            f"{path} cannot be opened: its folder is missing or not writable"
        ) from None


def _open(path: Path) -> sqlite3.Connection:
    _file(path)
    # Never made anew by accident: an empty store in the place of a lost one would be served.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT_MS / 1000,
        check_same_thread=False,
    )


def _file(path: Path) -> _Inode:
    try:
        found = path.stat()
    except FileNotFoundError:
        raise StoreError(f"{path} is gone: it was deleted or moved") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}") from None
    return _Inode(found.st_dev, found.st_ino)
