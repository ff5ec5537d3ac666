"""Written aside and swapped in: readers see the files before, or those after.

So does whoever starts the machine again after a power cut, or after a kill at any moment. What has
not changed is the same file as before, with its time, so that servers and whoever uploads it see
what is new.
"""

import ctypes
import glob
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from modelario.export.leaves import UnwritableError

try:
    import fcntl
except ImportError:  # Windows locks otherwise
    fcntl = None  # type: ignore[assignment]

#: Tells a folder that an export has made, which the next one may take away.
MARK = ".modelario-export.json"
_PART = f"{MARK}.part"
#: In it: which folder it is an export of, and which folder is to go: a copy is another.
_OF, _ASIDE = "of", "aside"
#: Beside the folder: what is being written, and what was there before.
_NEW, _OLD = ".new", ".old"
#: Exchange two names at once (renameat2 of Linux); relative to the working directory.
_EXCHANGE, _HERE = 2, -100


class ExportError(Exception):
    """An export cannot be made; the message is one line for people."""


class Staging:
    """The folder in which an export is written, beside the one that it takes the place of."""

    def __init__(self, folder: Path) -> None:
        if not folder.name:
            raise ExportError(f"{folder} is the top of all folders: name one below it")
        self.folder = folder
        self.new = folder.with_name(folder.name + _NEW)
        self._old = folder.with_name(folder.name + _OLD)
        #: Open as long as something is written; other processes of this export have it, too.
        self._lock: int | None = None

    def open(self) -> None:
        """Begin; raises :class:`ExportError` where the folder is not ours to be replaced."""
        _check(self.folder)
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self._put_back()
            for left in (self.new, self._old):
                if self._is_left(left):
                    self._unlock(_locked(left))
                    _take_away(left)
            if self.new.exists() or self.new.is_symlink():
                raise ExportError(
                    f"{self.new} is not what an export of {self.folder} left, and in its way: "
                    "move it, or name another folder"
                )
            self.new.mkdir()
            self._lock = _locked(self.new)
            self._mark(self.new, {}, aside=True)
        except OSError as error:
            raise ExportError(_told(error, self.folder)) from None

    def write(self, parts: Iterable[str], body: bytes) -> bool:
        """Write one file, or keep the one of before; tells whether it is new.

        Raises :class:`UnwritableError` where another file already has its name, as one that
        differs by capitals alone has on some systems, and ``OSError`` where nothing can be written.
        """
        path, before = self.new.joinpath(*parts), self.folder.joinpath(*parts)
        if _holds(before, body):
            return not _linked(path, before) and _written(path, body)
        return _written(path, body)

    def keep(self, parts: Iterable[str]) -> bool:
        """Keep a file of before as it is; tells whether there was one."""
        return _linked(self.new.joinpath(*parts), self.folder.joinpath(*parts))

    def remove(self, parts: Iterable[str]) -> None:
        """Take one file away again, with what is compressed beside it."""
        path = self.new.joinpath(*parts)
        for each in (path, *path.parent.glob(f"{glob.escape(path.name)}.*")):
            each.unlink()

    def failed(self, error: OSError) -> ExportError:
        """Say why nothing can be written."""
        return ExportError(_told(error, self.folder))

    def finish(self, told: Mapping[str, Any]) -> None:
        """Put what was written in the place of what was there."""
        try:
            whole = {**told, "finished": True}
            self._mark(self.new, whole, aside=True)
            if self.folder.exists():
                self._mark(self.folder, _marked(self.folder), aside=True)
            # First every file is on the disk, then the new name, then what was there goes.
            _flush(self.new)
            before = self._swap()
            self._mark(self.folder, whole, aside=False)
            _flush_names(self.folder.parent)
        except OSError as error:
            raise ExportError(_told(error, self.folder)) from None
        finally:
            self._unlock()
        if before is not None:
            _take_away(before)

    def _swap(self) -> Path | None:
        """Give what was written its name; tells where that lies which had it before."""
        if not self.folder.exists():
            self.new.rename(self.folder)
            return None
        if _exchanged(self.new, self.folder):
            return self.new
        if self._old.exists():
            raise ExportError(f"{self._old} is in the way of an export of {self.folder}: move it")
        self.folder.rename(self._old)
        self.new.rename(self.folder)
        return self._old

    def discard(self) -> None:
        """Take away what was written; what was there stays."""
        _take_away(self.new)
        with suppress(OSError):
            self._put_back()
        self._unlock()

    def _put_back(self) -> None:
        """Keep what was to go, where nothing has come to take its place."""
        if self._is_left(self._old) and not self.folder.exists():
            # It was interrupted between two renames.
            self._old.rename(self.folder)
        if (told := _marked(self.folder)).get(_ASIDE):
            self._mark(self.folder, told, aside=False)

    def _unlock(self, lock: int | None = None) -> None:
        for each in (lock, self._lock):
            if each is not None:
                os.close(each)
        self._lock = None

    def _mark(self, folder: Path, told: Mapping[str, Any], *, aside: bool) -> None:
        """Mark a folder; a copy of it that shares its files keeps the mark that it has."""
        marked = {**told, _OF: self.folder.name, _ASIDE: folder.stat().st_ino if aside else None}
        written = folder / _PART
        written.write_text(json.dumps(marked, indent=1) + "\n", "utf-8")
        written.replace(folder / MARK)

    def _is_left(self, folder: Path) -> bool:
        """Whether a folder is surely what an export of this one left behind, and no copy of it."""
        if folder.is_symlink() or not folder.is_dir():
            return False
        if all(each.name == _PART for each in folder.iterdir()):
            return True
        told = _marked(folder)
        return told.get(_OF) == self.folder.name and told.get(_ASIDE) == folder.stat().st_ino


