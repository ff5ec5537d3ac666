"""When models end: the page, the model's page, and the calendar for any filter."""

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar
from litestar.testing import TestClient
from msgspec.structs import replace

from dated import DAYS, Dated
from modelario.queries.lifecycle import LifecycleRequest, lifecycle
from modelario.records import EventKind
from modelario.web.app import Front
from modelario.web.views.lifecycle import entry_id


def _rows(site: Any, query: str) -> list[dict[str, Any]]:
    answer = site.get(f"/en/lifecycle.json?{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["rows"])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DAYS[1], []),
        (DAYS[2], [("removed", "2026-05-03")]),
        (DAYS[3], [("restored", "2026-05-04")]),
    ],
)
def test_what_left_and_came_back_is_told(
    site: Dated, day: date, expected: list[tuple[str, str]]
) -> None:
    rows = _rows(site, f"as_of={day}")
    assert [(row["kind"], row["day"]) for row in rows if row["provider"] == "poe"] == expected


def test_the_models_page_shows_its_life(site: Dated) -> None:
    page = site.get("/en/models/openai/o4-mini").text
    assert 'id="life"' in page
    assert "listed again" in page


def test_a_calendar_holds_what_the_page_shows(site: Dated) -> None:
    answer = site.get("/en/lifecycle.ics?provider=poe")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    [event] = calendar.walk("VEVENT")
    assert event["dtstart"].dt == DAYS[3]
    assert event["summary"] == "o4-mini (Poe): listed again"
    assert event["uid"].endswith("@modelario")
    assert str(event["url"]).endswith("/en/models/openai/o4-mini")
    again = site.get("/en/lifecycle.ics?provider=poe")
    assert again.content == answer.content


@pytest.mark.parametrize(
    ("kind", "expected"), [(EventKind.REMOVED, 2), (EventKind.RESTORED, 2), (EventKind.RETIRES, 1)]
)
def test_an_end_that_is_put_off_stays_one_entry(
    site: Dated, kind: EventKind, expected: int
) -> None:
    row = lifecycle(site.editions.now, LifecycleRequest()).rows[-1]
    days = ("2026-05-03", "2026-05-04")
    assert len({entry_id(replace(row, kind=kind, day=day)) for day in days}) == expected


def test_a_spanish_calendar_is_spanish(site: Dated) -> None:
    calendar = Calendar.from_ical(site.get("/es/lifecycle.ics?provider=poe").content)
    [event] = calendar.walk("VEVENT")
    assert event["summary"] == "o4-mini (Poe): de nuevo en la lista"


def test_what_cannot_be_meant_is_said(client: TestClient[Front]) -> None:
    answer = client.get("/api/v1/lifecycle?event=died")
    assert answer.status_code == 400
    assert "deprecated, retires, removed, restored" in answer.text
    turned = client.get("/api/v1/lifecycle?since=2026-09-01&until=2026-08-01")
    assert turned.status_code == 400
    assert "is after until" in turned.text


def test_a_form_that_is_sent_as_it_stands_asks_the_same(client: TestClient[Front]) -> None:
    page = client.get("/en/lifecycle?event=deprecated").text
    assert '<input type="hidden" name="event" value="deprecated">' in page
