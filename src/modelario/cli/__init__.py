"""The command line: `modelario`.

Exit codes: 0, 1 for what is not found or cannot be had, 2 for a command that cannot be meant.
"""

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

import modelario
from modelario.catalogue.questions import MissingError, QuestionError
from modelario.cli import catalogue, changes, held, pick, prices, resolve, serve, status, store
from modelario.cli.options import FailedError
from modelario.cli.output import note
from modelario.history.journal import StoreError
from modelario.settings import SettingsError
from modelario.upstream.sources import SourceError

#: What ends a command with one line on standard error, and its exit code.
_FAILURES: tuple[tuple[type[Exception], int], ...] = (
    (CycloptsError, 2),
    (MissingError, 1),
    (QuestionError, 2),
    (SettingsError, 2),
    (FailedError, 1),
    (SourceError, 1),
    (StoreError, 1),
)
_INTERRUPTED = 130


def application() -> App:
    """Put the commands together."""
    app = App(
        name="modelario",
        help="The open, self-hosted catalogue of large language models.",
        version=modelario.__version__,
        result_action="return_value",
    )
    for module in (catalogue, prices, pick, resolve, changes, held, store, status, serve):
        module.register(app)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; every failure is told in one line."""
    try:
        application()(list(arguments), exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except tuple(kind for kind, _ in _FAILURES) as error:
        note(f"modelario: {error}")
        return next(code for kind, code in _FAILURES if isinstance(error, kind))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has seen enough.
        sys.stderr.close()
        return 0
    except OSError as error:
        note(f"modelario: the answer cannot be written: {error.strerror or error}")
        _forget_output()
        return 1
    return 0


def _forget_output() -> None:
    """Let nothing that is left to write fail again when the program ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def main() -> None:
    """Run the program."""
    sys.exit(run(sys.argv[1:]))
