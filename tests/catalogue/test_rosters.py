"""A roster: what is selected, counted and ordered by what was read once is what it always was."""

from collections import Counter
from decimal import Decimal

import pytest

from installed import installed_edition
from modelario.catalogue.fields import FIELDS, values_of
from modelario.catalogue.filters import CONDITIONS, ModelFilter, select, selection
from modelario.catalogue.roster import Roster, roster_of
from modelario.catalogue.sorting import ordered, sort
from modelario.queries.models import FACETS

ASKED = [
    ModelFilter(),
    ModelFilter(q="claude"),
    ModelFilter(q="nothing like this"),
    ModelFilter(lab=("openai", "google"), max_price=Decimal(2)),
    ModelFilter(provider=("openrouter",), capability=("tool_call", "reasoning")),
    ModelFilter(provider=("azure", "openai"), status=("deprecated",)),
]


@pytest.fixture(scope="module")
def catalogue():
    return installed_edition().catalogue


@pytest.mark.parametrize("wanted", ASKED, ids=str)
def test_values_are_counted_the_commonest_first(catalogue, wanted):
    found = selection(roster_of(catalogue), wanted)
    assert found.entries == select(catalogue.entries.values(), wanted)
    for facet in FACETS:
        value = FIELDS[CONDITIONS[facet].field]
        each = Counter(str(a) for entry in found.entries for a in values_of(value(entry)))
        expected = sorted(each.items(), key=lambda item: (-item[1], item[0]))
        assert list(found.counts(value).items()) == expected, facet


@pytest.mark.parametrize("by", ["providers", "-price", "name", "released", "-swe_bench_verified"])
@pytest.mark.parametrize("wanted", ASKED, ids=str)
def test_a_part_stands_in_the_order_of_the_whole(catalogue, wanted, by):
    found = selection(roster_of(catalogue), wanted)
    entries = [found.roster.entries[place] for place in ordered(found, by)]
    assert entries == sort(found.entries, by)


def test_what_is_read_is_read_once(catalogue):
    roster, read = Roster(catalogue.entries.values()), []
    for _ in range(2):
        assert len(roster.values(read.append)) == len(catalogue.entries)
    assert read == [*catalogue.entries.values()]


def test_models_that_are_not_shown_are_not_counted(catalogue):
    found = selection(roster_of(catalogue), ModelFilter(lab=("openai",)))
    one = found.entries[0].model.id
    assert found.among({one}).counts(FIELDS["lab"]) == {"openai": 1}
    assert found.among(()).counts(FIELDS["lab"]) == {}
