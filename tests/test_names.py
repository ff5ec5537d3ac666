"""The names of the tests: processes that share them have to agree on every one."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def names(seed: str) -> list[str]:
    """The names that another process gives them, later and with another order of sets."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_every_process_gives_the_tests_the_same_names(request):
    """Where the tests of this one are not all, another one collects them."""
    mine = {each.nodeid for each in request.session.items}
    if len(mine) < 1000:
        mine = set(names("1"))
    assert len(mine) > 1000
    # Those that were not chosen here are no difference.
    assert mine <= set(names("2"))
