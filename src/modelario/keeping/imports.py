"""Filling in history from dated documents: a folder or a tar archive of ``YYYY-MM-DD.json``."""

import contextlib
import functools
import io
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from msgspec.structs import replace

from modelario.history.journal import Attempt, Outcome, OwnFaultError
from modelario.history.running_days import RunawayDayError
from modelario.keeping.intake import Memory, Taken, take_in
from modelario.keeping.own_faults import recorded
from modelario.keeping.trial import BUDGET
from modelario.store.store import Store
from modelario.upstream.packed import MAX_DOCUMENT_BYTES, PackedError, pieces
from modelario.upstream.sources import Fetched, SourceError, document_content

#: Ten years of days fit in both.
_MAX_ARCHIVE_BYTES, _MAX_MEMBERS = 8 * 2**30, 20_000
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.json(\.gz|\.zst)?")
_KIND = "import"

#: Called with the days done, the days in all, and the day that was just done.
Progress = Callable[[int, int, date], None]


class Imported(NamedTuple):
    """What an import did, by day."""

    taken: Mapping[date, Taken]
    #: In the store already, be it from an earlier run.
    known: tuple[date, ...]
    #: Before the latest day in the store: history grows in date order.
    late: tuple[date, ...]
    #: Days whose file is no document, with the reason.
    failed: Mapping[date, str]


class _Day(NamedTuple):
    day: date
    name: str
    read: Callable[[], bytes]


def import_days(
    store: Store,
    path: Path,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> Imported:
    """Take in every day that a folder or archive holds, in date order.

    Days in the store already are passed over, so that an import that was interrupted goes on
    where it stopped. Raises :class:`SourceError` when there is nothing to import, and
    ``StoreError``.
    """
    taken: dict[date, Taken] = {}
    failed: dict[date, str] = {}
    known, late = [], []
    memory: Memory = {}
    with _days(path) as days:
        stored, newest = store.days(), store.newest()
        for number, each in enumerate(days, start=1):
            if each.day in stored:
                known.append(each.day)
            elif newest and each.day < newest.as_of:
                late.append(each.day)
            else:
                try:
                    last = number == len(days)
                    taken[each.day] = _take_in(store, each, now, memory, last=last)
                except (SourceError, RunawayDayError, OwnFaultError) as error:
                    failed[each.day] = str(error)
            if progress:
                progress(number, len(days), each.day)
    return Imported(taken, tuple(known), tuple(late), failed)


def _take_in(store: Store, day: _Day, now: datetime, memory: Memory, *, last: bool) -> Taken:
    failed = Attempt(at=now, source=_KIND, outcome=Outcome.FAILED, as_of=day.day)
    try:
        content = document_content(day.read(), day.name)
    except SourceError as error:
        store.record_attempt(replace(failed, cause=str(error)))
        raise
    fetched = Fetched(content=content, kind=_KIND, origin=day.name, fetched_at=now, as_of=day.day)
    # Only the last one is served; to try each would take ten times as long.
    with recorded(store, failed):
        return take_in(store, fetched, memory=memory, budget=BUDGET if last else None)


@contextlib.contextmanager
def _days(path: Path) -> Iterator[list[_Day]]:
    """The dated files of a folder or archive, in date order."""
    try:
        if path.is_dir():
            yield _in_order(path, _folder(path))
        else:
            with path.open("rb") as packed, _unpacked(packed, path) as archive:
                yield _in_order(path, _archive(archive, path))
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist") from None
    except PackedError as error:
        raise SourceError(f"{path} {error}") from None
    except (tarfile.TarError, EOFError) as error:
        raise SourceError(f"{path} is a damaged tar archive ({error})") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from None


def _in_order(path: Path, found: Iterator[tuple[str, Callable[[], bytes]]]) -> list[_Day]:
    days = {}
    for name, read in found:
        if match := _NAME.fullmatch(PurePosixPath(name).name):
            with contextlib.suppress(ValueError):
                day = date.fromisoformat(match[1])
                days[day] = _Day(day, f"{path.name}/{PurePosixPath(name).name}", read)
    if not days:
        raise SourceError(f"{path} holds no file named like 2026-07-01.json")
    return [days[day] for day in sorted(days)]


def _folder(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for file in path.iterdir():
        if file.is_file():
            yield file.name, functools.partial(_read_file, file)


def _archive(archive: IO[bytes], path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The regular files of a tar archive; nothing is ever unpacked under a name of its own."""
    # Links, devices and names that lead elsewhere are therefore harmless. The archive stays
    # open for as long as its file does, since its days are read one by one.
    tar = tarfile.open(fileobj=_Cautious(archive), mode="r:")  # noqa: SIM115
    for number, member in enumerate(tar):
        if number >= _MAX_MEMBERS:
            raise SourceError(f"{path} holds more than {_MAX_MEMBERS} files")
        if member.isreg() and not member.issparse():
            yield member.name, functools.partial(_read_member, tar, member)


def _read_file(file: Path) -> bytes:
    with file.open("rb") as stream:
        return _bounded(stream, file.name)


def _read_member(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(member)
    return _bounded(stream, member.name) if stream else b""


def _bounded(stream: IO[bytes], name: str) -> bytes:
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise SourceError(f"{name} is larger than {MAX_DOCUMENT_BYTES // 2**20} MiB")
    return data


class _Cautious(io.RawIOBase):
    """A file that gives at most so much at once, however much a tar header claims to need."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= 2 * MAX_DOCUMENT_BYTES:
            raise tarfile.ReadError("an entry is too large")
        return self._inner.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()


@contextlib.contextmanager
def _unpacked(packed: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    """The archive in a nameless file of its own, so that its days can be read in any order."""
    with tempfile.TemporaryFile() as plain:
        for piece in pieces(packed):
            plain.write(piece)
            if plain.tell() > _MAX_ARCHIVE_BYTES:
                raise SourceError(f"{path} holds more than {_MAX_ARCHIVE_BYTES // 2**30} GiB")
        plain.seek(0)
        yield plain
