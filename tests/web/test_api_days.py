"""The API over a store of some days: past days, changes page by page, what has left."""

import pytest
from described import check

from dated import DAYS, Dated, document

API = "/api/v1/"


@pytest.fixture(autouse=True)
def checked(site: Dated) -> None:
    site.reader.event_hooks = {"response": [check]}


def price(site: Dated, query: str = "") -> object:
    told = site.get(f"{API}models/openai/o4-mini/prices{query}").json()
    return told["recommended"]["input_mtok"]


def test_a_past_day_is_answered_as_it_was(site: Dated) -> None:
    assert [price(site, f"?as_of={day}") for day in DAYS] == [1.1, 0.88, 0.88, 1]
    assert price(site) == 1
    answer = site.get(f"{API}models?as_of={DAYS[0]}&limit=1")
    assert f"as_of={DAYS[0]}" in answer.json()["next"]
    assert "s-maxage=86400" in answer.headers["cache-control"]
    before = site.get(f"{API}status?as_of=2026-04-30")
    assert (before.status_code, before.json()["first_day"]) == (404, str(DAYS[0]))
    for address in ("status", "models", "changes", "resolve?id=o4-mini", "cost", "pick"):
        mark = "&" if "?" in address else "?"
        yet = site.get(f"{API}{address}{mark}as_of={DAYS[-1].replace(year=2027)}")
        assert (yet.status_code, yet.json()["parameter"]) == (400, "as_of"), address
        assert "has yet to come" in yet.json()["detail"]


def test_no_change_is_of_days_of_which_nothing_is_known(site: Dated) -> None:
    yet = site.get(f"{API}changes?since=2099-01-01")
    assert (yet.status_code, yet.json()["parameter"]) == (400, "since")
    before = site.get(f"{API}changes?until=2020-01-01")
    assert (before.status_code, before.json()["parameter"]) == (404, "until")
    assert f"history begins on {DAYS[0]}" in before.json()["detail"]
    assert site.get(f"{API}changes?until=2099-01-01").status_code == 200


def test_changes_follow_each_other_to_the_end(site: Dated) -> None:
    """Page by page they are all there, once each, in the order of the whole."""
    whole = [
        row["id"]
        for day in site.get(f"{API}changes?limit=200").json()["days"]
        for row in day["rows"]
    ]
    following, found = f"{API}changes?limit=3", []
    while following:
        told = site.get(following).json()
        rows = [row["id"] for day in told["days"] for row in day["rows"]]
        assert 1 <= len(rows) <= 3
        found += rows
        following = told["next"]
    assert len(whole) > 6
    assert found == whole


def test_changes_end_with_the_day_that_is_asked_for(site: Dated) -> None:
    told = site.get(f"{API}changes?as_of={DAYS[1]}&limit=200").json()
    assert told["days"][0]["day"] == str(DAYS[1])
    assert {day["day"] for day in told["days"]} <= {str(day) for day in DAYS[:2]}


def test_a_price_has_its_history(site: Dated) -> None:
    told = site.get(f"{API}models/openai/o4-mini/history").json()
    [own] = [each for each in told["courses"] if each["provider"] == "openai"]
    assert [period["input_mtok"] for period in own["periods"]] == [1.1, 0.88, 1]


def test_what_is_held_back_is_told(site: Dated) -> None:
    [held] = site.get(f"{API}models/openai/o4-mini").json()["held"]
    assert (held["provider"], held["field"], held["kept"], held["new"]) == (
        *("requesty", "input_mtok"),
        *(1.1, 110),
    )
    assert site.get(f"{API}status").json()["store"] is None


def test_a_model_that_has_left_is_told_with_its_last_day(growing: Dated) -> None:
    gone = document(3)
    del gone["elsewhere"]["models"]["other-11"]
    [id_] = [
        row["id"]
        for row in growing.get(f"{API}models?limit=200").json()["rows"]
        if row["id"].endswith("/other-11")
    ]
    day = DAYS[-1].replace(day=DAYS[-1].day + 1)
    growing.now = growing.now.replace(day=day.day)
    growing.take_in(gone, day)
    answer = growing.get(f"{API}models/{id_}")
    assert answer.status_code == 404
    assert answer.json()["last_day"] == str(DAYS[-1])
    assert growing.get(f"{API}models/{id_}?as_of={DAYS[-1]}").status_code == 200
