"""A glance at a store in a file: which state it is in, without what it takes to work with it.

Whatever is not as it should be is left to :class:`~modelario.store.store.Store`, which tells.
"""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

_SCHEME = "sqlite:///"


class Glance(NamedTuple):
    """What tells a state of a store from all others, and the first day that it holds."""

    schema: str
    name: str
    #: The same as ``Store.revision`` gives; empty where nothing is published.
    revision: str
    begins: date | None


def file_of(url: str) -> Path | None:
    """The file of an SQLite address that is as it should be."""
    path = unquote(url.removeprefix(_SCHEME))
    return Path(path) if url.startswith(_SCHEME) and path and "?" not in url else None


def glance(path: Path) -> Glance | None:
    """Look at a store; ``None`` where it cannot be read so simply."""
    import sqlite3  # noqa: PLC0415 – where there is no file, nothing is loaded to read it

    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
        try:
            connection.execute("BEGIN")
            [schema] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            [name] = connection.execute("SELECT id FROM store").fetchone()
            rows = connection.execute(_PUBLISHED).fetchall()
            heard = connection.execute(_HEARD).fetchall()
        finally:
            connection.close()
        hashes = "".join(first + second for first, second, _ in rows)
        hashes += "".join(each for (each,) in heard) if rows else ""
        begins = date.fromisoformat(rows[0][2]) if rows else None
    except (sqlite3.Error, ValueError, TypeError):
        return None
    revision = sha256(hashes.encode()).hexdigest() if hashes else ""
    return Glance(str(schema), str(name), revision, begins)


_PUBLISHED = "SELECT hash, derived_hash, as_of FROM snapshot WHERE state = 'published' ORDER BY seq"
_HEARD = "SELECT hash FROM hearing WHERE state = 'published' ORDER BY number"
