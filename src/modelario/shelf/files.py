"""One file that only we write, and that is worth nothing: it can be made again at any time.

It is believed only when it is whole, and nobody but its owner could have written it.
"""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has other locks
    fcntl = None  # type: ignore[assignment]

_MAGIC = b"Modelario shelf\n"
_DIGEST = sha256().digest_size
#: The most that is written or read, in bytes: a catalogue is a hundredth of it.
MOST_BYTES = 2**28
#: What a writer that was killed left behind is removed after this.
LEFT_BEHIND = timedelta(hours=1)


def read(path: Path) -> bytes | None:
    """Give what was written; ``None`` where there is nothing to be believed."""
    try:
        with os.fdopen(os.open(path, _READING), "rb") as stream:
            if not _is_own(os.fstat(stream.fileno())):
                return None
            data = stream.read(MOST_BYTES + 1)
    except OSError:
        return None
    head = len(_MAGIC) + _DIGEST
    if not data.startswith(_MAGIC) or len(data) > MOST_BYTES:
        return None
    body = memoryview(data)[head:]
    return bytes(body) if sha256(body).digest() == data[len(_MAGIC) : head] else None


#: No link is followed, and no pipe is waited for.
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_READING |= getattr(os, "O_BINARY", 0)


def _is_own(found: os.stat_result) -> bool:
    """Whether a file is a plain one that nobody else can have written."""
    if not stat.S_ISREG(found.st_mode):
        return False
    owner = getattr(os, "geteuid", None)
    return owner is None or (found.st_uid == owner() and not found.st_mode & 0o022)


def write(path: Path, body: bytes) -> bool:
    """Write it whole or not at all; ``False`` where that cannot be, which harms nobody.

    Several may write at once: the last one's stays.
    """
    if len(body) > MOST_BYTES - len(_MAGIC) - _DIGEST:
        return False
    made = path.with_name(f"{path.name}.{os.getpid()}-{time.monotonic_ns():x}{_NEW}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(path)
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(_MAGIC + sha256(body).digest())
            stream.write(body)
        # It is not brought to the disk: after a power cut its digest tells whether it got there.
        made.replace(path)
    except OSError:
        with suppress(OSError):
            made.unlink()
        return False
    return True


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Be the only one here of all processes of this machine; where that cannot be, one of many."""
    try:
        held = os.open(folder, os.O_RDONLY) if fcntl else None
    except OSError:
        held = None
    if held is None:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


_NEW = ".new"


def _sweep(path: Path) -> None:
    """Remove what writers of this file left behind."""
    for each in path.parent.glob(f"{path.name}.*{_NEW}"):
        with suppress(OSError):
            if time.time() - each.stat().st_mtime > LEFT_BEHIND.total_seconds():
                each.unlink()
