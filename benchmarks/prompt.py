"""How long one waits at the prompt, as a multiple of a Python that does nothing.

    python benchmarks/prompt.py

Each is a process of its own, begun once before it is measured, so that the catalogue is built and
the code compiled, as it is where the program is installed.
The figure is the best of several, by the time of the processor: other programs count as little
as can be. The wall clock stands beside it.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from rows import Row, Target, main

RUNS = 15
_NOWHERE = subprocess.DEVNULL
_CLI = "import sys; sys.argv = {!r}; from modelario.cli import main; main()"


NOTHING = "pass"


class Case(NamedTuple):
    """What is run, and what it may take: times a Python that does nothing, or seconds."""

    name: str
    program: str
    target: Target


CASES = (
    Case("modelario --help", _CLI.format(["modelario", "--help"]), Target(8)),
    Case("modelario show o4-mini", _CLI.format(["modelario", "show", "o4-mini"]), Target(15)),
    Case("import modelario, and load()", "import modelario; modelario.load()", Target(0.4, "s")),
)


class Took(NamedTuple):
    """Seconds of the processor, and by the clock."""

    processor: float
    clock: float


def measure() -> Iterator[Row]:
    """Measure every case beside the floor."""
    with TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "MODELARIO_DATA_DIR": folder,
            "PYTHONPYCACHEPREFIX": folder,
            "PYTHONDONTWRITEBYTECODE": "",
        }
        floor = _best(NOTHING, environment)
        for case in CASES:
            _run(case.program, environment)
            took = _best(case.program, environment)
            ratio = took.processor / floor.processor
            found = ratio if case.target.unit == "x" else took.processor
            beside = f"{ratio:.1f} × a Python that does nothing ({floor.processor * 1e3:.1f} ms)"
            yield Row(case.name, found, f"{beside}; by the clock {took.clock:.2f} s", case.target)


def _best(program: str, environment: dict[str, str]) -> Took:
    runs = [_run(program, environment) for _ in range(RUNS)]
    return Took(min(each.processor for each in runs), min(each.clock for each in runs))


def _run(program: str, environment: dict[str, str]) -> Took:
    command = [sys.executable, "-c", program]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, env=environment, stdout=_NOWHERE, stderr=_NOWHERE, check=True)
    clock, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(used, clock)


if __name__ == "__main__":
    main(measure)
