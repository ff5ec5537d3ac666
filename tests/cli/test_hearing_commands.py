"""Witnesses at the prompt: heard from a file, held, listed by the status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from documents import data

NAME = "endoflife.date"


def product(number: int) -> str:
    """A product of endoflife.date's with some deprecated models."""
    releases = [
        {"name": f"claude-{n}", "eoasFrom": "2026-01-01", "eolFrom": "2026-06-01", "latest": None}
        for n in range(number)
    ]
    return json.dumps({"result": {"name": "claude", "releases": releases}})


@pytest.fixture(scope="module")
def started(modelario, home):
    """A store with a document of upstream's."""
    file = home / "catalog.json"
    file.write_bytes(data({"anthropic": {"claude-1": {}}}))
    assert modelario("sync", "--source", str(file)).code == 0
    return home


@pytest.fixture(scope="module")
def heard(modelario, started):
    """What is said where a witness is heard from a file."""
    file = started / "claude.json"
    file.write_text(product(5))
    return modelario("sync", "--witness", NAME, "--source", str(file))


def status(modelario):
    ran = modelario("status", "--format", "json")
    return json.loads(ran.out)


def test_a_witness_is_heard_from_a_file(modelario, heard):
    assert (heard.code, heard.err.strip()) == (0, "endoflife.date is heard.")
    (row,) = status(modelario)["witnesses"]
    assert (row["id"], row["listings"], row["unread"]) == (NAME, 5, 0)
    assert (row["outcome"], row["cause"]) == ("published", None)
    assert row["link"] == "https://endoflife.date/claude"
    assert "5 listings, 0 unread" in modelario("status").out


def test_or_from_standard_input(home, heard):
    assert heard.code == 0
    program = Path(sys.executable).with_name("modelario")
    ran = subprocess.run(
        [program, "sync", "--witness", NAME, "--source", "-"],
        input=product(5),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "MODELARIO_DATA_DIR": str(home)},
    )
    assert ran.stderr.strip() == "endoflife.date says what it said before."


def test_what_cannot_be_believed_is_held(modelario, home, heard):
    assert heard.code == 0
    file = home / "page.html"
    file.write_text("<html>")
    ran = modelario("sync", "--witness", NAME, "--source", str(file))
    assert ran.code == 0
    assert "held back, what it said before stays: the document is HTML or XML" in ran.err
    (row,) = status(modelario)["witnesses"]
    assert (row["listings"], row["outcome"]) == (5, "held")
    assert modelario("verify").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--witness", "litelm"), 2, "'litelm' is no witness; there are litellm, genai-prices"),
        (("--witness", NAME, "--source", "none.json"), 1, "none.json does not exist"),
        (("--witness", NAME, "--source", "embedded"), 1, "carries no document of endoflife.date's"),
        (("--witness", NAME, "--source", "."), 1, "is a directory"),
    ],
)
def test_what_is_asked_wrongly_is_told(modelario, started, arguments, code, words):
    assert started.is_dir()
    ran = modelario("sync", *arguments)
    assert ran.code == code
    assert words in ran.err


def test_a_choice_of_witnesses_that_cannot_be_meant(modelario):
    ran = modelario("sync", MODELARIO_WITNESSES="litellm,acme")
    assert ran.code == 2
    assert "MODELARIO_WITNESSES='acme' is no witness" in ran.err
