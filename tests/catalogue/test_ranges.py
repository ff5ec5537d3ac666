"""Spans of numbers as people write them."""

import re
from decimal import Decimal

import pytest

from builders import ORIGIN
from documents import data
from modelario.building import edition_of
from modelario.catalogue.checking import checked
from modelario.catalogue.filters import CONDITIONS, OPERATIONS, FilterError, ModelFilter, Operation
from modelario.catalogue.ranges import FORM, RangeError, number_range
from modelario.upstream.document import split

#: A text, a number inside and one outside.
SPANS = [
    ("<0.5", 0.49, 0.5),
    ("<=0.5", 0.5, 0.51),
    ("≤ .5", 0.5, 0.51),
    (">=200k", 200_000, 199_999),
    ("≥200K", 200_000, 199_999),
    ("> 200k", 200_001, 200_000),
    ("=1M", 1_000_000, 1_000_001),
    ("0.1-2", 0.1, 2.01),
    ("0.1 – 2", 2, 0.09),
    ("2-0.1", 2, 0.09),
    ("32k..200k", 128_000, 200_001),
    ("$0.10-$2", 1, 3),
    ("1.5m+", 1_500_000, 1_499_999),
    (">=1e6", 1_000_000, 999_999),
    ("1,000,000+", 1_000_000, 999_999),
    ("32 k-2e5", 200_000, 200_001),
]


@pytest.mark.parametrize(("text", "inside", "outside"), SPANS)
@pytest.mark.parametrize("upwards", [True, False])
def test_a_span_holds_what_it_says(text, inside, outside, upwards):
    read = number_range(text, upwards=upwards)
    assert read.holds(inside)
    assert not read.holds(outside)


def test_a_number_alone_is_the_least_of_a_limit_and_the_most_of_a_price():
    assert number_range("1M", upwards=True).holds(2_000_000)
    assert not number_range("1M", upwards=True).holds(999_999)
    assert number_range("0.5", upwards=False).holds(0.1)
    assert not number_range("0.5", upwards=False).holds(0.6)


@pytest.mark.parametrize("text", ["", "cheap", "<", "1-", "<1-2", "1e-6", "-1", "1 2", "<1+", "١"])
def test_what_is_none_is_told_with_examples(text):
    with pytest.raises(RangeError, match="is no range such as"):
        number_range(text, upwards=True)


def test_a_filter_says_which_field_it_is():
    edition = edition_of(split(data({"openai": {"gpt-4o": {}}})), ORIGIN, {}, {})
    with pytest.raises(FilterError, match=r"^price 'cheap' is no range such as <0.5") as caught:
        checked(ModelFilter(price="cheap"), edition.catalogue)
    assert caught.value.field == "price"


def test_a_price_that_is_unknown_is_in_no_span():
    for operation in (Operation.SPAN_UP, Operation.SPAN_DOWN):
        assert not OPERATIONS[operation](">=0")(None)
    assert OPERATIONS[Operation.SPAN_DOWN]("0.3")(Decimal("0.3"))
    assert {CONDITIONS[name].operation for name in ("price", "context")} == {
        Operation.SPAN_DOWN,
        Operation.SPAN_UP,
    }


@pytest.mark.parametrize("text", [text for text, _, _ in SPANS])
def test_the_browsers_pattern_takes_what_we_read(text):
    assert re.fullmatch(FORM, text)
