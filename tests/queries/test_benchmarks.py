"""Results that upstream quotes: under one name each, never mixed, never made up."""

from decimal import Decimal

import pytest

from builders import ORIGIN
from documents import data
from modelario.building import edition_of
from modelario.catalogue.filters import FilterError, ModelFilter
from modelario.identity.benchmark_names import BENCHMARKS, name_of_result
from modelario.queries.benchmarks import benchmark_names, result_counts
from modelario.queries.compare import CompareRequest, compare
from modelario.queries.explore import ExploreRequest, explore
from modelario.queries.lists import list_index, list_page
from modelario.queries.meaning import PlaceRequest
from modelario.queries.model_data import model_data
from modelario.queries.models import ModelsRequest, model_table
from modelario.queries.pick import BY_BENCHMARK, PickRequest, pick
from modelario.records import Benchmark
from modelario.upstream.document import split


def offered(price: float):
    return {
        "cost": {"input": price, "output": price},
        "limit": {"context": 200_000, "output": 8_000},
        "modalities": {"input": ["text"], "output": ["text"]},
        "tool_call": True,
    }


def quoted(name: str, score: float, **how: str):
    return {"name": name, "score": score, **how}


#: Each model's price and what upstream quotes of it.
MODELS = {
    "gpt-5": (
        2,
        [
            quoted("SWE-Bench Verified", 74.9, metric="resolved", date="2025-08-07"),
            quoted("SWE-Bench Pro", 18, dataset="hard-aa", harness="Codex"),
            quoted("Terminal-Bench", 70, version="2.1", harness="Codex", variant="medium"),
            quoted("Terminal-Bench", 78, version="2.1", harness="Codex", variant="high"),
        ],
    ),
    "gpt-5-mini": (
        1,
        [
            quoted("swe bench verified", 60),
            quoted("SWE Bench Pro", 41),
            quoted("Terminal Bench 2.1", 55),
            quoted("MMLU-Pro", 80),
        ],
    ),
    "gpt-5-nano": (0.5, [quoted("Terminal Bench 2.0", 33, metric="score")]),
    "gpt-4o": (0.4, []),
    "gpt-4o-mini": (0.2, []),
}


@pytest.fixture(scope="module")
def edition():
    places = {
        provider: {id_: offered(price * part) for id_, (price, _) in MODELS.items()}
        for provider, part in (("openai", 1), ("azure", 1))
    }
    metadata = {
        f"openai/{id_}": {"id": f"openai/{id_}", "name": id_, "benchmarks": results}
        for id_, (_, results) in MODELS.items()
        if results
    }
    return edition_of(split(data(places, metadata)), ORIGIN, {}, {})


def ids(rows):
    return [row.id.partition("/")[2] for row in rows]


NAMES = [
    ({"name": "SWE-Bench Pro"}, "SWE-Bench Pro"),
    ({"name": "SWE Bench Pro"}, "SWE-Bench Pro"),
    ({"name": "SWE-Bench Pro", "dataset": "public"}, "SWE-Bench Pro (public)"),
    ({"name": "SWE-Bench Pro", "dataset": "private"}, "SWE-Bench Pro (private)"),
    ({"name": "Terminal-Bench", "version": "2.1"}, "Terminal-Bench 2.1"),
    ({"name": "Terminal Bench 2.1"}, "Terminal-Bench 2.1"),
    ({"name": "Terminal-Bench 2.1", "version": "2.1"}, "Terminal-Bench 2.1"),
    ({"name": "Terminal-Bench"}, "Terminal-Bench"),
    ({"name": "Terminal-Bench", "version": "3.0"}, "Terminal-Bench 3.0"),
    ({"name": "Humanity’s Last Exam"}, "Humanity's Last Exam"),
    ({"name": "SWE-Atlas Codebase QnA", "metric": "score"}, "SWE-Atlas Codebase QnA"),
    ({"name": "SWE-Atlas Codebase QnA", "metric": "pass@1"}, "SWE-Atlas Codebase QnA (AA)"),
    ({"name": "LiveCodeBench", "version": "6"}, "LiveCodeBench 6"),
]


@pytest.mark.parametrize(("told", "name"), NAMES)
def test_spellings_are_unified_and_versions_kept_apart(told, name):
    assert name_of_result(Benchmark(score=Decimal(1), **told)) == name


def test_no_name_takes_the_key_of_another_benchmark(edition):
    odd = [quoted("swe_bench_pro_public", 99), quoted("id", 5), quoted("Name", 6)]
    metadata = {"openai/gpt-4o": {"id": "openai/gpt-4o", "name": "GPT-4o", "benchmarks": odd}}
    told = edition_of(split(data({"openai": {"gpt-4o": offered(1)}}, metadata)), ORIGIN, {}, {})
    [row] = model_table(told, ModelsRequest()).rows
    assert row.benchmarks.keys() == {"swe_bench_pro_public_", "id", "name"}
    # In the browser a result stands beside the model's own fields.
    places = {name: place for place, name in enumerate(model_data(told).fields)}
    assert model_data(told).rows[0][places["benchmarks"]] == {}
    assert len(model_data(edition).rows[3][places["benchmarks"]]) == 3


