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
from collections.abc import Sequence
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

RUNS = 15
_NOWHERE = subprocess.DEVNULL
_CLI = "import sys; sys.argv = {!r}; from modelario.cli import main; main()"


class Case(NamedTuple):
    """What is run, and how many times as long as nothing it may take."""

    name: str
    program: str
    target: float | None


CASES = (
    Case("nothing", "pass", None),
    Case("--help", _CLI.format(["modelario", "--help"]), 8),
    Case("show o4-mini", _CLI.format(["modelario", "show", "o4-mini"]), 15),
    Case("load()", "import modelario; modelario.load()", None),
)


class Took(NamedTuple):
    """Seconds of the processor, and by the clock."""

    processor: float
    clock: float


def main() -> None:
    """Measure every case beside the floor."""
    with TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "MODELARIO_DATA_DIR": folder,
            "PYTHONPYCACHEPREFIX": folder,
            "PYTHONDONTWRITEBYTECODE": "",
        }
        for case in CASES:
            _run([sys.executable, "-c", case.program], environment)
        best = {case: _best(case, environment) for case in CASES}
    floor = best[CASES[0]]
    for case, took in best.items():
        target = f"  target: at most {case.target} x" if case.target else ""
        used, waited = took.processor / floor.processor, took.clock / floor.clock
        print(
            f"{case.name:<14} {took.processor * 1e3:7.1f} ms  {used:5.1f} x"
            f"  (clock {took.clock * 1e3:7.1f} ms, {waited:5.1f} x){target}"
        )


def _best(case: Case, environment: dict[str, str]) -> Took:
    runs = [_run([sys.executable, "-c", case.program], environment) for _ in range(RUNS)]
    return Took(min(each.processor for each in runs), min(each.clock for each in runs))


def _run(command: Sequence[str], environment: dict[str, str]) -> Took:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, env=environment, stdout=_NOWHERE, stderr=_NOWHERE, check=True)
    clock, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(used, clock)


if __name__ == "__main__":
    main()
