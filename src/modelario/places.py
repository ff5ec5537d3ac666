"""Where things may be kept: a folder, and the address of a database."""

import contextlib
from pathlib import Path
from urllib.parse import quote

#: What the address of a database may begin with, and the driver that each means.
DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
}
LIKE = "the database address must look like sqlite:///path or postgresql://user@host/name"


class NoPlaceError(Exception):
    """A text names no place where anything can be; the message says why."""


def folder(text: str) -> Path:
    """Read the path of a folder, be it there or not. Raises :class:`NoPlaceError`."""
    try:
        path = Path(text).expanduser()
        str(path).encode()
        # A folder that may not be entered is the store's to complain of.
        with contextlib.suppress(PermissionError):
            if path.exists() and not path.is_dir():
                raise NoPlaceError("is a file, not a folder")
    except UnicodeEncodeError:
        raise NoPlaceError("is no UTF-8 text") from None
    except (OSError, RuntimeError, ValueError) as error:
        # A name that is too long, somebody's home that is not known.
        fault = getattr(error, "strerror", None) or str(error)
        raise NoPlaceError(f"can be no folder: {fault}") from None
    return path.absolute()


def file_address(path: Path) -> str:
    """Write the address of a database file, whatever its path holds."""
    return f"sqlite:///{quote(str(path))}"
