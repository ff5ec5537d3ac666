"""The program in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

import pytest

from installed import furnish


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory for the tests of one module."""
    return furnish(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def modelario(home: Path) -> Callable[..., Ran]:
    """Run a command in an environment of its own; a traceback fails the test.

    ``out`` is a file to write the answer to instead of catching it.
    """

    def run(*arguments: str, out: str | None = None, **environment: str) -> Ran:
        with Path(out).open("w") if out else nullcontext(subprocess.PIPE) as to:
            done = subprocess.run(
                [Path(sys.executable).with_name("modelario"), *arguments],
                stdout=to,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
                timeout=120,
                env={**os.environ, "MODELARIO_DATA_DIR": str(home), **environment},
            )
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout or "", done.stderr)

    return run
