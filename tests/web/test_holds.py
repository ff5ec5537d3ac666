"""What is held back, on the status page and its twins, whatever upstream stated."""

import json
from datetime import timedelta

import pytest

from dated import DAYS, Dated, document
from modelario.keeping import decisions
from modelario.keeping.decisions import release


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


def test_a_slip_of_facts_is_one_event_by_its_fact(growing: Dated) -> None:
    """Release dates and limits of one provider: two lines, each with what all are said to be."""
    found = document(3)
    for number, each in enumerate(found["elsewhere"]["models"].values()):
        each |= {"release_date": f"2025-01-{number + 1:02}", "limit": {"context": 200_000 + number}}
    growing.take_in(found, DAYS[-1] + timedelta(1))
    for each in found["elsewhere"]["models"].values():
        each |= {"release_date": "2026-05-06", "limit": {"context": 128_000}}
    growing.take_in(found, DAYS[-1] + timedelta(2))
    told = {
        each["field"]: (each["event"], each["gate"], each["stated"], each["holds"])
        for each in growing.get("/en/status.json").json()["events"]
        if each["provider"] == "elsewhere"
    }
    dates, windows = told["release_date"], told["context_window"]
    assert dates[1:] == ("alike", "2026-05-06", 12)
    assert windows[1:] == ("uniform", "128000", 12)
    page = growing.get("/en/status").text
    for text in ("Facts made alike", "One value for all", "Released: 2026-05-06"):
        assert text in page
    release(growing.store, decisions.named(growing.store, (), dates[0]), growing.now)
    growing.serve()
    released = growing.get("/en/models/elsewhere/other-1.json").json()
    assert (released["release_date"], released["context_window"]) == ("2026-05-06", 200_001)
    left = growing.get("/en/status.json").json()["events"]
    assert windows[0] in {each["event"] for each in left}
    assert dates[0] not in {each["event"] for each in left}
    assert growing.store.verify() == ()


def test_providers_that_changed_places_are_one_event(growing: Dated) -> None:
    found = document(3)
    found["second"] = {**found["elsewhere"], "id": "second", "name": "Second", "models": {}}
    for each in found["elsewhere"]["models"].values():
        found["second"]["models"][f"second-{each['id']}"] = each | {"id": f"second-{each['id']}"}
    growing.take_in(found, DAYS[-1] + timedelta(1))
    one, other = found["elsewhere"]["models"], found["second"]["models"]
    found["elsewhere"]["models"], found["second"]["models"] = other, one
    growing.take_in(found, DAYS[-1] + timedelta(2))
    status = growing.get("/en/status.json").json()
    [event] = [each for each in status["events"] if each["gate"] == "exchanged"]
    assert (event["provider"], event["holds"]) == (None, 2)
    held = {each["provider"]: each["stated"] for each in status["holds"]}
    assert (held["elsewhere"], held["second"]) == ("second", "elsewhere")
    assert "Another provider&#39;s listing" in growing.get("/en/status").text
    release(growing.store, decisions.named(growing.store, (), event["event"]), growing.now)
    growing.serve()
    listed = {key for key in growing.store.load()[0].offerings if key.provider == "elsewhere"}
    assert {id_ for _, id_ in listed} == other.keys()
    assert growing.store.verify() == ()
