"""The command line: `modelario`.

Exit codes: 0, 1 for what is not found or cannot be had, 2 for a command that cannot be meant,
70 for a fault of ours.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from modelario.cli.commands import COMMANDS, PURPOSE, overview
from modelario.collecting import uncollected

if TYPE_CHECKING:
    from cyclopts import App

_INTERRUPTED, _OUR_FAULT = 130, 70
#: How wide a terminal is that does not tell.
_WIDTH = 80


def application() -> "App":
    """Put the commands together; each is loaded when it is run."""
    from cyclopts import App  # noqa: PLC0415 – what is asked most often does without

    import modelario  # noqa: PLC0415
    from modelario.cli import options  # noqa: PLC0415

    app = App(
        name="modelario",
        help=PURPOSE,
        version=lambda: modelario.__version__,
        result_action="return_value",
        default_parameter=options.READ,
    )
    for each in COMMANDS:
        app.command(f"modelario.cli.{each.home}", name=each.name, help=each.summary)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; every failure is told in one line."""
    try:
        _act(list(arguments))()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has seen enough.
        sys.stderr.close()
        return 0
    except OSError as error:
        _note(f"modelario: the answer cannot be written: {error.strerror or error}")
        _forget_output()
        return 1
    except Exception as error:  # noqa: BLE001 – whatever it is, nobody reads a traceback
        return _failed(error)
    return 0


def _failed(error: Exception) -> int:
    """Tell a failure in one line, and give its exit code."""
    from modelario.cli.failures import exit_code  # noqa: PLC0415

    if (code := exit_code(error)) is not None:
        _note(f"modelario: {error}")
        return code
    from modelario.cli.faults import fault_behind, told  # noqa: PLC0415

    _note(f"modelario: {told(fault_behind(error))}")
    return _OUR_FAULT


def _act(arguments: list[str]) -> Callable[[], object]:
    """What to do; what is asked most often does without the parser of the command line."""
    match arguments:
        case [] | ["--help" | "-h"]:
            return lambda: print(overview(_width()))  # noqa: T201
    from modelario.cli.faults import log_in_lines  # noqa: PLC0415

    log_in_lines()
    match arguments:
        case ["show", model] if not model.startswith("-"):
            return lambda: _show(model)
    return lambda: application()(arguments, exit_on_error=False, print_error=False)


@uncollected
def _show(model: str) -> None:
    from modelario.cli.show import show  # noqa: PLC0415

    show(model)


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return _WIDTH


def _note(text: str) -> None:
    from modelario.cli.output import note  # noqa: PLC0415

    note(text)


def _forget_output() -> None:
    """Let nothing that is left to write fail again when the program ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def main() -> None:
    """Run the program."""
    code = run(sys.argv[1:])
    # The system takes back all there is at once: what is kept is not looked through for cycles.
    gc.freeze()
    sys.exit(code)
