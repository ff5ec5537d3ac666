"""What has come since a model, on real data: each with its ground."""

import pytest

from installed import installed_edition
from modelario.catalogue.since import Relation, since


@pytest.fixture(scope="module")
def catalogue():
    return installed_edition().catalogue


def successors(catalogue, model):
    return [(each.model, each.ground.code) for each in since(catalogue, catalogue.entry(model))]


def test_the_cheaper_one_that_lacks_nothing_is_named(catalogue):
    [found] = since(catalogue, catalogue.entry("openai/o4-mini"))
    assert found.model == "openai/gpt-5-mini"
    told = {each.code: each.values for each in found.reasons}
    assert told["cheaper"] == {"percent": 64}
    assert told["twice_the_context"] == {"tokens": 400_000}


def test_the_newest_of_the_family_is_named_first(catalogue):
    assert successors(catalogue, "openai/gpt-4o")[0] == ("openai/gpt-4.1", "since_line")


def test_nothing_follows_what_is_newest(catalogue):
    assert successors(catalogue, "openai/gpt-5.5") == []


def test_what_follows_is_newer_of_the_same_lab_and_kind_and_current(catalogue):
    for entry in catalogue.entries.values():
        for each in since(catalogue, entry):
            if each.relation is Relation.ALIKE:
                continue
            other = catalogue.entries[each.model].model
            assert other.lab.id == entry.model.lab.id
            assert other.kind is entry.model.kind
            assert other.status != "deprecated"
            assert other.facts.release_date > entry.model.facts.release_date
