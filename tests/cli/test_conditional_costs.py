"""Costs under conditions on the command line: modes, regions, moments, caches."""

import io
import json

import pytest

from reference_page import api_document


@pytest.fixture(scope="module")
def fast(modelario, home):
    """Sync the reference page with a fast mode at OpenAI, and another model without."""
    document = api_document()
    models = document["openai"]["models"]
    models["o3"] = {**models["o4-mini"], "id": "o3", "name": "o3"}
    models["o4-mini"] = {
        **models["o4-mini"],
        "experimental": {"modes": {"fast": {"cost": {"input": 5}}}},
    }
    source = home / "fast.json"
    source.write_text(json.dumps(document))
    database = f"sqlite:///{home / 'fast.db'}"
    day = ("--as-of", "2026-07-01")
    assert modelario("sync", "--source", str(source), *day, "--database", database).code == 0
    return database


def test_cost_takes_a_mode_a_region_and_a_moment(modelario, fast):
    ran = modelario(
        "cost", "o4-mini", "--input", "100000", "--output", "0", "--mode", "fast",
        "--region", "eu", "--at", "2026-11-26T03:00Z", "--format", "json", "--database", fast,
    )  # fmt: skip
    table = json.loads(ran.out)
    rows = {row["provider"]: row for row in table["rows"]}
    assert (rows["openai"]["total_cost"], rows["openai"]["input_mtok"]) == (0.5, 5)
    [charge] = rows["openai"]["charges"]
    assert charge["conditions"] == {"mode": "fast"}
    assert charge["source"] == "models.dev"
    assert [each["code"] for each in rows["openai"]["assumed"]] == ["assumed_any_region"]
    others = {each["code"] for name in rows if name != "openai" for each in rows[name]["assumed"]}
    assert others == {"assumed_standard", "assumed_any_region"}
    assert table["workload"]["mode"] == "fast"
    assert table["workload"]["at"] == "2026-11-26T03:00:00Z"


def test_every_question_of_cost_takes_them(modelario, fast):
    asked = ("--mode", "fast", "--format", "json", "--database", fast)
    picked = json.loads(modelario("pick", "--q", "o4-mini", "--lab", "openai", *asked).out)
    assert {row["id"]: row["input_mtok"] for row in picked["rows"]}["openai/o4-mini"] == 5
    compared = json.loads(modelario("compare", "o4-mini", "o3", *asked).out)
    assert compared["scenarios"][0]["costs"][0] == 1000 * (5000 * 5 + 500 * 4.4) / 1e6
    assert [len(side["assumed"]) for side in compared["sides"]] == [0, 1]


def test_prices_lists_every_rule_with_its_source(modelario, fast):
    asked = ("prices", "o4-mini", "--provider", "openai", "--database", fast)
    rows = json.loads(modelario(*asked, "--format", "json").out)["rules"]
    own = [row for row in rows if row["provider"] == "openai"]
    assert [row["conditions"] for row in own] == [{}, {"mode": "fast"}]
    assert own[1]["input_mtok"] == 5
    link = "https://github.com/anomalyco/models.dev/blob/dev/providers/openai/models/o4-mini.toml"
    assert {(row["source"], row["source_day"], row["source_link"]) for row in own} == {
        ("models.dev", "2026-07-01", link)
    }
    table = modelario(*asked)
    assert "fast" in table.out
    assert "github.com" not in table.out
    assert "2 rules of 1 offerings" in table.err
    assert "2026-07-01" in modelario(*asked, "--sources").out


def test_what_is_assumed_is_said_to_people(modelario, fast):
    ran = modelario("cost", "o4-mini", "--mode", "fast", "--cached", "50%", "--database", fast)
    assert "No price for the mode “fast” is known: it is the standard one" in ran.err
    assert "standard mode" in ran.out


