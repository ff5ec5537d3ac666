"""The program as a user runs it, on real files and a real store."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from modelario.store.store import Store
from reference_page import OFFERINGS, api_json


@pytest.fixture(scope="module")
def reference(modelario, home):
    """Sync the reference page's nine offerings; give the name of their store."""
    document = home / "reference.json"
    document.write_bytes(api_json())
    database = f"sqlite:///{home / 'reference.db'}"
    day = ("--as-of", "2026-07-01")
    assert modelario("sync", "--source", str(document), *day, "--database", database).code == 0
    return database


@pytest.fixture(scope="module")
def shown(modelario, reference):
    ran = modelario("show", "openai/o4-mini", "--format", "json", "--database", reference)
    assert ran.code == 0
    return json.loads(ran.out)


CONTRACT = {
    *("id", "name", "lab", "family", "official", "release_date", "knowledge_cutoff"),
    *("context_window", "max_output_tokens", "input_modalities", "output_modalities"),
    *("capabilities", "recommended", "cheapest", "scores", "scenarios", "offerings"),
    *("findings", "alternatives", "lists"),
}


def test_show_keeps_the_contract(shown):
    assert set(shown) >= CONTRACT
    assert (shown["id"], shown["lab"], shown["family"]) == ("openai/o4-mini", "openai", "o-mini")
    assert set(shown["capabilities"]) == {
        *("tool_call", "structured_output", "reasoning", "temperature", "attachment")
    }
    assert {"provider", "offering_id", "variant", "price_state", "input_mtok"} <= set(
        shown["offerings"][0]
    )
    assert set(shown["scores"]["coding"]) == {"points", "coverage", "parts"}
    assert set(shown["scores"]["coding"]["parts"][0]) >= {"name", "points", "maximum", "reason"}
    assert set(shown["scenarios"][0]) >= {
        *("key", "requests", "input_tokens", "output_tokens", "cost", "cost_per_request", "rank")
    }


def test_show_gives_the_numbers_of_the_reference_page(shown):
    points = {name: score["points"] for name, score in shown["scores"].items()}
    assert points == {
        "coding": 85,
        "agents": 99,
        "json": 79,
        "cost": 49,
        "long_context": 55,
        "vision": 89,
        "production": 96,
    }
    assert [each["cost"] for each in shown["scenarios"]] == [7.7, 15.4, 4.4, 13.2, 15.84]
    assert (shown["recommended"]["provider"], shown["recommended"]["input_mtok"]) == ("openai", 1.1)
    assert (shown["cheapest"]["provider"], shown["cheapest"]["output_mtok"]) == ("poe", 4)
    assert [(f["field"], f["span_days"]) for f in shown["findings"]] == [
        ("release_date", 75),
        ("modalities", None),
    ]
    states = {each["provider"]: each["price_state"] for each in shown["offerings"]}
    assert len(states) == len(OFFERINGS)
    assert states.pop("github-models") == "unknown"
    assert set(states.values()) == {"published"}


def test_an_unknown_price_is_null_and_not_zero(shown):
    github = next(o for o in shown["offerings"] if o["provider"] == "github-models")
    assert github["input_mtok"] is None


@pytest.mark.parametrize("spelling", ["o4-mini", "OPENAI/o4-mini", "O4 Mini"])
def test_show_takes_any_spelling(modelario, reference, spelling):
    ran = modelario("show", spelling, "--format", "json", "--database", reference)
    assert json.loads(ran.out)["id"] == "openai/o4-mini"


def test_show_on_a_terminal_says_what_people_look_for(modelario, reference):
    out = modelario("show", "o4-mini", "--database", reference).out
    for text in ("$1.10 in, $4.40 out", "Poe", "Inconsistencies", "$15.84", "github-models"):
        assert text in out


def test_resolve_all_gives_a_line_for_each_offering(modelario, reference):
    ran = modelario("resolve", "--all", "--format", "jsonl", "--database", reference)
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert {(line["provider"], line["offering_id"]) for line in lines} == {
        (provider, offering) for provider, _, offering, _ in OFFERINGS
    }
    assert {line["model"] for line in lines} == {"openai/o4-mini"}
    assert lines[0].keys() == {
        "provider", "offering_id", "model", "canonical", "variant", "confidence", "reason"
    }  # fmt: skip
    assert all(line["reason"].keys() == {"code", "values", "text"} for line in lines)


def test_resolve_explains_its_steps(modelario, reference):
    ran = modelario("resolve", "poe/openai/o4-mini", "--explain", "--database", reference)
    assert ran.code == 0
    assert "openai/o4-mini" in ran.out
    assert "Words of the name: o mini." in ran.out


