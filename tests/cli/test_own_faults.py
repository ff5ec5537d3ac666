"""A fault of ours at the prompt: no traceback, one line that says whose it is and where to go."""

import json
import logging

import pytest

from documents import data
from modelario.cli import run
from modelario.keeping import decisions
from modelario.store.store import Store
from reference_page import api_document


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A data directory with a store of one document, and another document beside it."""
    monkeypatch.setenv("MODELARIO_DATA_DIR", str(tmp_path))
    document = tmp_path / "2026-02-27.json"
    document.write_text(json.dumps(api_document()))
    assert run(["sync", "--source", str(document)]) == 0
    document.unlink()
    (tmp_path / "2026-02-28.json").write_bytes(data({"p": {"m": {}}}))
    return tmp_path


def broken(*_arguments, **_options):
    raise TypeError("a \x1b[31mcolour\nand a line")


@pytest.mark.parametrize(
    ("method", "command"),
    [
        ("revision", "show o4-mini"),
        ("revision", "models"),
        ("revision", "status"),
        ("revision", "changes"),
        ("revision", "cost o4-mini"),
        ("holds", "held release 1"),
        ("holds", "held release --event 1"),
        ("holds", "held reject 1"),
        ("newest", "sync --source {}/2026-02-28.json"),
        ("newest", "import {}"),
        ("snapshots", "verify"),
        ("snapshots", "rebuild"),
        ("redate", "mend"),
    ],
)
def test_a_fault_of_ours_is_one_line_that_says_where_to_report_it(
    place, monkeypatch, capsys, method, command
):
    assert hasattr(Store, method)
    monkeypatch.setattr(Store, method, broken)
    capsys.readouterr()
    assert run([part.format(place) for part in command.split()]) == 70
    told = capsys.readouterr()
    (line,) = told.err.splitlines()
    assert "this is a fault of ours: TypeError: a colour and a line (" in line
    assert "Please report this line on the project's page" in line
    assert "Traceback" not in told.err
    assert told.out == ""


@pytest.mark.usefixtures("place")
def test_an_operator_s_decision_that_fails_within_is_told_so_too(monkeypatch, capsys):
    """It says where in our code that was."""
    monkeypatch.setattr(decisions, "_chosen", broken)
    assert run(["held", "release", "1"]) == 70
    assert "colour and a line (keeping/decisions.py, line " in capsys.readouterr().err


@pytest.mark.usefixtures("place")
def test_what_is_logged_is_a_line_too(monkeypatch, capsys):
    """Nobody has set up a log at the prompt; what the code tells there is no traceback."""
    monkeypatch.setattr(logging, "lastResort", logging.lastResort)
    for handler in (*(root := logging.getLogger()).handlers,):
        monkeypatch.setattr(root, "handlers", [h for h in root.handlers if h is not handler])
    monkeypatch.setattr("modelario.building.build", broken)
    assert run(["models"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "modelario: Snapshot 1 cannot be served, one before it is",
        "modelario: none of the last 5 snapshots can be served",
    ]
