"""Picking by an upstream benchmark, and by the region where an offering is served."""

from decimal import Decimal

import pytest

from builders import ORIGIN
from documents import data
from modelario.building import edition_of
from modelario.catalogue.questions import MissingError
from modelario.queries.pick import BY_BENCHMARK, PickError, PickRequest, pick
from modelario.upstream.document import split
from modelario.wording import sentence


def offered(price: float):
    return {
        "cost": {"input": price, "output": price},
        "limit": {"context": 200_000, "output": 8_000},
        "modalities": {"input": ["text"], "output": ["text"]},
    }


@pytest.fixture(scope="module")
def edition():
    def scored(id_: str, score: float):
        marks = [{"name": "Aider Polyglot", "score": score, "metric": "percent correct"}]
        return {"id": id_, "name": id_, "benchmarks": marks}

    providers = {
        "openai": {"gpt-5": offered(2), "gpt-5-mini": offered(1), "gpt-4o": offered(0.5)},
        "amazon-bedrock": {"eu.anthropic.claude-sonnet-4-5-20250929-v1:0": offered(3)},
    }
    metadata = {
        id_: scored(id_, n) for id_, n in {"openai/gpt-5": 88, "openai/gpt-5-mini": 66}.items()
    }
    return edition_of(split(data(providers, metadata)), ORIGIN, {}, {})


def test_a_benchmark_ranks_those_that_have_a_score_in_it(edition):
    request = PickRequest(rank=(BY_BENCHMARK,), benchmark="aider polyglot")
    rows = pick(edition, request).rows
    assert [(row.id, row.fit) for row in rows] == [
        ("openai/gpt-5", Decimal(100)),
        ("openai/gpt-5-mini", Decimal(75)),
    ]
    assert "88 in Aider Polyglot, as upstream quotes it" in map(sentence, rows[0].reasons)


def test_a_benchmark_mixes_with_the_cost(edition):
    weights = (Decimal(1), Decimal(2))
    rank = (BY_BENCHMARK, "total_cost")
    request = PickRequest(rank=rank, weight=weights, benchmark="Aider Polyglot")
    assert [(row.id, row.fit) for row in pick(edition, request).rows] == [
        ("openai/gpt-5-mini", Decimal("91.7")),
        ("openai/gpt-5", Decimal("66.7")),
    ]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"rank": (BY_BENCHMARK,)}, PickError),
        ({"benchmark": "Aider Polyglot"}, PickError),
        ({"rank": (BY_BENCHMARK,), "benchmark": "Aider"}, MissingError),
        ({"served_in": ("moon",)}, MissingError),
    ],
)
def test_half_a_question_and_an_unknown_name_are_told(edition, asked, error):
    with pytest.raises(error):
        pick(edition, PickRequest(**asked))


def test_a_region_is_required_of_the_offering(edition):
    found = pick(edition, PickRequest(served_in=("EU",)))
    assert [row.variant.region for row in found.rows] == ["eu"]
    [region] = [each for each in found.loosenings if each.requirement == "served_in"]
    assert (region.more, region.best.id, region.has) == (3, "openai/gpt-4o", None)