def test_resolve_names_the_canonical_id_beside_the_very_one(modelario):
    for text, apart in (("gpt-4o-2024-08-06", True), ("o4-mini", False)):
        here = {"COLUMNS": "80"}
        ran = modelario("resolve", text, **here)
        assert ("Canonical id" in ran.out) is apart
        assert ("openai/gpt-4o " in ran.out) is apart
        explained = modelario("resolve", text, "--explain", **here)
        assert ("one release with openai/gpt-4o" in explained.out) is apart


def test_resolve_gives_each_spelling_a_row_and_says_why_a_router_is_no_model(modelario, tmp_path):
    here = {"MODELARIO_DATA_DIR": str(tmp_path)}
    alone = modelario("resolve", "openrouter/auto", **here)
    assert alone.code == 0
    assert "No model of its own" in alone.out
    texts = ("openrouter/auto", "no such thing 9", "o4-mini")
    ran = modelario("resolve", *texts, "--format", "csv", **here)
    rows = list(csv.DictReader(ran.out.splitlines()))
    assert [(row["text"], row["model"]) for row in rows] == [
        ("openrouter/auto", ""), ("no such thing 9", ""), ("o4-mini", "openai/o4-mini")
    ]  # fmt: skip
    assert "no single model is meant by 'no such thing 9'" in ran.err


def test_start_shows_what_can_be_run_and_says_where_nothing_can(modelario, tmp_path):
    here = {"MODELARIO_DATA_DIR": str(tmp_path)}
    alone = modelario("start", "o4-mini", "--language", "python", **here)
    compile(alone.out, "example", "exec")
    assert "OPENAI_API_KEY" in alone.out
    whole = modelario("start", "o4-mini", "--provider", "azure", **here)
    assert "curl" in whole.out
    assert "npm install ai @ai-sdk/azure" in whole.out
    for arguments, said in (
        (("o4-mini", "--provider", "mistral"), "is not offered at 'mistral'"),
        (("o4-mini", "--language", "ruby"), "there is in curl, python, typescript"),
    ):
        ran = modelario("start", *arguments, **here)
        assert ran.code != 0
        assert said in ran.err


@pytest.mark.parametrize(
    "arguments",
    [("show", "o4-mini"), ("models", "--format", "csv"), ("show", "no-such-model"), ("shw",)],
    ids=" ".join,
)
def test_a_process_of_its_own_answers_the_same(modelario, program, reference, arguments):
    here = {"MODELARIO_DATABASE_URL": reference}
    assert program(*arguments, **here) == modelario(*arguments, **here)


def test_a_fresh_installation_answers_from_the_embedded_data(program, tmp_path):
    ran = program("models", "--format", "jsonl", MODELARIO_DATA_DIR=str(tmp_path))
    assert len(ran.out.splitlines()) > 900
    # No store is made; the catalogue stays built for the next command.
    assert [each.name for each in tmp_path.iterdir()] == ["embedded.built"]


def test_filters_narrow_and_sort_orders(modelario):
    ran = modelario(
        "models", "--capability", "tool_call", "--input", "image", "--max-price", "1",
        "--min-context", "200000", "--sort", "price", "--format", "json",
    )  # fmt: skip
    rows = json.loads(ran.out)["rows"]
    prices = [row["blended_mtok"] for row in rows]
    assert rows
    assert prices == sorted(prices)
    assert all(
        row["tool_call"]
        and "image" in row["input_modalities"]
        and row["blended_mtok"] <= 1
        and row["context_window"] >= 200_000
        for row in rows
    )


@pytest.mark.parametrize("command", ["models", "cost", "cost o4-mini", "inconsistencies"])
def test_a_limit_means_the_same_in_every_format(modelario, command):
    """Two rows, whatever the form; people are told how many there are in all."""
    limited = (*command.split(), "--limit", "2", "--format")
    assert len(json.loads(modelario(*limited, "json").out)["rows"]) == 2
    assert len(modelario(*limited, "jsonl").out.splitlines()) == 2
    assert len(list(csv.DictReader(io.StringIO(modelario(*limited, "csv").out)))) == 2
    assert len(modelario(*limited, "md").out.splitlines()) == 2 + 2
    table = modelario(*limited, "table")
    assert re.match(r"2 of \d+ ", table.err)


def test_csv_has_a_head_and_a_row_for_each_model(modelario):
    ran = modelario("models", "--lab", "openai", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["lab"] for row in rows} == {"OpenAI"}
    assert "openai/o4-mini" in {row["id"] for row in rows}


def test_cost_applies_cache_and_requests(modelario, reference):
    ran = modelario(
        "cost", "o4-mini", "--input", "5000", "--output", "500", "--requests", "1000",
        "--cached", "0.5", "--format", "json", "--database", reference,
    )  # fmt: skip
    rows = json.loads(ran.out)["rows"]
    costs = {row["provider"]: row["total_cost"] for row in rows}
    # 1000 × (2500 × 1.10 + 2500 × 0.275 + 500 × 4.40) / 1M
    assert costs["openai"] == 5.6375
    assert rows[0]["provider"] == "poe"


