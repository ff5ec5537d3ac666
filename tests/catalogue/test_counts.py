"""Whole numbers as people write them."""

import pytest

from modelario.catalogue.counts import amount, count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("5000", 5_000),
        (" 5000 ", 5_000),
        ("1e6", 1_000_000),
        ("1E+6", 1_000_000),
        ("2.5e3", 2_500),
        ("200k", 200_000),
        ("200 K", 200_000),
        ("1.5M", 1_500_000),
        ("1b", 1_000_000_000),
        ("1,000,000", 1_000_000),
        ("1_000", 1_000),
        ("1 000", 1_000),
        ("5000.0", 5_000),
    ],
)
def test_what_people_write_is_read(text, number):
    assert count(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "abc", "-1", "1.5", "1e-3", "1.000", "1,00", "1e6x", "0x10", "1e", "٣", "1/2", "NaN", "k"],
)
def test_what_is_no_whole_number_or_may_be_two_is_none(text):
    """``1.000`` is a thousand to some, and one to others."""
    assert count(text) is None


def test_a_number_out_of_all_bounds_is_read_in_no_time():
    assert count("9" * 16) is None
    assert count("1e99") == 10**99


@pytest.mark.parametrize(
    ("text", "written"),
    [
        *(("200k", "200000"), ("1.5M", "1500000"), ("1e6", "1000000"), ("1,000", "1000")),
        *(("7", "7"), (".5", "0.5"), ("0.125", "0.125"), ("x", "x"), ("", "")),
    ],
)
def test_an_amount_is_written_out(text, written):
    assert amount(text) == written
