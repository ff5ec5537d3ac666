"""The program in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory for the tests of one module."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def modelario(home: Path) -> Callable[..., Ran]:
    """Run a command in an environment of its own; a traceback fails the test."""

    def run(*arguments: str, **environment: str) -> Ran:
        done = subprocess.run(
            [Path(sys.executable).with_name("modelario"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "MODELARIO_DATA_DIR": str(home), **environment},
        )
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