def test_counts_of_an_answer_are_costed(modelario, fast, home):
    counts = home / "usage.json"
    counts.write_text(
        json.dumps(
            {
                "prompt_tokens": 5000,
                "completion_tokens": 500,
                "prompt_tokens_details": {"cached_tokens": 4000},
                "completion_tokens_details": {"reasoning_tokens": 100},
            }
        )
    )
    asked = ("cost", "o4-mini", "--database", fast, "--usage", str(counts))
    rows = json.loads(modelario(*asked, "--flavour", "openai", "--format", "json").out)["rows"]
    [own] = [row for row in rows if row["provider"] == "openai"]
    assert own["cost_per_request"] == (1000 * 1.1 + 4000 * 0.275 + 500 * 4.4) / 1e6
    assert [(each["part"], each["count"]) for each in own["charges"]] == [
        ("uncached_tokens", 1000),
        ("cache_read_tokens", 4000),
        ("output_tokens", 400),
        ("reasoning_tokens", 100),
    ]
    for flavour, said in (("anthropic", "neither is there"), ("", "no flavour ''")):
        refused = modelario(*asked, "--flavour", flavour)
        assert (refused.code, said in refused.err) == (2, True)
    missing = modelario("cost", "o4-mini", "--database", fast, "--usage", str(home / "no.json"))
    assert (missing.code, "cannot be read" in missing.err) == (2, True)


def test_counts_may_be_piped_in(modelario, fast, monkeypatch):
    counts = b'{"prompt_tokens": 5000, "completion_tokens": 500}'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(counts)))
    asked = ("cost", "o4-mini", "--usage", "-", "--flavour", "openai", "--format", "json")
    rows = json.loads(modelario(*asked, "--database", fast).out)["rows"]
    assert rows[0]["charges"][0]["count"] == 5000


def test_counts_that_are_nested_too_deeply_are_told_in_a_line(modelario, fast, home):
    counts = home / "usage.json"
    counts.write_text("[" * 100_000)
    ran = modelario("cost", "--usage", str(counts), "--flavour", "openai", "--database", fast)
    assert (ran.code, "nested too deeply" in ran.err, ran.err.count("\n")) == (2, True, 1)


def test_each_part_of_a_cost_is_told_with_its_source(modelario, fast):
    asked = ("cost", "o4-mini", "--provider", "openai", "--cached", "50%", "--sources")
    told = modelario(*asked, "--format", "csv", "--database", fast).out.splitlines()
    assert told[0].startswith("model,provider,part,count,price,")
    assert [line.split(",")[2:5] for line in told[1:]] == [
        ["uncached_tokens", "500", "1.1"],
        ["cache_read_tokens", "500", "0.275"],
        ["output_tokens", "500", "4.4"],
    ]
    assert all("models.dev,2026-07-01," in line for line in told[1:])
    drawn = modelario(*asked, "--database", fast).out
    assert "models.dev" in drawn
    assert "$" in drawn.partition("Total")[2]


@pytest.mark.parametrize("text", ["200k", "2e5", "200,000", "200000"])
def test_whole_numbers_are_read_as_on_the_pages(modelario, fast, text):
    asked = ("--format", "json", "--database", fast)
    costed = json.loads(modelario("cost", "--input-tokens", text, "--requests", "1e3", *asked).out)
    assert costed["workload"]["input_tokens"] == 200_000
    assert costed["workload"]["requests"] == 1_000
    assert json.loads(modelario("models", "--min-context", text, *asked).out)["matching"] == 2


@pytest.mark.parametrize("words", [("cost", "--requests"), ("models", "--min-context")])
def test_what_is_no_whole_number_is_told(modelario, fast, words):
    """``1.000`` is a thousand to some, and one to others."""
    for text in ("1.000", "many", "1.5x"):
        ran = modelario(*words, text, "--database", fast)
        assert ran.code == 2
        assert f"{text!r} is no whole number, such as 5000, 200k or 1e6" in ran.err
        assert words[1] in ran.err
