"""Work in a process of its own, with limits: whatever becomes of it, ours goes on.

The child is a copy of this process as it stands, so that nothing has to be handed over; it
writes its answer and ends at once.
"""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path

try:
    import resource
except ImportError:  # where there is no such limit there is no fork either
    resource = None  # type: ignore[assignment]


class OverTimeError(Exception):
    """The work took too long, and was ended."""


class DiedError(Exception):
    """The work ended without an answer: something outside of it, or the system, ended it."""


def in_a_process(work: Callable[[], bytes], seconds: float, memory: int) -> bytes:
    """Do some work with ``memory`` bytes beside what we have already, and give its answer.

    ``work`` has to catch what it raises, :class:`MemoryError` too. Raises
    :class:`OverTimeError` and :class:`DiedError`.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        # Should we end, nobody reads the answer: to write it has to fail, not to wait for ever.
        os.close(ours)
        _work(work, theirs, memory)
    os.close(theirs)
    try:
        answer = read_until(ours, time.monotonic() + seconds)
    finally:
        os.close(ours)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)
    if not answer:
        raise DiedError
    return answer


def _work(work: Callable[[], bytes], to: int, memory: int) -> None:
    """Work, answer, and end without a word to anything that we share with our parent."""
    try:
        _limit(memory)
        answer = work()
        while answer:
            answer = answer[os.write(to, answer) :]
    finally:
        os._exit(0)


def _limit(memory: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def read_until(pipe: int, until: float) -> bytes:
    """Read until the other end closes; raises :class:`OverTimeError` at a moment of the clock."""
    answer = b""
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise OverTimeError
        piece = os.read(pipe, 2**16)
        if not piece:
            return answer
        answer += piece
