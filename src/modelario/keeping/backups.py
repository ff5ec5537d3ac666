"""A backup of a store: copied while it is in use, checked, and only then put where it belongs."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from modelario.history.journal import StoreError
from modelario.keeping.opening import existing_store
from modelario.settings import Settings
from modelario.store.copying import copy, seal
from modelario.store.glance import file_of, glance
from modelario.store.store import Store

#: What SQLite lays beside a file that is open.
_BESIDE = ("", "-journal", "-wal", "-shm")


class Backup(NamedTuple):
    """A copy that was found to be sound."""

    snapshots: int
    #: The hash of all that is in it, for ``verify --expect``.
    head: str | None
    #: In bytes.
    size: int


def back_up(settings: Settings, file: Path) -> Backup:
    """Copy the store into a file; an older backup there stays until the new one is sound.

    Raises :class:`StoreError`, also for a file that is no backup.
    """
    store = file_of(settings.database_url)
    if store is not None and file.absolute() == store.absolute():
        raise StoreError(f"{file} is the store itself")
    if file.exists() and glance(file) is None:
        raise StoreError(f"{file} is there already and no backup: it is left alone")
    aside = file.with_name(f"{file.name}.unfinished")
    _clear(aside)
    try:
        with existing_store(settings) as opened:
            head = opened.sealed_head()
        # So that it is this file that is said to be in the way, and not the store.
        aside.touch()
        copy(settings.database_url, aside)
        made = _checked(aside, head, settings.store_key)
        _put(aside, file)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}") from None
    finally:
        _clear(aside)
    return made


def _checked(file: Path, head: str | None, key: str | None) -> Backup:
    """Verify a copy, and that it goes at least as far as the store did when it was begun."""
    with Store.open(f"sqlite:///{quote(str(file.absolute()))}", key) as copied:
        if copied.verify(head):
            raise StoreError("the copy is not as the history was written: 'modelario verify' tells")
        found = len(copied.snapshots()), copied.sealed_head()
    seal(file)
    return Backup(*found, file.stat().st_size)


def _put(aside: Path, file: Path) -> None:
    """Put a file where it belongs, so that a crash leaves it or the one before."""
    _settle(aside)
    aside.replace(file)
    _settle(file.parent)


def _settle(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _clear(aside: Path) -> None:
    for ending in _BESIDE:
        with suppress(OSError):
            aside.with_name(aside.name + ending).unlink()
