"""What goes to a terminal, to a program, and to nowhere."""

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from modelario.cli.drawing import plain
from modelario.cli.output import note, table
from modelario.formats import to_json_lines
from modelario.queries.changes import CHANGE_COLUMNS
from modelario.queries.offering import OFFERING_COLUMNS
from modelario.store.store import Store

CHANGE = {
    "day": "2026-05-31",
    "kind": "price",
    "model": "anthropic/claude-opus-4-6",
    "provider": "amazon-bedrock",
    "offering_id": "eu.anthropic.claude-opus-4-6-v1",
    "field": "cache_read_mtok",
    "old": "0.5",
    "new": "0.55",
    "percent": Decimal(10),
}
OFFERING = {
    "provider_name": "Cloudflare AI Gateway",
    "offering_id": "workers-ai/@cf/meta/llama-3.3-70b-instruct-fp8-fast",
    "input_mtok": Decimal(1),
    "output_mtok": Decimal(2),
    "cache_read_mtok": None,
    "cache_write_mtok": None,
    "context_window": 128_000,
    "max_output_tokens": 16_000,
    "release_date": "2024-12-06",
    "variant": None,
    "price_state": "published",
    "status": None,
}


def drawn(columns, row, width):
    return "\n".join(map(plain, table(columns, [row], width=width)))


@pytest.mark.parametrize(
    ("columns", "row", "words"),
    [
        (CHANGE_COLUMNS, CHANGE, ("2026-05-31", "Price", "amazon", "0.5", "0.55")),
        (OFFERING_COLUMNS, OFFERING, ("Cloudflare", "Gateway", "$1", "$2", "128K")),
    ],
)
@pytest.mark.parametrize("width", [80, 120])
def test_what_one_came_for_fits_a_terminal(columns, row, words, width):
    text = drawn(columns, row, width)
    assert all(word in text for word in words), text
    assert "…" not in text
    assert all(len(line) <= width for line in text.splitlines())
    assert ("Price state" in text.split("Too wide")[0]) is (width == 120 and row is OFFERING)


def test_no_rows_are_no_line():
    assert to_json_lines([]) == b""


def test_what_is_told_is_one_line_of_plain_text(capsys):
    note("a\x1b[31m\u202eb\nc")
    assert capsys.readouterr().err == "a[31mb c\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", ["table", "json"])
def test_an_answer_that_cannot_be_written_is_told(program, form):
    done = program("models", "--format", form, out="/dev/full")
    assert (done.code, done.err) == (
        1,
        "modelario: the answer cannot be written: No space left on device\n",
    )


SERVE = [
    (("--host", "nowhere.invalid"), "nowhere.invalid port 8000 cannot be listened on"),
    (("--host", "x" * 64 + ".invalid"), "cannot be listened on"),
    (("--port", "0"), "a port is"),
    (("--workers", "0"), "there are 1 to 128 workers"),
    # Each of them would take 130 MB.
    (("--workers", "1e3"), "there are 1 to 128 workers"),
    (("--database", "mysql://u@h/n"), "the database address must look like"),
]


@pytest.mark.parametrize(("arguments", "told"), SERVE, ids=lambda v: str(v)[:20])
def test_a_server_that_cannot_start_says_why_in_one_line(program, arguments, told):
    done = program("serve", *arguments)
    assert done.code in (1, 2)
    assert told in done.err
    assert done.err.count("\n") == 1


EXPORT = [
    (("--jobs", "0"), "there are 1 to 128 processes"),
    (("--jobs", "1e4"), "there are 1 to 128 processes"),
    (("--base-path", "models"), "is no path such as /models"),
    (("--base-path", "/%20"), "is no path such as /models"),
    (("--base-path", "/a/../b"), "is no path such as /models"),
    (("--base-path", "/./"), "is no path such as /models"),
    (("--base-url", "example.org"), "is no address such as https://example.org/models"),
    (("--base-url", "https://example.org/?q"), "is no address such as https://example.org/models"),
    (("--base-url", "https://example.org/a", "--base-path", "/b"), "has another path than"),
    (("--languages", "xx"), "there are no pages in 'xx'"),
    (("--since", "2199-01-01"), "2199-01-01"),
]


@pytest.mark.parametrize(("arguments", "told"), EXPORT, ids=str)
def test_an_export_that_cannot_be_meant_writes_nothing(program, tmp_path, arguments, told):
    done = program("export", tmp_path / "site", *arguments)
    assert done.code == 2
    assert told in done.err
    assert done.err.count("\n") == 1
    assert not (tmp_path / "site").exists()


#: What may be found in the place of a store, by the statement that makes it of an empty one.
FOREIGN = {
    "UPDATE alembic_version SET version_num = '0999'": "written by a newer Modelario",
    "UPDATE alembic_version SET version_num = 'junk'": "which no Modelario ever wrote",
    "DELETE FROM alembic_version": "which no Modelario ever wrote",
    "DROP TABLE alembic_version": "is the database of another program",
}


@pytest.mark.parametrize("command", [("status",), ("models",), ("verify",), ("sync",)])
@pytest.mark.parametrize("statement", FOREIGN)
def test_what_is_wrong_with_a_store_is_told_in_one_line(modelario, tmp_path, statement, command):
    place = tmp_path / "modelario.db"
    Store.open(f"sqlite:///{place}").close()
    with sqlite3.connect(place) as connection:
        connection.execute(statement)
    connection.close()
    done = modelario(*command, "--database", f"sqlite:///{place}")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert FOREIGN[statement] in done.err


@pytest.mark.parametrize("command", [("verify",), ("rebuild",), ("held", "release", "1")])
def test_a_store_that_is_not_there_is_not_made(modelario, tmp_path, command):
    place = tmp_path / "typo.db"
    done = modelario(*command, "--database", f"sqlite:///{place}")
    assert (done.code, "there is no store" in done.err) == (1, True)
    assert not place.exists()
