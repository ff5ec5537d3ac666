"""A month of work told to the command line: its cost stands beside every price."""

import csv
import io
import json

import pytest

#: 10,000 × (5,000 × 1.10 + 500 × 4.40) / 1M is 77.
WORK = "requests-10000_input-5000_output-500"


def test_every_list_has_what_it_costs(modelario):
    ran = modelario("models", "--q", "openai/o4-mini", "--work", WORK, "--format", "csv")
    costs = {row["id"]: row["monthly_cost"] for row in csv.DictReader(io.StringIO(ran.out))}
    assert costs["openai/o4-mini"] == "77"
    ran = modelario("show", "o4-mini", "--work", f"{WORK}_cached-50", "--format", "json")
    page = json.loads(ran.out)
    assert page["recommended"]["month"] == {"cost": 56.5, "assumed": []}
    ran = modelario("compare", "o3", "o4-mini", "--work", WORK, "--format", "json")
    [row] = [row for row in json.loads(ran.out)["fields"] if row["field"] == "monthly_cost"]
    assert row["values"] == [140, 77]


def test_people_see_it_too(modelario):
    ran = modelario("show", "o4-mini", "--work", WORK)
    assert "$1.10 in, $4.40 out, $77.00 a month" in ran.out
    assert "Your month" in ran.out
    ran = modelario("models", "--kind", "embedding", "--limit", "1", "--work", f"{WORK}_input-9")
    assert ran.code == 2
    assert "input is told twice" in ran.err


@pytest.mark.parametrize("command", [("cost", "o4-mini"), ("pick", "--q", "openai/o4-mini")])
def test_what_is_costed_is_that_work_as_far_as_nothing_else_is_told(modelario, command):
    ran = modelario(*command, "--work", f"{WORK}_mode-batch", "--requests", "5", "--format", "json")
    workload = json.loads(ran.out)["workload"]
    assert (workload["requests"], workload["input_tokens"], workload["mode"]) == (5, 5000, "batch")


def test_without_it_nothing_is_said_of_it(modelario):
    ran = modelario("models", "--limit", "1", "--format", "csv", "--columns", "all")
    assert "monthly_cost" not in ran.out
