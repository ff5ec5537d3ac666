"""The names of the tests: processes that share them have to agree on every one."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def names(seed: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider"]
    return subprocess.Popen(
        [*command, "--ignore", str(Path(__file__).relative_to(ROOT))],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_every_process_gives_the_tests_the_same_names():
    first = names("1")
    time.sleep(1.1)  # names that hold the time differ too
    second = names("2")
    mine, yours = (
        [line for line in process.communicate()[0].splitlines() if "::" in line]
        for process in (first, second)
    )
    assert len(mine) > 1000
    assert mine == yours
