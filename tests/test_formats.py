"""Text for programs: exact numbers, and nothing that a spreadsheet would run."""

import csv
import io
import json
import re
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markdown_reader import foreign, shown, tokens
from modelario.formats import (
    markdown_code,
    markdown_text,
    to_csv,
    to_json,
    to_json_lines,
    to_markdown,
)
from modelario.queries.columns import Column, Kind
from modelario.records import Reason


class Row(NamedTuple):
    name: str
    price: Decimal | None


COLUMNS = (Column("name", Kind.TEXT), Column("input_mtok", Kind.MTOK, "price"))


def test_json_money_is_an_exact_number():
    assert to_json({"price": Decimal("0.1000")}) == b'{"price":0.1000}'


def test_json_has_reasons_as_codes_with_their_text():
    told = {"code": "same_price", "values": {}, "text": "Same price"}
    assert json.loads(to_json(Reason("same_price"))) == told


def test_json_lines_are_one_record_a_line():
    assert to_json_lines([{"a": 1}, {"a": 2}]).splitlines() == [b'{"a":1}', b'{"a":2}']


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_text_is_never_a_formula(text):
    (_, row) = csv.reader(io.StringIO(to_csv(COLUMNS, [Row(text, Decimal(-1))]), newline=""))
    assert row == [f"'{text}", "-1"]


@given(st.text(), st.none() | st.decimals(0, 1000, places=6))
def test_csv_cells_come_back(text, price):
    (_, row) = csv.reader(io.StringIO(to_csv(COLUMNS, [Row(text, price)]), newline=""))
    assert row[0].removeprefix("'") == text.removeprefix("'")
    assert (Decimal(row[1]) if row[1] else None) == price


@given(st.text())
def test_markdown_keeps_its_columns_whatever_a_name_holds(text):
    table = to_markdown(COLUMNS, [Row(text, None)])
    assert len(table.splitlines()) == 3
    assert table.splitlines()[2].replace("\\|", "").count("|") == 3


#: Signs that mean something to Markdown or HTML, to be strewn among others.
_SIGNS = st.text(st.sampled_from("<>&\"'`*_~!#|\\[](){}:/.@=+-1 \nawxs"), max_size=40)


@settings(deadline=None)
@given(_SIGNS | st.text())
def test_markdown_text_is_text(text):
    """A reader sees the very text, and nothing that it would mean as markup."""
    written = markdown_text(text)
    assert "\n" not in written
    assert "<" not in written
    assert foreign(written) == []
    seen = "".join(char for char in " ".join(text.split()) if char.isprintable())
    assert " ".join(shown(written).split()) == " ".join(seen.split())


@settings(deadline=None)
@given(_SIGNS | st.text(min_size=1))
def test_an_id_in_markdown_is_code_or_text(text):
    """However it is spelt it breaks neither its cell nor out of its code."""
    written = markdown_code(text)
    assert foreign(written) == []
    assert "|" not in written.replace("\\|", "")
    assert "<" not in written


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<script>alert(1)</script>",
            "a|b",
            "`|`",
            "[a](javascript:x)",
            "![a](http://x)",
            "~~a~~",
        ),
        *(
            "# head",
            "1. one",
            "- one",
            "+ one",
            "---",
            "===",
            "> said",
            "&lt;b&gt;",
            "<!-- x",
            "\\|",
        ),
        *("https://evil.example", "www.evil.example", "me@evil.example", "**a**", "__a__", "$a$"),
    ],
)
def test_markup_in_a_cell_is_text(text):
    """Each in a row that it leaves as it is."""
    table = to_markdown((*COLUMNS, Column("id", Kind.ID, "name")), [Row(text, None)])
    assert foreign(table) == []
    assert len([each for each in tokens(table) if each.type == "td_open"]) == 3
    # What readers make a link of without being asked to is broken up.
    name = table.splitlines()[2].split(" | ")[0]
    assert re.search(r"(?<!\\)(://|@)|www\.", name) is None
