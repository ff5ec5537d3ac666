"""The price history: its record, its geometry, and how the page shows it."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dated import DAYS, Dated, dated, document
from modelario.queries.price_history import PriceCourse, choices, price_history
from modelario.web.plots.price_history import MOST_LINES
from modelario.web.plots.step_lines import (
    HEIGHT,
    LABEL_LINE,
    LEFT,
    RIGHT,
    WIDTH,
    Frame,
    Step,
    day_ticks,
    linear_step,
    panel,
    path,
    spread,
)

MODEL = "openai/o4-mini"
PAGE = f"/en/models/{MODEL}"


def _course(site: Dated, provider: str, query: str = "") -> list[tuple[Any, ...]]:
    record = site.get(f"{PAGE}/history.json{query}").json()
    [course] = [each for each in record["courses"] if each["provider"] == provider]
    return [(each["since"], each["until"], each["input_mtok"]) for each in course["periods"]]


def test_prices_hold_from_day_to_day(site: Dated) -> None:
    """A period ends where the next begins; the last one is open."""
    assert _course(site, "openai") == [
        ("2026-05-01", "2026-05-02", 1.1),
        ("2026-05-02", "2026-05-04", 0.88),
        ("2026-05-04", None, 1),
    ]


def test_what_goes_and_returns_leaves_a_gap(site: Dated) -> None:
    """Days on which nobody sells are in no period."""
    assert _course(site, "poe") == [
        ("2026-05-01", "2026-05-03", 0.99),
        ("2026-05-04", None, 0.99),
    ]


def test_prices_under_conditions_have_courses_of_their_own(tmp_path: Path) -> None:
    """Of longer prompts, modes and the like: from the day on which upstream states them."""
    with dated(tmp_path, 2) as site:
        assert site.get(f"{PAGE}/history.json").json()["conditional"] is False
        assert "Thin lines" not in site.get(PAGE).text
        for day, mtok in ((2, 2), (3, 3)):
            found = document(day)
            cost = found["openai"]["models"]["o4-mini"]["cost"]
            tier = {"tier": {"type": "context", "size": 100_000}, "input": mtok, "output": 8}
            cost["tiers"] = [tier]
            if day == 2:
                cost["tiers"].append({**tier, "tier": {"type": "context", "size": 150_000}})
            site.take_in(found, DAYS[day])
        record = site.get(f"{PAGE}/history.json").json()
        assert record["conditional"] is True
        [course] = [each for each in record["courses"] if each["recommended"]]
        assert [
            (
                each["conditions"]["prompt"]["tokens"],
                [(p["since"], p["until"], p["input_mtok"]) for p in each["periods"]],
            )
            for each in course["under_conditions"]
        ] == [
            (100_000, [("2026-05-03", "2026-05-04", 2), ("2026-05-04", None, 3)]),
            (150_000, [("2026-05-03", "2026-05-04", 2)]),
        ]
        _drawn_under_conditions(site)


def _drawn_under_conditions(site: Dated) -> None:
    """Thin lines of their offering, named by their condition, in words and in the table too."""
    for address in (PAGE, f"{PAGE}/history"):
        text = site.get(address).text
        assert "Thin lines are prices under conditions" in text
        assert "not drawn" not in text
        assert len(re.findall('class="course c0 thin"', text)) == 2
        assert len(re.findall('class="course c0 thin over"', text)) == 2
        assert "3.00 above 100K</text>" in text
        assert "OpenAI, above 100K: $2.00 from May 3, 2026; $3.00 from May 4, 2026." in text
    rows = list(csv.DictReader(io.StringIO(site.get(f"{PAGE}/history.csv").text)))
    assert [
        (row["since"], row["until"], row["input_mtok"])
        for row in rows
        if row["conditions"] == "above 100K"
    ] == [("2026-05-03", "2026-05-04", "2"), ("2026-05-04", "", "3")]
    assert "above 150K" in site.get(f"{PAGE}/history.md").text


def test_more_conditions_than_have_room_are_told(tmp_path: Path) -> None:
    """The plain prices are drawn first, and what is left out stands in the table."""
    with dated(tmp_path, 3) as site:
        found = document(3)
        found["openai"]["models"]["o4-mini"]["cost"]["tiers"] = [
            {"tier": {"type": "context", "size": 10_000 * number}, "input": number, "output": 8}
            for number in range(2, 12)
        ]
        site.take_in(found, DAYS[3])
        text = site.get(f"{PAGE}/history").text
        section = text[: text.index('id="table"')]
        assert section.count("<figure") == 2
        assert section.count('<g class="course') == 2 * MOST_LINES
        assert "There are more of them than have room; all stand in the table." in section
        assert "above 110K" not in section
        assert "above 110K" in text


def test_other_facts_make_no_new_period(site: Dated) -> None:
    """A context that shrank is no price."""
    assert _course(site, "openrouter") == [("2026-05-01", None, 1.1)]


def test_zero_is_unknown_and_what_is_held_is_not_shown(site: Dated) -> None:
    """0/0 at a seller of tokens is no price, and neither is what a gate keeps back."""
    assert _course(site, "github-models") == [("2026-05-01", None, None)]
    assert _course(site, "requesty") == [("2026-05-01", None, 1.1)]


def test_a_past_day_knows_no_later_price(site: Dated) -> None:
    """On a past day the last period is open, as it was then."""
    assert _course(site, "openai", "?as_of=2026-05-03") == [
        ("2026-05-01", "2026-05-02", 1.1),
        ("2026-05-02", None, 0.88),
    ]


def test_a_second_sync_of_a_day_replaces_the_first(growing: Dated) -> None:
    """What held for hours is in no period."""
    found = document(3)
    found["openai"]["models"]["o4-mini"]["cost"]["input"] = 0.95
    growing.take_in(found, DAYS[3], hour=18)
    assert _course(growing, "openai")[-1] == ("2026-05-04", None, 0.95)
    assert _course(growing, "openai")[-2] == ("2026-05-02", "2026-05-04", 0.88)


def test_offerings_that_have_gone_stay_in_the_history(site: Dated) -> None:
    """A provider that went is listed, as gone, on the day that it is away."""
    record = site.get(f"{PAGE}/history.json?as_of=2026-05-03").json()
    [poe] = [course for course in record["courses"] if course["provider"] == "poe"]
    assert poe["listed"] is False
    assert poe["provider_name"] == "poe"


def test_the_table_is_the_record(site: Dated) -> None:
    """A line for each period, unknown prices empty."""
    rows = list(csv.DictReader(io.StringIO(site.get(f"{PAGE}/history.csv").text)))
    assert [row["since"] for row in rows if row["offering_id"] == "o4-mini"] == [
        "2026-05-01",
        "2026-05-02",
        "2026-05-04",
    ]
    [unknown] = [row for row in rows if row["provider"] == "GitHub Models"]
    assert (unknown["price_state"], unknown["input_mtok"]) == ("unknown", "")


def test_without_history_the_catalogue_is_its_first_day(site: Dated) -> None:
    """One period for each offering, with the day that it is known from."""
    catalogue = site.editions.now.catalogue
    found = price_history(catalogue, MODEL, (), catalogue.origin.as_of)
    assert {len(course.periods) for course in found.courses} == {1}
    assert found.courses[0].recommended
    assert found.courses[0].periods[0].input_mtok == Decimal(1)


# --- the page -----------------------------------------------------------------------------


def test_the_page_plots_the_recommended_and_the_cheapest(site: Dated) -> None:
    """Two panels, each with the same lines; what they show also stands in a table."""
    text = site.get(PAGE).text
    section = text[text.index('id="history"') : text.index('id="alternatives"')]
    assert section.count("<svg") == 2
    # The recommended price moved, and the cheapest offering had a gap.
    assert re.findall(r'class="course (c\d)"><path d="([^"]+)"', section)[1][0] == "c0"
    assert "OpenAI: $1.10 from May 1, 2026; $0.88 from May 2, 2026; $1.00 from May 4" in section
    assert "<details" in section
    assert "2026-05-02" in section
    assert f'href="{PAGE}?scale=log#history"' in section


def test_readers_choose_providers_and_scale(site: Dated) -> None:
    """The address says which lines are drawn, and how; what nobody sells at is left out."""
    text = site.get(f"{PAGE}/history?provider=poe&provider=openrouter&provider=no&scale=log").text
    assert len(re.findall(r'<g class="course', text)) == 6
    assert 'value="openrouter" checked' in text
    assert "github-models" not in re.findall(r'name="provider" value="([^"]+)"', text)
    assert '<b aria-current="true">logarithmic</b>' in text
    many = "&".join(f"provider={each}" for each in document(0))
    assert len(re.findall(r'<g class="course', site.get(f"{PAGE}/history?{many}").text)) == 12


def test_one_day_is_no_history(tmp_path: Any) -> None:
    """The page says plainly that history begins."""
    with dated(tmp_path, days=1) as site:
        text = site.get(PAGE).text
        assert "History begins on May 1, 2026: there is one day so far." in text
        assert "<svg" not in text[text.index('id="history"') : text.index('id="alternatives"')]


def test_a_former_id_leads_to_the_history_too(site: Dated) -> None:
    """An id that is none gets a 404 with near ones."""
    answer = site.get("/en/models/openai/o4-mni/history")
    assert answer.status_code == 404
    assert 'href="/en/models/openai/o4-mini"' in answer.text


def test_choices_are_main_offerings(site: Dated) -> None:
    """A provider is offered once, and the recommended one is always chosen."""
    catalogue = site.editions.now.catalogue
    listed = site.editions.course(site.editions.now, MODEL)
    history = price_history(catalogue, MODEL, listed, DAYS[0])
    offered = choices(history, ("openrouter",))
    assert len({each.course.provider for each in offered}) == len(offered)
    chosen: list[PriceCourse] = [each.course for each in offered if each.chosen]
    assert [each.provider for each in chosen] == ["openai", "openrouter"]


# --- geometry -----------------------------------------------------------------------------

START, END = date(2026, 1, 1), date(2026, 1, 11)
FRAME = Frame(START, END, 0.0, 10.0, logarithmic=False)
_RIGHT_EDGE = WIDTH - RIGHT


def _day(number: int) -> date:
    return date(2026, 1, number)


def test_steps_go_across_and_then_up() -> None:
    """A price holds until the next one; a gap lifts the pen."""
    drawn = path(
        [Step(_day(1), _day(6), 0), Step(_day(6), _day(8), 10), Step(_day(9), _day(11), 0)], FRAME
    )
    assert re.sub(r"[-\d. ]+", "", drawn) == "MHVHMH"
    assert drawn.startswith("M56 218H228V14")


def test_zero_stands_on_the_axis_and_days_outside_at_the_edge() -> None:
    """Places stay within the drawing."""
    assert FRAME.y(0) == HEIGHT - 30
    assert FRAME.y(10) == 14
    assert FRAME.x(date(2020, 1, 1)) == LEFT
    assert FRAME.x(date(2030, 1, 1)) == _RIGHT_EDGE


def test_equal_ratios_are_equal_distances_on_a_logarithmic_scale() -> None:
    """From 1 to 10 is as far as from 10 to 100; what is zero is left out."""
    frame = Frame(START, END, 1.0, 100.0, logarithmic=True)
    assert frame.y(1) - frame.y(10) == pytest.approx(frame.y(10) - frame.y(100))
    drawn = panel([[Step(START, END, 0.0)]], START, END, logarithmic=True)
    assert drawn.lines[0].label_y is None


@pytest.mark.parametrize(
    ("highest", "step"), [(1, 0.25), (4.4, 2), (10, 2.5), (75, 20), (0.000_3, 0.0001), (600, 200)]
)
def test_ticks_are_round_and_few(highest: float, step: float) -> None:
    """At most five ticks from zero to above the highest value."""
    assert linear_step(highest) == pytest.approx(step)
    ticks = panel([[Step(START, END, highest)]], START, END).y_ticks
    assert len(ticks) <= 5
    assert ticks[-1].value >= highest


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (_day(3), _day(9), [_day(3), _day(9)]),
        (date(2025, 11, 20), date(2026, 1, 2), [date(2025, 12, 1), date(2026, 1, 1)]),
        (
            date(2025, 6, 15),
            date(2026, 5, 31),
            [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)][-3:],
        ),
        (date(2019, 5, 1), date(2026, 5, 1), [date(2020, 1, 1), date(2022, 1, 1)]),
    ],
)
def test_days_are_marked_at_round_months(start: date, end: date, expected: list[date]) -> None:
    """Few first days of months, evenly apart; a short time has its ends."""
    found = day_ticks(start, end)
    assert {*expected} & {*found}
    assert 2 <= len(found) <= 3


def test_labels_keep_apart_and_in_order() -> None:
    """No two labels nearer than a line, none below the drawing."""
    found = spread([100.0, 100.0, 218.0, 215.0, 20.0])
    ordered = sorted(found)
    assert all(b - a >= LABEL_LINE - 1e-9 for a, b in pairwise(ordered))
    assert max(found) <= HEIGHT - 30
    assert found[4] == 20.0
    assert spread([]) == ()
