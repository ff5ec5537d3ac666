"""A month of work told to the tools: its cost stands beside prices, or is what is costed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from builders import NOW
from modelario.api.answering import ApiRequest, answer
from modelario.catalogue.workload_texts import workload_in
from modelario.editions import Editions
from modelario.library import Library
from modelario.mcp.asking import ask
from modelario.mcp.tools import TOOL, TOOLS
from modelario.queries.edition import Edition
from modelario.queries.sights import Own

#: 10,000 × (5,000 × 1.10 + 500 × 4.40) / 1M.
WORK, O4_MINI = "requests-10000_input-5000_output-500", 77
LATER = NOW + timedelta(days=365)


def answered(editions: Editions, name: str, **arguments: Any) -> dict[str, Any]:
    told = ask(editions, TOOL[name], arguments, LATER)
    assert told.data is not None, told.text
    return told.data


def test_its_cost_stands_beside_every_price(editions: Editions) -> None:
    [row] = answered(editions, "search_models", q="openai/o4-mini", limit=1, work=WORK)["rows"]
    assert (row["id"], row["month"]) == ("openai/o4-mini", {"cost": O4_MINI})
    page = answered(editions, "get_model", model="o4-mini", provider="azure", work=WORK)
    assert page["recommended"]["month"]["cost"] == O4_MINI
    assert [each["month"]["cost"] for each in page["offerings"]] == [O4_MINI]
    fields = answered(editions, "compare_models", model=["o3", "o4-mini"], work=WORK)["fields"]
    [month] = [each["values"] for each in fields if each["field"] == "monthly_cost"]
    assert month == [140, O4_MINI]


def test_models_are_ranked_by_it(editions: Editions) -> None:
    """Much written for little that is read: the blended price says otherwise."""
    work = "requests-1000_input-10_output-20k"
    rows = answered(editions, "search_models", kind="chat", sort="month", work=work)["rows"]
    costs = [row["month"]["cost"] for row in rows]
    assert costs == sorted(costs)
    groups = answered(editions, "get_model", model="o3", work=work, fields=["alternatives"])
    assert all("monthly_cost" in each for each in groups["alternatives"]["cheaper"])


def test_what_is_assumed_of_it_is_told(editions: Editions) -> None:
    page = answered(editions, "get_model", model="o4-mini", work=f"{WORK}_mode-flex_cached-50")
    assert all(isinstance(each, str) for each in page["recommended"]["month"]["assumed"])


@pytest.mark.parametrize("tool", ["estimate_cost", "pick_model"])
def test_it_is_what_is_costed_as_far_as_nothing_else_is_told(editions: Editions, tool: str) -> None:
    which = {"model": "o4-mini", "provider": "openai"}
    which = which if tool == "estimate_cost" else {"q": "openai/o4-mini", "provider": "openai"}
    [row] = answered(editions, tool, **which, limit=1, work=WORK)["rows"]
    assert row["total_cost"] == O4_MINI
    [row] = answered(editions, tool, **which, limit=1, work=WORK, requests=1000)["rows"]
    assert row["total_cost"] == O4_MINI / 10


def test_a_request_that_was_counted_is_made_as_often(editions: Editions) -> None:
    usage = {"prompt_tokens": 5_000, "completion_tokens": 500}
    told = {"model": "o4-mini", "provider": "openai", "flavour": "openai", "usage": usage}
    work = "requests-10k_input-1_output-1"
    [row] = answered(editions, "estimate_cost", **told, work=work)["rows"]
    assert row["total_cost"] == O4_MINI


def test_answers_stay_small(editions: Editions) -> None:
    work = f"{WORK}_cached-50_mode-batch"
    for name, arguments in (
        ("search_models", {"capability": ["tool_call"], "sort": "month"}),
        ("get_model", {"model": "o4 mini", "provider": ["azure", "openai"]}),
        ("compare_models", {"model": ["o3", "o4-mini"]}),
    ):
        told = ask(editions, TOOL[name], {**arguments, "work": work}, LATER)
        assert len(told.text.encode()) <= 3_000
        assert len(json.dumps(told.data)) <= 5_000


def test_a_typical_work_is_named_as_people_name_it(editions: Editions) -> None:
    costs = [
        answered(editions, "estimate_cost", model="o4-mini", provider="openai", work=work)["rows"]
        for work in ("rag_answer", "RAG answer", "rag-answer")
    ]
    assert [rows[0]["total_cost"] for rows in costs] == [7.7] * 3


def test_what_is_no_work_is_told_in_one_line(editions: Editions) -> None:
    for name in ("search_models", "estimate_cost"):
        told = ask(editions, TOOL[name], {"work": "requests-10k_input-x_output-1"}, LATER)
        assert told.data is None
        assert "input 'x' is no whole number" in told.text


def test_the_tools_that_take_none_say_so(editions: Editions) -> None:
    takes = {"search_models", "get_model", "compare_models", "estimate_cost", "pick_model"}
    for tool in TOOLS:
        told = ask(editions, tool, {"work": WORK}, LATER)
        assert ("there is no parameter 'work'" in told.text) is (tool.name not in takes)


class Watched(Editions):
    """Editions that remember which sights were asked for."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(edition)
        self.given: list[Edition] = []

    def seen(self, edition: Edition, own: Own) -> Edition:
        self.given.append(super().seen(edition, own))
        return self.given[-1]


def test_what_was_seen_is_kept_for_every_face(editions: Editions) -> None:
    """Costing all offerings takes long: the next one who asks for the same finds it done."""
    watched = Watched(editions.now)
    ask(watched, TOOL["search_models"], {"work": WORK, "limit": 1}, LATER)
    asked = ApiRequest(watched, "", ["labs", "openai"], f"work={WORK}".encode(), LATER)
    assert answer(asked).status == 200
    Library(watched).models(limit=1, workload=WORK)
    assert len(watched.given) == 3
    assert len({id(each) for each in watched.given}) == 1


def test_only_so_many_are_kept(editions: Editions) -> None:
    watched = Watched(editions.now)
    catalogue = editions.now.catalogue
    works = [workload_in(f"requests-{n}_input-1_output-1", catalogue) for n in range(1, 10)]
    for work in (*works, works[-1], works[0]):
        watched.seen(watched.now, Own(work=work))
    assert watched.given[9] is watched.given[8]
    assert watched.given[10] is not watched.given[0]
