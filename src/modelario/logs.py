"""How a server writes its log: one line an event, times in UTC, nothing that steers a terminal.

``text`` is for people, ``json`` for programs that collect logs: an object a line with the same
names each time. What an event knows beside its words is its ``fields``, as in
``log.info("…", extra={"fields": {"status": 200}})``.
"""

import json
import logging
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class LogForm(StrEnum):
    """In which form a log is written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """What a log tells: what is said at this level and above."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


#: Libraries whose every step is told by its outcome, in words of ours.
_QUIET = ("httpx", "alembic", "mcp")


def configuration(form: LogForm, level: LogLevel) -> dict[str, Any]:
    """Give what :func:`logging.config.dictConfig` sets up: everything on standard error."""
    handler = {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}
    own = {"handlers": ["lines"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMATTERS[form]}},
        "handlers": {"lines": handler},
        "root": {"handlers": ["lines"], "level": level.name},
        # Of its own work the server tells what went wrong.
        "loggers": {
            "_granian": own | {"level": max(logging.WARNING, logging.getLevelName(level.name))}
        }
        | {name: {"level": "WARNING"} for name in _QUIET},
    }


class TextLines(logging.Formatter):
    """Writes an event as a line for people: time, level, words, fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one event."""
        fields = [f"{name}={_value(value)}" for name, value in _fields(record).items()]
        line = " ".join([_time(record), record.levelname, record.getMessage(), *fields])
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        steps = [step.strip() for step in trace.splitlines()]
        return printable(" | ".join([line, *steps]))


class JsonLines(logging.Formatter):
    """Writes an event as one JSON object, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one event."""
        event = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return json.dumps(event, default=str).replace("\x7f", "\\u007f")


FORMATTERS: dict[LogForm, type[logging.Formatter]] = {
    LogForm.TEXT: TextLines,
    LogForm.JSON: JsonLines,
}


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = record.__dict__.get("fields", {})
    return fields


def _value(value: object) -> str:
    """Write a field's value so that it cannot be taken for another field."""
    text = str(value)
    plain = text.isprintable() and not any(sign in text for sign in ' "=')
    return text if plain and text else json.dumps(text)


def printable(text: str) -> str:
    """Write what cannot be shown, or would begin a line or steer a terminal, as its code."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _code(char) for char in text)


def _code(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
