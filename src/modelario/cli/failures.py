"""What ends a command with one line on standard error, and its exit code."""

from cyclopts import CycloptsError

from modelario.catalogue.questions import MissingError, QuestionError
from modelario.cli.question import FailedError
from modelario.export.staging import ExportError
from modelario.history.journal import OwnFaultError, StoreError
from modelario.settings import SettingsError
from modelario.upstream.sources import SourceError

_FAILURES: tuple[tuple[type[Exception], int], ...] = (
    (CycloptsError, 2),
    (MissingError, 1),
    (QuestionError, 2),
    (SettingsError, 2),
    (FailedError, 1),
    (SourceError, 1),
    (StoreError, 1),
    (ExportError, 1),
)


def exit_code(error: Exception) -> int | None:
    """Tell the exit code of a failure; ``None`` for a fault of our own."""
    if isinstance(error, OwnFaultError):
        return None
    return next((code for kind, code in _FAILURES if isinstance(error, kind)), None)
