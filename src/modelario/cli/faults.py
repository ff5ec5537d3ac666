"""Faults of ours at the prompt: one line that says so, with what a report of it needs."""

import logging
import traceback
from pathlib import Path

import modelario
from modelario.causes import cause

_PACKAGE = Path(__file__).parents[1]


def told(error: BaseException) -> str:
    """Say in one line that a fault is ours, what it is, where it stands, and where to report it."""
    what = f"{type(error).__name__}: {cause(str(error))}".rstrip(": ")
    return (
        f"this is a fault of ours: {what}{_place(error)}, version {modelario.__version__}. "
        "Please report this line on the project's page, under Issues."
    )


def fault_behind(error: Exception) -> BaseException:
    """Give the fault itself where it was recorded in the store on its way."""
    from modelario.history.journal import OwnFaultError  # noqa: PLC0415 – a fault is rare

    return error.__cause__ or error if isinstance(error, OwnFaultError) else error


def _place(error: BaseException) -> str:
    """Name the last line of ours that a fault went through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            return f" ({path.relative_to(_PACKAGE).as_posix()}, line {frame.lineno})"
    return ""


class _Notes(logging.Handler):
    """Tells what is logged as everything else beside an answer: a line each, no traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        from modelario.cli.output import note  # noqa: PLC0415 – most commands log nothing

        note(f"modelario: {record.getMessage()}")


def log_in_lines() -> None:
    """Let what nobody else takes from the log be told in lines; a server's workers have a log."""
    logging.lastResort = _Notes(logging.WARNING)
