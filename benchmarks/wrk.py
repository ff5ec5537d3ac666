"""Load on an address, by wrk: how many answers a second, how late the latest, how many bad."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

#: Seconds for each of wrk's units.
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
_SLOWEST = re.compile(r"99%\s+([\d.]+)(us|ms|s|m)\b")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|read (\d+), write (\d+), timeout (\d+)")

MISSING = None if shutil.which("wrk") else "wrk is not installed"


class Load(NamedTuple):
    """What became of a load: answers a second, the 99th percentile in seconds, failures."""

    per_second: float
    p99_s: float
    failed: int


def load(
    address: str, *, connections: int, seconds: int, script: str = "", compressed: bool = True
) -> Load:
    """Ask as often as answers come, on some connections; ``script`` is Lua that says for what."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        if compressed:
            command += ["-H", "Accept-Encoding: gzip"]
        if script:
            file = Path(folder) / "ask.lua"
            file.write_text(script, "utf-8")
            command += ["-s", str(file)]
        told = subprocess.run(
            [*command, address], capture_output=True, text=True, check=True
        ).stdout
    slowest = _SLOWEST.search(told)
    rate = _RATE.search(told)
    assert slowest, told  # noqa: S101 – else wrk tells it in other words
    assert rate, told  # noqa: S101 – likewise
    bad = sum(int(number) for found in _BAD.findall(told) for number in found if number)
    return Load(float(rate[1]), float(slowest[1]) * _UNITS[slowest[2]], bad)
