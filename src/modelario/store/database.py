"""Opening a database: its address checked, its schema brought up to date, its faults told.

Everything that SQLite or PostgreSQL can refuse becomes a :class:`StoreError` with one line.
"""

import contextlib
import re
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from modelario.causes import cause, public_address
from modelario.history.journal import StoreError
from modelario.places import DRIVERS, LIKE
from modelario.store import sqlite
from modelario.store.sqlite import BUSY_TIMEOUT_MS
from modelario.store.tables import REVISION

DatabaseKind = Literal["sqlite", "postgresql"]

#: Any number will do as long as every replica uses the same one.
_PUBLISH_LOCK = 0x6D6F6465
_CHANNEL = "modelario_head"

_DAMAGED = "is damaged: restore it from a copy, or import into a new one"
_UNREACHABLE = (
    r"connection (refused|failed|to server|is (closed|lost|bad))|could not translate"
    r"|failed to resolve|timeout expired|terminating connection|server closed the connection"
    r"|consuming input failed|starting up|shutting down"
)

#: What rows of another make than ours end in.
UNREADABLE = (ValueError, ArithmeticError, TypeError, LookupError, msgspec.MsgspecError)

#: What a database's own message means to an operator, the first match in order.
_FAULTS = (
    (r"unable to open database file", "cannot be opened: its folder is missing or not writable"),
    (r"readonly database|read-only", "cannot be written: the file or its folder is read-only"),
    (r"file is not a database", "is not an SQLite database"),
    (r"malformed|disk image|could not decode to utf-8", _DAMAGED),
    (
        r"database is locked|database table is locked",
        f"is locked by another program for more than {BUSY_TIMEOUT_MS // 1000} s",
    ),
    (r"disk is full|No space left|could not extend file", "cannot grow: the disk is full"),
    (r"disk I/O error", "cannot be read or written: the disk reports an error"),
    (r"password authentication failed|no password supplied", "refuses the user or the password"),
    (r'database ".*" does not exist', "does not exist: create it first"),
    (r'role ".*" does not exist', "does not know the user"),
    (r"permission denied", "does not let this user read and write"),
    (
        _UNREACHABLE,
        "cannot be reached: is the server running, and is the address right?",
    ),
)


def connect(url: str) -> sa.Engine:
    """Open the database at an SQLAlchemy address, with its schema up to date."""
    address = _address(url)
    is_file = address.drivername == "sqlite"
    engine = sqlite.engine(address) if is_file else _on_server(address)
    try:
        with explained(engine):
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _on_server(address: sa.URL) -> sa.Engine:
    # Its driver is as large as all else of a store, and most stores are files.
    from modelario.store import postgresql  # noqa: PLC0415

    return postgresql.engine(address)


def exists(url: str) -> bool:
    """Whether there is a database to open; one on a server is taken to exist.

    A file without a byte holds none: that a copy came to nothing must not pass for a good one.
    """
    address = _address(url)
    if address.drivername != "sqlite":
        return True
    file = Path(address.database or "")
    return file.exists() and not (file.is_file() and file.stat().st_size == 0)


def lock_for_writing(connection: sa.Connection) -> None:
    """Let one writer in at a time; SQLite's ``BEGIN IMMEDIATE`` has done so already."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_PUBLISH_LOCK)))


def announce(connection: sa.Connection) -> None:
    """Tell waiting replicas of a new snapshot, as soon as it is committed."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_notify(_CHANNEL, "")))


