"""Moves too small, or too large, for the percentages with which they are told."""

from datetime import date
from decimal import Decimal

import pytest

from builders import offering
from installed import installed_edition
from modelario.history.differences import diff
from modelario.history.journal import DatedChange
from modelario.queries.changes import ChangeRow, change_row
from modelario.records import Document
from modelario.web.words.change_prose import move, moved
from modelario.web.words.i18n import languages

ENGLISH, SPANISH = languages()["en"], languages()["es"]


@pytest.fixture(scope="module")
def edition():
    return installed_edition()


def told(edition, field, old, new) -> ChangeRow:
    """What is told of one offering in which one field moves."""
    listed = [
        offering(cost=(value, 8)) if field == "input_mtok" else offering(**{field: value})
        for value in (old, new)
    ]
    (change,) = diff(*(Document(providers=(), offerings=(each,)) for each in listed))
    dated = DatedChange(seq=1, number=1, as_of=date(2026, 7, 1), change=change)
    return change_row(edition.catalogue, dated)


#: field, old, new, the percentage as data, and what a page says.
MOVES = [
    ("input_mtok", 2, 3, "50.0", "Input: $2.00 → $3.00 (▲ 50% more expensive)"),
    ("input_mtok", "3.9995", 4, None, "Input: $3.9995 → $4.00"),
    ("input_mtok", "2.499", "2.5", None, "Input: $2.499 → $2.50"),
    ("input_mtok", "3.99", 4, "0.3", "Input: $3.99 → $4.00 (▲ 0.3% more expensive)"),
    ("input_mtok", 75, "0.075", "-99.9", "Input: $75.00 → $0.075 (▼ 99.9% cheaper)"),
    ("input_mtok", 75, "0.001", "-99.9", "Input: $75.00 → $0.001 (▼ 99.9% cheaper)"),
    ("max_output_tokens", 65536, 65535, None, "Max. output: 65,536 → 65,535"),
    ("context_window", 131_100, 131_072, None, "Context: 131,100 → 131,072"),
    ("context_window", 131_400, 131_072, "-0.2", "Context: 131,400 → 131,072 (▼ 0.2% less)"),
    ("max_output_tokens", 3072, 1, "-99.9", "Max. output: 3K → 1 (▼ 99.9% less)"),
]


@pytest.mark.parametrize("case", MOVES, ids=str)
def test_no_percentage_says_what_is_not_so(edition, case):
    """A change is none of 0 %, and what is left is not gone: the values tell it."""
    field, old, new, percent, text = case
    row = told(edition, field, old, new)
    assert row.percent == (None if percent is None else Decimal(percent))
    assert moved(row, ENGLISH) == text


def test_values_that_look_alike_are_written_exactly_in_each_language(edition):
    row = told(edition, "context_window", 131_100, 131_072)
    assert [(move(row, each).old, move(row, each).new) for each in (ENGLISH, SPANISH)] == [
        ("131,100", "131,072"),
        ("131.100", "131.072"),
    ]
