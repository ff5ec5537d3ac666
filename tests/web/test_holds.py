"""What is held back, on the status page and its twins, whatever upstream stated."""

import json
from datetime import timedelta

import pytest

from dated import DAYS, Dated, document


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


@pytest.mark.parametrize(
    ("stated", "new", "shown"),
    [
        (6_670_000, 6_670_000, "6,670,000"),
        ("1e30", None, "1E+30"),
        ("1e400", None, "Infinity"),
        ("Infinity", None, "Infinity"),
        ("NaN", None, "NaN"),
        ("5e-324", None, "5E-324"),
        (-1, -1, "-1"),
    ],
)
def test_whatever_upstream_states_can_be_shown(growing: Dated, stated, new, shown) -> None:
    found = document(3)
    found["kilo"]["models"]["openai/o4-mini"]["cost"]["input"] = stated
    growing.take_in(found, DAYS[-1] + timedelta(1))
    twin = json.loads(growing.get("/en/status.json").text, parse_constant=_refuse)
    [held] = [each for each in twin["holds"] if each["provider"] == "kilo"]
    assert (held["gate"], held["new"]) == ("bounds", new)
    page = growing.get("/en/status")
    assert page.status_code == 200
    assert shown in page.text
    assert growing.get("/es/status").status_code == 200


def test_a_tier_is_named_alike_by_whatever_upstream_calls_it(growing: Dated) -> None:
    found = document(3)
    cost = found["kilo"]["models"]["openai/o4-mini"]["cost"]
    cost["context_over_200k"] = {"input": -1, "output": 2}
    growing.take_in(found, DAYS[-1] + timedelta(1))
    assert "tiers/200000/input_mtok" in growing.get("/en/status.json").text
    assert "above 200K" in growing.get("/en/status").text


def test_the_model_page_marks_what_is_held(growing: Dated) -> None:
    found = document(3)
    found["openai"]["models"]["o4-mini"]["cost"]["input"] = 62.5
    growing.take_in(found, DAYS[-1] + timedelta(1))
    page = growing.get("/en/models/openai/o4-mini")
    held = growing.get("/en/models/openai/o4-mini.json").json()["held"]
    assert [(each["provider"], each["field"], each["kept"], each["new"]) for each in held] == [
        ("requesty", "input_mtok", 1.1, 110),
        ("openai", "input_mtok", 1, 62.5),
    ]
    assert "$62.50; shown is" in page.text
    assert growing.get("/en/models/elsewhere/other-1.json").json()["held"] == []
    before = growing.get(f"/en/models/openai/o4-mini.json?as_of={DAYS[2]}").json()
    assert before["held"] == []


def test_a_slip_of_a_provider_is_one_event(growing: Dated) -> None:
    """All of a provider times seven: one line, with the factor and what peers say."""
    found = document(3)
    provider = max(found, key=lambda name: len(found[name]["models"]))
    for each in found[provider]["models"].values():
        for field, price in each.get("cost", {}).items():
            if isinstance(price, int | float):
                each["cost"][field] = price * 7
    growing.take_in(found, DAYS[-1] + timedelta(1))
    twin = growing.get("/en/status.json").json()
    [event] = [each for each in twin["events"] if each["provider"] == provider]
    held = [each for each in twin["holds"] if each["event"] == event["event"]]
    assert (event["gate"], event["factor"], event["holds"]) == ("scaled", 7, len(held))
    assert event["peers_agree"] == 0
    for language, name in (("en", "Multiplied alike"), ("es", "Multiplicados por igual")):
        assert name in growing.get(f"/{language}/status").text