def wait_for_news(engine: sa.Engine, seconds: float) -> None:
    """Wait until a snapshot is announced, ``seconds`` at most; SQLite has nobody to tell it."""
    if engine.dialect.name != "postgresql":
        time.sleep(seconds)
        return
    with (
        explained(engine),
        engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        connection.exec_driver_sql(f"LISTEN {_CHANNEL}")
        listening: Any = connection.connection.driver_connection
        for _ in listening.notifies(timeout=seconds, stop_after=1):
            break
        connection.exec_driver_sql("UNLISTEN *")


@contextlib.contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for queries."""
    with explained(engine), engine.connect() as connection:
        try:
            yield connection
        except UNREADABLE as error:
            # What we wrote can be read, unless somebody changed it.
            raise StoreError(f"{place(engine.url)} is damaged: {error}") from None


@contextlib.contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction of the only writer; it commits at the end and rolls back on any error."""
    with (
        explained(engine),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        lock_for_writing(connection)
        yield connection


@contextlib.contextmanager
def explained(engine: sa.Engine) -> Iterator[None]:
    """Turn what the database refuses into a :class:`StoreError`."""
    try:
        yield
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise StoreError(f"{place(engine.url)} {_meaning(error)}") from None
    except MemoryError:
        raise StoreError(f"{place(engine.url)} cannot be used: no memory is left") from None
    except UnicodeDecodeError:
        # Python's sqlite3 cannot even tell what a damaged file says is wrong with it.
        raise StoreError(f"{place(engine.url)} {_DAMAGED}") from None


def place(url: sa.URL) -> str:
    """A database as people name it: the file, or the address without its secrets."""
    if url.drivername == "sqlite":
        return url.database or ""
    # Where a password was not written as an address wants it, its end was taken for the host.
    return public_address(url.set(query={}).render_as_string(hide_password=False))


def _meaning(error: Exception) -> str:
    text = str(getattr(error, "orig", None) or error)
    for pattern, meaning in _FAULTS:
        if re.search(pattern, text, re.IGNORECASE):
            return meaning
    first = text.strip().splitlines()[0] if text.strip() else type(error).__name__
    return f"fails: {cause(first)}"


def _address(url: str) -> sa.URL:
    try:
        address = sa.make_url(url)
        driver = DRIVERS.get(address.drivername)
    except (ArgumentError, ValueError):
        driver = None
    if driver is None:
        raise StoreError(LIKE)
    if driver == "sqlite" and address.database in (None, "", ":memory:"):
        raise StoreError("the database address sqlite:///path needs the path of a file")
    if driver == "sqlite" and "?" in url:
        raise StoreError(
            "the database address sqlite:///path takes nothing after a '?': write %3F for one "
            "that belongs to the path, and %25 for a '%'"
        )
    return address.set(drivername=driver)


def _migrate(engine: sa.Engine) -> None:
    """Bring the schema to :data:`REVISION`; one query when it is there already."""
    with engine.connect() as connection:
        if _revision(connection, engine.url) == REVISION:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        lock_for_writing(connection)
        # Another replica may have been faster.
        found = _revision(connection, engine.url)
        if found != REVISION:
            _upgrade(connection)
    if found not in (None, REVISION):
        _shrink(engine)


def _shrink(engine: sa.Engine) -> None:
    """Give back what an upgrade freed; a file that is in use stays as large as it is."""
    if engine.dialect.name == "sqlite":
        with contextlib.suppress(SQLAlchemyError), engine.connect() as connection:
            connection.connection.execute("VACUUM")


def _revision(connection: sa.Connection, url: sa.URL) -> str | None:
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(f"{place(url)} is the database of another program")
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and re.fullmatch(r"\d{4}", found) and found > REVISION:
        raise StoreError(
            f"{place(url)} was written by a newer Modelario (schema {found}, "
            f"this one knows {REVISION}): upgrade Modelario"
        )
    if len(tables) > 1 and not _is_known(found):
        raise StoreError(
            f"{place(url)} has the schema {found!r}, which no Modelario ever wrote: "
            "restore it from a copy, or import into a new one"
        )
    return found


def _is_known(revision: str | None) -> bool:
    """Whether there is a migration that leads to a schema."""
    folder = resources.files("modelario.store.migrations.versions")
    return any(each.name.startswith(f"v{revision}_") for each in folder.iterdir())


def _upgrade(connection: sa.Connection) -> None:
    # Alembic takes a moment to import, and most starts have no use for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "modelario.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
