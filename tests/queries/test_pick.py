"""Picking a model: requirements hold, cost or score ranks, and what loosening brings is true."""

from dataclasses import replace
from decimal import Decimal

import pytest

from builders import ORIGIN
from documents import data
from installed import installed_edition
from modelario.building import edition_of
from modelario.catalogue.filters import FilterError, ModelFilter
from modelario.catalogue.workloads import Workload
from modelario.queries.compare import CompareRequest, compare
from modelario.queries.cost import CostRequest, cost
from modelario.queries.edition import Edition
from modelario.queries.pick import PickError, PickRequest, Picks, pick
from modelario.upstream.document import split
from modelario.wording import sentence

WORK = Workload(input_tokens=10_000, output_tokens=1_000, requests=100)
WHERE = ModelFilter(
    capability=("tool_call",),
    input=("image",),
    min_context=200_000,
    max_price=Decimal(2),
    provider=("amazon-bedrock", "azure"),
)


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The embedded catalogue."""
    return installed_edition()


@pytest.fixture(scope="module")
def picks(edition: Edition) -> Picks:
    return pick(edition, PickRequest(where=WHERE, workload=WORK))


def small(models: dict[str, dict[str, dict[str, object]]]) -> Edition:
    """The catalogue of a few offerings."""
    return edition_of(split(data(models)), ORIGIN, {}, {})


def served(price: float, context: int = 400_000, **fields: object) -> dict[str, object]:
    """What upstream says of an offering."""
    return {
        "cost": {"input": price, "output": price * 4},
        "limit": {"context": context, "output": 32_000},
        "modalities": {"input": ["text"], "output": ["text"]},
        "tool_call": True,
        **fields,
    }


# --- what is chosen


def test_everything_that_is_wanted_holds_at_the_offering_itself(
    edition: Edition, picks: Picks
) -> None:
    assert picks.matching == len(picks.rows) > 5
    for row in picks.rows:
        entry = edition.catalogue.entries[row.id]
        [serving] = [s for s in entry.model.servings if s.key == (row.provider, row.offering_id)]
        assert row.provider in WHERE.provider
        assert (serving.offering.facts.context_window or 200_000) >= 200_000
        assert serving.offering.facts.tool_call is not False
        assert (3 * row.input_mtok + row.output_mtok) / 4 <= 2
        assert serving.offering.status != "deprecated"
        assert serving.key not in {each.serving.key for each in entry.passed_over}


def test_the_cheapest_comes_first_at_what_the_calculator_says(
    edition: Edition, picks: Picks
) -> None:
    totals = [row.total_cost for row in picks.rows]
    assert totals == sorted(totals)
    for row in picks.rows[:5]:
        told = cost(edition, CostRequest(workload=WORK, model=row.id)).rows
        [same] = [r for r in told if (r.provider, r.offering_id) == (row.provider, row.offering_id)]
        assert (same.total_cost, same.cost_per_request) == (row.total_cost, row.cost_per_request)


def test_a_fit_score_ranks_as_the_models_page_shows_it(edition: Edition) -> None:
    picks = pick(edition, PickRequest(rank=("coding",), limit=20))
    earned = [edition.catalogue.entries[row.id].scores["coding"].points for row in picks.rows]
    assert earned == sorted(earned, reverse=True)
    assert [row.fit for row in picks.rows] == earned


def test_a_mix_weighs_its_parts(edition: Edition) -> None:
    request = PickRequest(where=WHERE, workload=WORK, rank=("total_cost", "agents"))
    alone = {row.id: row.total_cost for row in pick(edition, request).rows}
    lowest = min(alone.values())
    weighed = pick(
        edition,
        PickRequest(
            where=WHERE,
            workload=WORK,
            rank=("total_cost", "agents"),
            weight=(Decimal(3), Decimal(1)),
        ),
    )
    for row in weighed.rows:
        [score] = [r.values["points"] for r in row.reasons if r.code == "pick_score"]
        assert row.fit == round((3 * 100 * lowest / row.total_cost + score) / 4, 1)


def test_only_one_kind_is_ranked(edition: Edition) -> None:
    assert {
        edition.catalogue.entries[r.id].model.kind for r in pick(edition, PickRequest()).rows
    } == {"chat"}
    embeddings = pick(edition, PickRequest(where=ModelFilter(kind=("embedding",))))
    assert embeddings.workload.output_tokens == 0
    assert embeddings.matching > 10


# --- at which offering


def test_another_offering_is_named_where_the_recommended_one_falls_short() -> None:
    """The model calls tools, but not where it is cheapest of the providers asked for."""
    edition = small(
        {
            "openai": {"gpt-4.1": served(1)},
            "azure": {"gpt-4.1": served(2, tool_call=False)},
            "openrouter": {"openai/gpt-4.1": served(3)},
        }
    )
    there = ModelFilter(provider=("azure", "openrouter"))
    [plain] = pick(edition, PickRequest(where=there)).rows
    assert plain.provider == "azure"
    [able] = pick(edition, PickRequest(where=replace(there, capability=("tool_call",)))).rows
    assert able.provider == "openrouter"
    assert sentence(able.reasons[-1]).startswith("Its cheapest offering that meets")


def test_what_is_about_to_be_withdrawn_is_left_out_unless_asked_for() -> None:
    edition = small(
        {
            "openai": {
                "gpt-4.1": served(1, status="deprecated"),
                "gpt-5": served(5),
            }
        }
    )
    found = pick(edition, PickRequest())
    assert [row.id for row in found.rows] == ["openai/gpt-5"]
    [loosened] = found.loosenings
    assert (loosened.requirement, loosened.more, loosened.best.rank) == ("deprecated", 1, 1)
    both = pick(edition, PickRequest(deprecated=True))
    assert [row.id for row in both.rows] == ["openai/gpt-4.1", "openai/gpt-5"]


def test_no_price_that_is_not_believed_is_picked() -> None:
    edition = small(
        {
            "openai": {"gpt-5": served(5)},
            "azure": {"gpt-5": served(5)},
            "openrouter": {"openai/gpt-5": served(0.005)},
        }
    )
    wanted = ModelFilter(provider=("openrouter",))
    assert pick(edition, PickRequest(where=wanted)).rows == ()


@pytest.mark.parametrize(
    ("dearer", "text"), [(5.01, "less than 1% more"), (5.5, "10% more"), (5, "The cheapest")]
)
def test_how_much_dearer_one_is_than_the_cheapest(dearer: float, text: str) -> None:
    """No percentage says that what costs more costs the same."""
    edition = small({"openai": {"gpt-5": served(5), "gpt-4.1": served(dearer)}})
    row = next(row for row in pick(edition, PickRequest()).rows if row.id == "openai/gpt-4.1")
    assert any(text in sentence(reason) for reason in row.reasons)


# --- what stands in the way


def test_loosening_brings_what_it_says(edition: Edition, picks: Picks) -> None:
    """Each requirement is really given up, and the answer compared."""
    assert picks.loosenings
    for each in picks.loosenings:
        if each.requirement in ("request", "deprecated"):
            continue
        value = getattr(WHERE, each.requirement)
        rest = (
            tuple(v for v in value if (v,) != each.wanted)
            if isinstance(value, tuple) and each.requirement != "provider"
            else type(value)()
            if isinstance(value, tuple)
            else None
        )
        request = PickRequest(where=replace(WHERE, **{each.requirement: rest}), workload=WORK)
        loosened = pick(edition, request)
        assert loosened.matching == picks.matching + each.more, each.requirement
        place = {row.id: row.rank for row in loosened.rows}[each.best.id]
        assert place == each.best.rank, each.requirement
        assert each.best.name in sentence(each.reason)


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (PickRequest(rank=("vison",)), FilterError),
        (PickRequest(rank=("coding", "coding")), PickError),
        (PickRequest(weight=(Decimal(1), Decimal(2))), PickError),
        (PickRequest(weight=(Decimal("NaN"),)), PickError),
        (PickRequest(weight=(Decimal(0),)), PickError),
        (PickRequest(where=ModelFilter(provider=("nobody",))), FilterError),
    ],
)
def test_what_cannot_be_meant_is_said(
    edition: Edition, request_: PickRequest, error: type[Exception]
) -> None:
    with pytest.raises(error):
        pick(edition, request_)


def test_the_comparison_prices_what_was_picked_alike(edition: Edition, picks: Picks) -> None:
    first, second = picks.rows[:2]
    request = CompareRequest(
        models=(first.id, second.id), providers=(first.provider, second.provider)
    )
    sides = compare(edition, request).sides
    assert [side.offering.input_mtok for side in sides if side.offering] == [
        first.input_mtok,
        second.input_mtok,
    ]