def _check(folder: Path) -> None:
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise ExportError(f"{folder} is no folder: name one that is empty, or not there yet")
        if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder):
            raise ExportError(
                f"{folder} holds what no export has written: name an empty folder, or take away "
                "what is there"
            )
    except OSError as error:
        raise ExportError(_told(error, folder)) from None


def _locked(folder: Path) -> int | None:
    """Keep others from a folder until what is given is closed, where the system can."""
    if fcntl is None:
        return None
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        raise ExportError(f"another export is writing {folder}: wait until it has ended") from None
    return opened


def _take_away(folder: Path) -> None:
    """Remove a folder, its mark last: whoever comes after a kill has to know what it was.

    What cannot be removed is left to the next export, which says so where it is in its way.
    """
    with suppress(OSError):
        for each in folder.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            elif each.name != MARK:
                each.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Have everything written to the disk that lies on the same as a folder, at once.

    File by file it would take as long as a disk takes for tens of thousands of small writes.
    """
    if fcntl is None:
        return
    try:
        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except AttributeError:
        os.sync()
        return
    with _opened(folder) as opened:
        if syncfs(opened) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _flush_names(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    if fcntl is not None:
        with _opened(folder) as opened:
            os.fsync(opened)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield opened
    finally:
        os.close(opened)


def _is_ours(folder: Path) -> bool:
    return (folder / MARK).is_file()


def _marked(folder: Path) -> dict[str, Any]:
    """What a folder's mark tells; nothing where there is none that can be read."""
    with suppress(OSError, ValueError):
        told = json.loads((folder / MARK).read_bytes())
        if isinstance(told, dict):
            return told
    return {}


def _told(error: OSError, folder: Path) -> str:
    return f"{folder} cannot be written: {error.strerror or error}; what was there is as it was"


def _holds(path: Path, body: bytes) -> bool:
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except OSError:
        return False


def _linked(path: Path, before: Path) -> bool:
    """Give a file of before a second name; ``False`` where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.link(before, path)
    except FileExistsError:
        raise UnwritableError(_TAKEN) from None
    except OSError:
        return False
    return True


_TAKEN = "another file has its name, or one that differs by capitals alone"


def _written(path: Path, body: bytes) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(body)
    except (FileExistsError, NotADirectoryError):
        raise UnwritableError(_TAKEN) from None
    return True


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change their names at once; ``False`` where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    names = (os.fsencode(one), os.fsencode(other))
    return bool(rename(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