def test_a_key_of_the_table_is_a_name_in_an_address():
    assert all(key.replace("_", "").isalnum() and key.islower() for key in BENCHMARKS)
    assert len({row.name for row in BENCHMARKS.values()}) == len(BENCHMARKS)


def test_a_row_has_the_best_run_and_tells_which(edition):
    [row] = [r for r in model_table(edition, ModelsRequest()).rows if r.id == "openai/gpt-5"]
    best = row.benchmarks["terminal_bench_2_1"]
    assert (best.score, best.harness, best.variant) == (78, "Codex", "high")
    assert "swe_bench_pro" not in row.benchmarks
    assert row.benchmarks["swe_bench_pro_hard_aa"].score == 18


def test_a_benchmark_sorts_and_what_has_no_result_comes_last_by_price(edition):
    rows = model_table(edition, ModelsRequest(sort="swe_bench_verified")).rows
    assert ids(rows) == ["gpt-5", "gpt-5-mini", "gpt-4o-mini", "gpt-4o", "gpt-5-nano"]


def test_a_result_is_a_condition(edition):
    where = ModelFilter(result="terminal_bench_2_1", min_result=Decimal(60))
    assert ids(model_table(edition, ModelsRequest(where=where)).rows) == ["gpt-5"]
    where = ModelFilter(measured=("swe_bench_verified", "swe_bench_pro"))
    assert ids(model_table(edition, ModelsRequest(where=where)).rows) == ["gpt-5-mini"]


def test_a_condition_takes_the_name_too(edition):
    where = ModelFilter(result="Terminal-Bench 2.1", min_result=Decimal(60))
    assert ids(model_table(edition, ModelsRequest(where=where)).rows) == ["gpt-5"]
    with pytest.raises(FilterError, match="measured 'swe' is none of"):
        model_table(edition, ModelsRequest(where=ModelFilter(measured=("swe",))))


def test_a_benchmark_is_an_axis_and_leaves_out_who_has_none(edition):
    plot = explore(edition, ExploreRequest(axis="swe_bench_verified"))
    assert [(p.name.lower(), p.value) for p in plot.points] == [
        ("gpt-5-mini", 60),
        ("gpt-5", Decimal("74.9")),
    ]
    assert (plot.quoted, plot.unmeasured) == (True, 3)
    assert plot.points[1].result.date == "2025-08-07"


def test_a_comparison_has_a_row_for_each_benchmark(edition):
    rows = compare(edition, CompareRequest(models=("gpt-5", "gpt-5-mini"))).benchmarks
    told = {row.name: [each and each.score for each in row.results] for row in rows}
    assert told == {
        "SWE-Bench Verified": [Decimal("74.9"), 60],
        "Terminal-Bench 2.1": [78, 55],
        "MMLU-Pro": [None, 80],
        "SWE-Bench Pro": [None, 41],
        "SWE-Bench Pro (hard, AA)": [18, None],
    }
    assert [row.best for row in rows[:3]] == [(0,), (0,), ()]


def test_a_benchmark_of_no_row_of_the_table_ranks_a_pick(edition):
    assert benchmark_names(edition.catalogue)["MMLU-Pro"] == "mmlu_pro"
    for name in ("mmlu-pro", "mmlu_pro"):
        found = pick(edition, PickRequest(rank=(BY_BENCHMARK,), benchmark=name))
        assert ids(found.rows) == ["gpt-5-mini"]


def test_counts_are_of_models(edition):
    assert result_counts(edition.catalogue)["terminal_bench_2_1"] == 2


def test_a_list_is_ranked_by_a_benchmark_where_there_is_one(edition):
    page = list_page(edition, PlaceRequest(id="tool-calling"))
    assert page.ranking == ("terminal_bench_2_1", "agents")
    assert ids(page.models)[:2] == ["gpt-5", "gpt-5-mini"]
    [row] = [row for row in list_index(edition).rows if row.key == "tool-calling"]
    assert [(each.id, each.value) for each in row.leading][:2] == [
        ("openai/gpt-5", 78),
        ("openai/gpt-5-mini", 55),
    ]


def test_without_results_the_next_column_ranks_and_says_how_many_share_it():
    places = {p: {"gpt-4o": offered(1), "gpt-4o-mini": offered(2)} for p in ("openai", "azure")}
    bare = edition_of(split(data(places)), ORIGIN, {}, {})
    page = list_page(bare, PlaceRequest(id="coding"))
    assert (page.ranking, page.tied, ids(page.models)) == (
        ("coding",),
        2,
        ["gpt-4o", "gpt-4o-mini"],
    )


def test_equals_go_by_price(edition):
    table = model_table(edition, ModelsRequest(sort="coding"))
    assert ids(table.rows) == ["gpt-4o-mini", "gpt-4o", "gpt-5-nano", "gpt-5-mini", "gpt-5"]
    assert table.tied == 5
    assert model_table(edition, ModelsRequest(sort="price")).tied is None
