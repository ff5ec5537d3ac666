"""The program: as a function, and, where a process matters, in one of its own."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest

from installed import furnish
from modelario.cli import run


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
    """Run a command as the program does once it has begun; a traceback fails the test.

    Its environment, its output and its log are its own, as they are those of a process.
    """

    def ran(*arguments: str, **environment: str) -> Ran:
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        log = logging.getLogger()
        with (
            mock.patch.dict(os.environ, {"MODELARIO_DATA_DIR": str(home), **environment}),
            # What pytest looks at the log with, no prompt has.
            mock.patch.object(log, "handlers", []),
            mock.patch.object(logging, "lastResort", logging.lastResort),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = run(arguments)
        return _ran(code, *(each.buffer.getvalue() for each in (out, err)))

    return ran


@pytest.fixture(scope="module")
def program(home: Path) -> Callable[..., Ran]:
    """Run a command in a process of its own; a traceback fails the test.

    ``out`` is a file to write the answer to instead of catching it.
    """

    def ran(*arguments: str, out: str | None = None, **environment: str) -> Ran:
        with Path(out).open("w") if out else nullcontext(subprocess.PIPE) as to:
            done = subprocess.run(
                [Path(sys.executable).with_name("modelario"), *arguments],
                stdout=to,
                stderr=subprocess.PIPE,
                check=False,
                timeout=120,
                env={**os.environ, "MODELARIO_DATA_DIR": str(home), **environment},
            )
        return _ran(done.returncode, done.stdout or b"", done.stderr)

    return ran


def _ran(code: int, out: bytes, err: bytes) -> Ran:
    assert b"Traceback" not in err
    return Ran(code, out.decode(), err.decode())