def test_compare_marks_what_differs(modelario):
    ran = modelario("compare", "o4-mini", "gpt-5-mini", "--format", "json")
    fields = {row["field"]: row for row in json.loads(ran.out)["fields"]}
    assert fields["input_mtok"]["values"] == [1.1, 0.25]
    assert fields["input_mtok"]["differs"]
    assert fields["input_mtok"]["best"] == [1]
    assert not fields["tool_call"]["differs"]


def test_compare_is_one_table_for_programs(modelario):
    """A column for each model; fields, scores and scenario costs below one another."""
    pair = ("compare", "o4-mini", "gpt-5-mini", "--format")
    out = modelario(*pair, "csv").out
    rows = {row["field"]: row for row in csv.DictReader(io.StringIO(out))}
    wanted = {"openai/o4-mini": "1.1", "openai/gpt-5-mini": "0.25", "differs": "true"}
    assert rows["input_mtok"] == {"field": "input_mtok", **wanted}
    assert {"coding", "rag_answer"} <= set(rows)
    head, _, first, *_ = modelario(*pair, "md").out.splitlines()
    assert head == "| Field | openai/o4-mini | openai/gpt-5-mini | Differs |"
    assert first == "| Input / 1M | 1.1 | 0.25 | Yes |"
    lines = [json.loads(line) for line in modelario(*pair, "jsonl").out.splitlines()]
    assert [line["field"] for line in lines] == list(rows)
    assert lines[0]["values"] == [1.1, 0.25]


def test_markdown_is_a_table(modelario):
    lines = modelario("models", "--limit", "2", "--format", "md").out.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("| ") and line.endswith(" |") for line in lines)


def test_inconsistencies_come_worst_first(modelario):
    ran = modelario("inconsistencies", "--format", "json")
    harms = [row["harm"] for row in json.loads(ran.out)["rows"]]
    assert harms == sorted(harms, reverse=True)


def published(database: str) -> tuple[object, ...]:
    """What is published, and what every offering is."""
    with Store.open(database) as store:
        return *store.load(), store.assignments()


def bad_files(folder: Path) -> None:
    contents = {
        "text.json": b"hello",
        "page.json": b"<!doctype html><title>502</title>",
        "cut.json": api_json()[:500],
        "empty_object.json": b"{}",
        "empty.json": b"",
        "error.json": b'{"error": {"message": "rate limit"}}',
        "list.json": b"[1, 2]",
        "packed.gz": b"\x1f\x8b\x08\x00garbage",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    "name",
    [
        *("nowhere.json", ".", "text.json", "page.json", "cut.json", "empty_object.json"),
        *("empty.json", "error.json", "list.json", "packed.gz"),
    ],
)
def test_a_bad_source_is_one_line_and_changes_nothing(modelario, reference, tmp_path, name):
    bad_files(tmp_path)
    before = published(reference)
    ran = modelario("sync", "--source", str(tmp_path / name), "--database", reference)
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert str(tmp_path / name) in ran.err
    assert published(reference) == before


FAILURES = [
    (("show", "no-such-model-9000"), 1, "no model is called"),
    (("show",), 2, "--model"),
    (("shw", "o4-mini"), 2, "Did you mean"),
    (("models", "--maxprice", "1"), 2, "--max-price"),
    (("models", "--max-price", "cheap"), 2, "--max-price: 'cheap' is no number, such as 0.5"),
    (("models", "--max-price", ""), 2, "'' is no number"),
    (("pick", "--weight", "heavy"), 2, "--weight: 'heavy' is no number"),
    (("models", "--max-price", "nan"), 2, "'nan' is no number, such as 0.5 or 2"),
    (("models", "--capability", "flying"), 2, "tool_call"),
    (("models", "--lab", "opnai"), 2, "openai"),
    (("models", "--sort", "beauty"), 2, "price"),
    (("models", "--columns", "beauty"), 2, "context_window"),
    (("models", "--format", "xml"), 2, "jsonl"),
    (("models", "--limit", "-3"), 2, "limit"),
    (("cost", "--limit", "0"), 2, "limit"),
    (("inconsistencies", "--limit", "0"), 2, "limit"),
    (("inconsistencies", "--severity", "hihg"), 2, "high"),
    (("inconsistencies", "--field", "nonsense"), 2, "release_date"),
    (("inconsistencies", "--lab", "opnai"), 2, "openai"),
    (("inconsistencies", "--provider", "opnai"), 2, "openai"),
    (("compare", "o4-mini"), 2, "2 to 4"),
    (("cost", "--input", "-5"), 2, "--input: '-5' is no whole number"),
    (("cost", "--cached", "2"), 2, "cached_share"),
    (("cost", "--cached", "0.6", "--cache-write", "0.6"), 2, "are parts of the input"),
    (("cost", "--cache-write-1h", "-1"), 2, "cache_write_1h_share"),
    (("cost", "--mode", "fats"), 2, "near: fast"),
    (("pick", "--served-in", "moon"), 1, "no region 'moon'"),
    (("compare", "o3", "o4-mini", "--mode", "btach"), 2, "near: batch"),
    (("cost", "--at", "noon"), 2, "no moment such as"),
    (("cost", "--at", "2026-11-26T03:00"), 2, "has to say its zone"),
    (("cost", "--cached", "nan"), 2, "'nan' is no share such as 0.5 or 50%"),
    (("resolve",), 2, "--all"),
    (("show", "o4-mini", "--as-of", "yesterday"), 2, "--as-of: 'yesterday' is no day, such as"),
    (("status", "--database", "nonsense"), 1, "sqlite:///"),
    (("serve", "--port", "0"), 2, "port"),
]


