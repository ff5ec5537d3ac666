"""Searches and filters that nobody asked for before, while syncs run beside them.

    python benchmarks/search.py

One worker answers; another process takes in a changed document over and over again, and the
server publishes each.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import wrk
from floors import document
from rows import Row, Target, main
from served import served
from sync import dearer

SECONDS, CONNECTIONS = 20, 8
RATE, SLOWEST = Target(150, "/s", at_least=True), Target(250, "ms")
_ASKED = """
local number = 0
local words = {"gemini flash", "claude", "gpt mini", "qwen coder", "llama 70b", "embedding"}
request = function()
  number = number + 1
  local word = words[number % #words + 1]:gsub(" ", "+")
  if number % 2 == 0 then return wrk.format("GET", "/en/search?q=" .. word .. "+" .. number) end
  return wrk.format("GET", "/en/models?q=" .. word .. "&max_price=" .. number / 100)
end
"""
WHAT = "searches and filters while a sync runs"


def measure() -> Iterator[Row]:
    """Ask on eight connections while syncs run."""
    if wrk.MISSING:
        yield Row(WHAT, None, wrk.MISSING, RATE)
        return
    with tempfile.TemporaryDirectory() as home:
        first_day(home)
        with served(home, MODELARIO_WORK_PER_ADDRESS="0") as site, _syncing(home) as done:
            found = wrk.load(
                f"{site.address}/", connections=CONNECTIONS, seconds=SECONDS, script=_ASKED
            )
            syncs = done()
    beside = f"{syncs} syncs meanwhile, {found.failed} errors"
    yield Row(WHAT, found.per_second, beside, RATE)
    yield Row("  the slowest in a hundred of them", found.p99_s * 1000, beside, SLOWEST)


def first_day(home: str) -> None:
    """Take the embedded data into a store, as that of yesterday."""
    _sync(home, "embedded", datetime.now(UTC) - timedelta(days=1))


@contextmanager
def _syncing(home: str) -> Iterator[Callable[[], int]]:
    """Take in one of two documents after the other, until told to stop."""
    files = [Path(home) / "one.json", Path(home) / "two.json"]
    data = document().data
    for file, content in zip(files, (data, dearer(data)), strict=True):
        file.write_bytes(content)
    stop, done = threading.Event(), []

    def syncs() -> None:
        while not stop.is_set():
            _sync(home, str(files[len(done) % 2]), datetime.now(UTC))
            done.append(1)

    thread = threading.Thread(target=syncs)
    thread.start()
    try:
        yield lambda: len(done)
    finally:
        stop.set()
        thread.join()


def _sync(home: str, source: str, day: datetime) -> None:
    program = Path(sys.executable).with_name("modelario")
    command = [program, "sync", "--source", source, "--as-of", str(day.date())]
    environment = {**os.environ, "MODELARIO_DATA_DIR": home}
    subprocess.run(command, env=environment, check=True, capture_output=True)


if __name__ == "__main__":
    main(measure)
