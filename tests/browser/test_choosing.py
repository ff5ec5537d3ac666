"""Comparing, calculating and exploring in a browser, with and without scripts."""

import re

import pytest
from opening import Open
from playwright.sync_api import Page, expect

PAIR = "/en/compare/google/gemini-2.5-flash/vs/openai/o4-mini"


def test_a_bill_follows_the_keys(reader: Open) -> None:
    """The cost changes as one types, the field keeps its focus, and nothing moves."""
    page = reader()
    page.goto("/en/calculator?model=openai/o4-mini")
    before = page.locator("#results").bounding_box()
    expect(page.locator("tr.mine .total")).to_have_text("$77.00")
    page.get_by_label("Requests a month").fill("1000")
    expect(page.locator("tr.mine .total")).to_have_text("$7.70")
    expect(page.get_by_label("Requests a month")).to_be_focused()
    assert page.locator("#results").bounding_box() == before
    expect(page).to_have_url(re.compile("requests=1000&"))
    page.reload()
    expect(page.locator("tr.mine .total")).to_have_text("$7.70")


def test_an_unfinished_number_changes_nothing(reader: Open) -> None:
    """What cannot be meant yet is not asked for."""
    page = reader()
    page.goto("/en/calculator?model=openai/o4-mini")
    page.get_by_label("Requests a month").fill("")
    page.wait_for_timeout(400)
    expect(page.locator("tr.mine .total")).to_have_text("$77.00")


def test_a_provider_shows_at_once(reader: Open) -> None:
    """A choice in the head of a column changes the prices below."""
    page = reader()
    page.goto(PAIR)
    page.get_by_label("Provider of o4-mini").select_option("openai/o4-mini@poe")
    expect(page.get_by_role("row", name="Input / 1M")).to_contain_text("$0.99")


def test_only_what_differs(reader: Open) -> None:
    """One box hides what is alike, without a request."""
    page = reader(java_script_enabled=False)
    page.goto(PAIR)
    alike = page.get_by_role("row", name="Tool calling")
    expect(alike).to_be_visible()
    page.get_by_label("Only what differs").check()
    expect(alike).to_be_hidden()
    expect(page.get_by_role("row", name="Temperature control")).to_be_visible()


def test_a_choice_keeps_the_focus(reader: Open) -> None:
    """Who chooses with the keyboard goes on where they were; the address tells what is shown."""
    page = reader()
    page.goto(PAIR)
    page.get_by_label("Only what differs").check()
    expect(page).to_have_url(re.compile("only=differences"))
    page.get_by_label("Provider of o4-mini").focus()
    page.get_by_label("Provider of o4-mini").select_option("openai/o4-mini@poe")
    expect(page.get_by_role("row", name="Input / 1M")).to_contain_text("$0.99")
    expect(page.get_by_label("Provider of o4-mini")).to_be_focused()
    expect(page).to_have_url(re.compile("at=openai%2Fo4-mini%40poe&only=differences"))
    page.reload()
    expect(page.get_by_label("Only what differs")).to_be_checked()
    expect(page.get_by_label("Provider of o4-mini")).to_have_value("openai/o4-mini@poe")


def test_the_plot_is_one_stop_of_the_tab_key(reader: Open) -> None:
    """Tab leads in and out of the plot, Home and End to its ends, and back to where one was."""
    page = reader()
    page.goto("/en/explore?model=o4-mini")
    points = page.locator(".plot .points a")
    expect(page.locator(".plot .points a[tabindex='0']")).to_have_count(1)
    page.locator(".plot a.mine").focus()
    page.keyboard.press("End")
    last = max(float(each.get_attribute("cx") or 0) for each in points.locator("circle").all())
    assert _place(page) == last
    page.keyboard.press("Tab")
    expect(page.locator(".plot a:focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.locator(".plot .points a[tabindex='0']").focus()
    assert _place(page) == last
    page.keyboard.press("Home")
    assert _place(page) < last


def test_counts_beside_the_filters_follow(reader: Open) -> None:
    """They count what the plot can show, also after another filter."""
    page = reader()
    page.goto("/en/explore")
    reasoning = page.locator("label:has(input[value=reasoning]) small")
    before = reasoning.inner_text()
    page.get_by_label("Name, lab or id").fill("openai")
    expect(reasoning).not_to_have_text(before)


def test_arrow_keys_lead_from_point_to_point(reader: Open) -> None:
    """To the right the points get dearer, and the one in focus says what it is."""
    page = reader()
    page.goto("/en/explore?model=o4-mini")
    page.locator(".plot a.mine").focus()
    expect(page.locator(".tip")).to_contain_text("o4-mini · OpenAI")
    places = [_place(page)]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        places.append(_place(page))
    assert places == sorted(places)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/models/"))


def _place(page: Page) -> float:
    return float(page.locator(".plot a:focus circle").get_attribute("cx") or "nan")


def test_the_pointer_finds_the_nearest_point(reader: Open) -> None:
    """Beside a point is near enough."""
    page = reader()
    page.goto("/en/explore?model=openai/o1-pro")
    box = page.locator(".plot .mine circle").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] + 6, box["y"] - 4)
    expect(page.locator(".tip")).to_contain_text("o1-pro · OpenAI")


@pytest.mark.parametrize("width", [1400, 390])
def test_without_script_every_choice_is_a_form(reader: Open, width: int) -> None:
    """Choose two by any spelling, take another provider, add a third."""
    page = reader(width=width, java_script_enabled=False)
    page.goto("/en/compare")
    page.get_by_label("Model 1", exact=True).fill("o4 mini")
    page.get_by_label("Model 2", exact=True).fill("gemini 2.5 flash")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile(f"{re.escape(PAIR)}$"))
    page.get_by_label("Provider of o4-mini").select_option("openai/o4-mini@poe")
    page.get_by_role("button", name="Show these prices").click()
    page.get_by_role("combobox", name="Add a model").fill("gpt-5")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Provider of o4-mini")).to_have_value("openai/o4-mini@poe")
    expect(page.get_by_label("Provider of GPT-5")).to_be_visible()
