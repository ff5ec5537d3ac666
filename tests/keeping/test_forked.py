"""Work in a process of its own: it ends with whoever asked for it."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from modelario.keeping.forked import in_a_process

#: More than a pipe holds.
_LONG = b"." * 2**20


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait(until: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not (done := until()) and time.monotonic() < end:
        time.sleep(0.05)
    return done


def test_an_answer_may_be_longer_than_a_pipe() -> None:
    assert in_a_process(lambda: _LONG, 60, 2**28) == _LONG


def test_what_nobody_waits_for_any_more_ends(tmp_path: Path) -> None:
    """Whoever asked is killed before the answer: it would be written for ever."""
    told = tmp_path / "process"

    def work() -> bytes:
        asker = os.getppid()
        (tmp_path / "new").write_text(str(os.getpid()), "ascii")
        (tmp_path / "new").rename(told)
        _wait(lambda: os.getppid() != asker)
        return _LONG

    asker = os.fork()
    if asker == 0:
        try:
            in_a_process(work, 120, 2**28)
        finally:
            os._exit(0)
    try:
        assert _wait(told.exists)
        worker = int(told.read_text("ascii"))
    finally:
        os.kill(asker, signal.SIGKILL)
        os.waitpid(asker, 0)
    ended = _wait(lambda: not _is_alive(worker))
    if not ended:
        os.kill(worker, signal.SIGKILL)
    assert ended