@pytest.mark.parametrize(("arguments", "code", "told"), FAILURES, ids=lambda v: str(v)[:40])
def test_what_cannot_be_meant_is_told_in_one_line(modelario, reference, arguments, code, told):
    ran = modelario(*arguments, MODELARIO_DATABASE_URL=reference)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("modelario: ")
    assert ran.err.count("\n") == 1
    assert told in ran.err


def test_numbers_are_read_as_people_write_them(modelario, reference):
    asked = ("models", "--price-state", "free", "--max-price", "1k", "--format", "json")
    assert modelario(*asked, MODELARIO_DATABASE_URL=reference).code == 0


def test_a_price_state_that_is_asked_for_is_shown(modelario):
    """Where no price is what was asked for, an empty cell would say that it is unknown."""
    drawn = modelario("models", "--price-state", "free", "--limit", "1").out
    assert "Price states" in drawn
    assert "Free" in drawn


def test_a_provider_is_named_in_any_capitals(modelario):
    ran = modelario("compare", "o3", "o4-mini", "--provider", "Azure", "--format", "json")
    first, _ = json.loads(ran.out)["sides"]
    assert first["offering"]["provider"] == "azure"
    ran = modelario("compare", "o3", "o4-mini", "--provider", "opnai")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no provider 'opnai'; near: openai" in ran.err


def test_an_unwritable_database_is_told(modelario, tmp_path):
    (tmp_path / "file").write_text("in the way")
    database = f"sqlite:///{tmp_path / 'file' / 'modelario.db'}"
    ran = modelario("sync", "--source", "embedded", "--database", database)
    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_a_day_before_the_first_says_so(modelario, reference):
    ran = modelario("show", "o4-mini", "--as-of", "2020-01-01", "--database", reference)
    assert ran.code == 1
    assert "2026-07-01" in ran.err


def test_status_tells_the_day_and_the_syncs(modelario, reference):
    ran = modelario("status", "--format", "json", "--database", reference)
    status = json.loads(ran.out)
    assert status["as_of"] == "2026-07-01"
    assert (status["models"], status["offerings"]) == (1, 9)
    assert status["attempts"][-1]["outcome"] == "published"


def test_a_share_is_a_number_or_a_percentage(modelario, reference):
    """Half the input from the cache costs the same however it is written."""
    asked = ("cost", "o4-mini", "--format", "json", "--database", reference, "--cached")
    half, percent = (json.loads(modelario(*asked, text).out) for text in ("0.5", "50%"))
    assert half["rows"] == percent["rows"]
    assert half["workload"]["cached_share"] == 0.5


@pytest.mark.parametrize("text", ["half", "50%%", "nan", "-1", "150%", ""])
def test_what_is_no_share_is_told_in_one_line(modelario, reference, text):
    """No traceback, and the exit code of a command that cannot be meant."""
    ran = modelario("cost", "o4-mini", f"--cached={text}", "--database", reference)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert "cached" in ran.err


def test_pick_tells_what_it_chose_and_what_stood_in_the_way(modelario, reference):
    wanted = ("pick", "--capability", "tool_call", "--max-price", "1", "--database", reference)
    ran = modelario(*wanted)
    assert ran.code == 0
    assert "Without “max_price 1”: 1 more, the best of them" in ran.err
    told = json.loads(modelario(*wanted, "--format", "json").out)
    assert told["rows"] == []
    [loosened] = told["loosenings"]
    assert (loosened["requirement"], loosened["best"]["id"]) == ("max_price", "openai/o4-mini")
    assert modelario("pick", "--rank", "vison", "--database", reference).code == 2
