"""Faults of ours at the prompt: one line that says so, with what a report of it needs."""

import logging
import traceback
from pathlib import Path

from modelario import __version__
from modelario.causes import cause
from modelario.cli.output import note

_PACKAGE = Path(__file__).parents[1]


def told(error: BaseException) -> str:
    """Say in one line that a fault is ours, what it is, where it stands, and where to report it."""
    what = f"{type(error).__name__}: {cause(str(error))}".rstrip(": ")
    return (
        f"this is a fault of ours: {what}{_place(error)}, version {__version__}. "
        "Please report this line on the project's page, under Issues."
    )


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
        note(f"modelario: {record.getMessage()}")


def log_in_lines() -> None:
    """Let what nobody else takes from the log be told in lines; a server's workers have a log."""
    logging.lastResort = _Notes(logging.WARNING)
