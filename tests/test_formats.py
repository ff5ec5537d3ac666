"""Text for programs: exact numbers, and nothing that a spreadsheet would run."""

import csv
import io
import json
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelario.formats import to_csv, to_json, to_json_lines, to_markdown
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
