"""Costs under conditions on the command line: modes, regions, moments, caches."""

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


def test_what_is_assumed_is_said_to_people(modelario, fast):
    ran = modelario("cost", "o4-mini", "--mode", "fast", "--cached", "50%", "--database", fast)
    assert "No price for the mode “fast” is known: it is the standard one" in ran.err
    assert "standard mode" in ran.out
