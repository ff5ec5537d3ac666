"""A log is one line an event, in UTC, whatever is told in it."""

import io
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from modelario.logs import FORMATTERS, LogForm, LogLevel, configuration

NASTY = 'a\nb\r\x1b[31mred\x07\x9b0m \u202egnp.\u2028 "q" = \x7f\ud800 é'
Written = Callable[..., str]


@pytest.fixture(params=LogForm)
def written(request: pytest.FixtureRequest) -> Written:
    """Log one event in a form, and give what is written."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(FORMATTERS[request.param]())
    logger = logging.Logger("modelario.test")  # noqa: LOG001 – nobody else has it
    logger.addHandler(handler)

    def write(*args: object, **kwargs: object) -> str:
        logger.warning(*args, **kwargs)  # type: ignore[arg-type]
        return out.getvalue()

    return write


def test_an_event_is_one_line_that_can_be_shown(written: Written) -> None:
    try:
        raise ValueError(NASTY)  # noqa: TRY301 – it is what is logged
    except ValueError:
        text = written("told %s", NASTY, exc_info=True, extra={"fields": {"path": NASTY, "n": 1}})
    assert text.endswith("\n")
    assert text[:-1].isprintable()
    assert "told a" in text
    assert "ValueError" in text


def test_json_has_the_same_names_each_time() -> None:
    handler = FORMATTERS[LogForm.JSON]()
    record = logging.LogRecord("modelario.x", logging.INFO, "f", 1, "Sync: %s.", ("held",), None)
    record.created = datetime(2026, 11, 27, 1, 2, 3, 456_000, UTC).timestamp()
    record.fields = {"seq": 7, "note": NASTY}
    told = json.loads(handler.format(record))
    assert told.pop("process") > 0
    assert told == {
        "time": "2026-11-27T01:02:03.456Z",
        "level": "info",
        "logger": "modelario.x",
        "message": "Sync: held.",
        "seq": 7,
        "note": NASTY,
    }


def test_a_field_forges_no_other_one() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "answered", (), None)
    record.fields = {"path": "/a status=200 b", "status": 404}
    line = FORMATTERS[LogForm.TEXT]().format(record)
    assert line.endswith('answered path="/a status=200 b" status=404')


@pytest.mark.parametrize("level", LogLevel)
def test_a_level_is_of_everything(level: LogLevel) -> None:
    """What the server itself tells is a warning at least; libraries tell no step."""
    told = configuration(LogForm.TEXT, level)
    assert told["root"]["level"] == level.name
    assert told["loggers"]["_granian"]["level"] in (logging.WARNING, logging.ERROR)
    assert told["loggers"]["httpx"]["level"] == "WARNING"
