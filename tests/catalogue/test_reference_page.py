"""The reference page's nine offerings come out exactly as printed there."""

from decimal import Decimal

import pytest

from builders import ORIGIN
from modelario.catalogue.build import build
from modelario.identity.resolve import resolve
from modelario.records import ModelId
from modelario.upstream.document import parse, split
from reference_page import api_document, api_json


@pytest.fixture(scope="module")
def entry():
    document = parse(split(api_json()))
    return build(document, resolve(document), ORIGIN).entries[ModelId("openai/o4-mini")]


SCORES = {
    "coding": (85, [40, 20, 10, 6, 9]),
    "agents": (99, [35, 25, 15, 15, 9]),
    "json": (79, [50, 20, 0, 9]),
    "cost": (49, [44, 5]),
    "long_context": (55, [45, 10]),
    "vision": (89, [50, 20, 10, 9]),
    "production": (96, [40, 20, 15, 6, 15]),
}


def test_all_seven_scores_are_there(entry):
    assert list(entry.scores) == list(SCORES)


@pytest.mark.parametrize("name", SCORES)
def test_scores_and_their_parts(entry, name):
    score = entry.scores[name]
    assert (score.points, [part.points for part in score.parts]) == SCORES[name]
    assert score.coverage == 100


def test_scenario_costs(entry):
    costs = {each.key: each.cost for each in entry.scenarios}
    assert costs == {
        "rag_answer": Decimal("7.70"),
        "ticket_triage": Decimal("15.40"),
        "data_extraction": Decimal("4.40"),
        "code_review": Decimal("13.20"),
        "agent_step": Decimal("15.84"),
    }
    assert [each.rank for each in entry.scenarios] == [1] * 5


def test_recommended_is_the_lab_and_cheapest_is_published(entry):
    recommended, cheapest = (q.serving.offering for q in (entry.recommended, entry.cheapest))
    assert recommended.provider == "openai"
    assert (recommended.price.input_mtok, recommended.price.output_mtok) == (
        Decimal("1.1"),
        Decimal("4.4"),
    )
    assert cheapest.provider == "poe"
    assert (cheapest.price.input_mtok, cheapest.price.output_mtok) == (Decimal("0.99"), Decimal(4))


def test_two_inconsistencies(entry):
    assert [(f.field, f.span_days) for f in entry.findings] == [
        ("release_date", 75),
        ("modalities", None),
    ]
    dates, modalities = entry.findings
    assert dates.shown == "2025-04-16"
    assert [claim.value for claim in dates.claims] == ["2025-04-16", "2025-01-31"]
    assert modalities.shown.input == ("text", "image")


def test_the_order_of_modalities_is_no_disagreement():
    document = api_document()
    assert document["openai"]["models"]["o4-mini"]["modalities"]["input"] == ["image", "text"]
