"""Lines and tables on terminals: what is folded where, what stands where, and in which style."""

import io
import sys

import pytest
from rich.cells import cell_len

from modelario.cli import drawing
from modelario.cli.drawing import Styled, Track, folded, grid, line, plain, table


def texts(lines):
    return [plain(each) for each in lines]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("as wide as it is", 16, ["as wide as it is"]),
        ("between its words", 11, ["between its", "words"]),
        ("and spaces   at the end", 12, ["and spaces", "at the end"]),
        ("openai/gpt-4o-mini", 7, ["openai/", "gpt-4o-", "mini"]),
        ("id openai/gpt-4o", 9, ["id", "openai/gp", "t-4o"]),
        ("通义千问 模型", 8, ["通义千问", "模型"]),
        ("通义千问模型", 5, ["通义", "千问", "模型"]),
    ],
)
def test_a_line_is_folded_between_words_and_within_those_that_are_too_wide(text, width, lines):
    assert texts(folded(line(text), width)) == lines


def test_a_fold_keeps_the_style_of_every_piece():
    assert folded(line(("one two", "bold"), " three", (" four", "dim")), 10) == [
        (Styled("one two", "bold"),),
        (Styled("three"), Styled(" four", "dim")),
    ]


ROWS = [
    (line(("Context", "dim")), line("9"), line("some words that need not stand in one line")),
    (line("通义"), line("1,000"), line("few")),
]


def test_a_grid_has_words_at_the_left_and_numbers_at_the_right():
    drawn = texts(grid(ROWS, 80, right=(1,)))
    assert [each.split() for each in drawn[1:-1]] == [
        ["Context", "9", *["some", "words", "that", "need", "not", "stand", "in", "one", "line"]],
        ["通义", "1,000", "few"],
    ]
    assert {cell_len(each) for each in drawn} == {cell_len(drawn[1])}
    assert drawn[1].index("9") == cell_len(drawn[2].partition("0 ")[0])


@pytest.mark.parametrize("width", range(30, 64))
def test_the_widest_column_gives_way_and_a_number_never(width):
    drawn = texts(grid(ROWS, width, right=(1,)))
    assert all(cell_len(each) <= width for each in drawn)
    assert any(" 1,000 " in each for each in drawn)
    assert any(" Context " in each for each in drawn)


def test_no_column_is_made_narrower_than_it_has_to_be():
    tracks = [Track("Id", least=12), Track("Reason", least=1)]
    drawn = table(tracks, [(line("a" * 30), line("b" * 30))], 20)
    assert [each.split() for each in texts(drawn)[4:7]] == [
        ["a" * 12, "b" * 4],
        ["a" * 12, "b" * 4],
        ["a" * 6, "b" * 4],
    ]


def test_heads_stand_low_over_a_rule_and_title_and_footnote_outside():
    tracks = [Track("Two words", least=3), Track("Total", right=True, folds=False)]
    drawn = table(tracks, [(line("id"), line("$1"))], 14, title="Title", footnote="Left out: x")
    assert [each.rstrip() for each in texts(drawn)] == [
        "Title",
        "",
        " Two",
        " words  Total",
        " ────────────",
        " id        $1",
        "",
        "Left out: x",
    ]


def test_nothing_is_an_empty_line_and_no_rows_are_heads_alone():
    assert grid([], 80) == [()]
    assert len(table([Track("A")], [], 80)) == 4


class _Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"TERM": "xterm"}, "\x1b[1mo4-mini\x1b[0m by \x1b[2mOpenAI\x1b[0m\n"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "o4-mini by OpenAI\n"),
        ({"TERM": "dumb"}, "o4-mini by OpenAI\n"),
        ({}, "o4-mini by OpenAI\n"),
    ],
)
def test_styles_are_for_terminals_that_have_them(monkeypatch, environment, shown):
    for name in ("TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", terminal := _Terminal())
    drawing.show([line(("o4-mini", "bold"), " by ", ("OpenAI", "dim"), ("", "dim"))])
    assert terminal.getvalue() == shown


def test_no_style_gets_into_a_file_and_nothing_is_folded_there(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    drawing.show([line(("o4-mini", "bold"))])
    assert (capsys.readouterr().out, drawing.terminal_width()) == ("o4-mini\n", 250)


def test_a_terminal_is_as_wide_as_it_is_told_to_be(monkeypatch):
    monkeypatch.setattr(sys, "stdout", _Terminal())
    monkeypatch.setenv("COLUMNS", "132")
    assert drawing.terminal_width() == 132
    monkeypatch.delenv("COLUMNS")
    assert drawing.terminal_width() == 80


def test_what_an_encoding_does_not_have_is_no_failure(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    monkeypatch.setattr(sys, "stdout", out)
    drawing.show([line("── 通义 ×")])
    out.flush()
    assert out.buffer.getvalue() == b"-- ?? ?\n"
