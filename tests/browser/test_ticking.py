"""Models ticked in any table gather in a tray that opens their comparison; filters are chips."""

import re

import pytest
from opening import Open
from playwright.sync_api import Page, expect


def tick(page: Page, number: int) -> str:
    """Tick a row of the first table of models; gives the model's id."""
    row = page.locator("tbody th:has(.tick)").nth(number)
    row.locator(".tick").click()
    return str(row.locator("input").get_attribute("value"))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_tray_goes_along_and_opens_the_comparison(reader: Open, width: int) -> None:
    """Ticked in a list and in the table of models, compared from a third page."""
    page = reader(width=width)
    page.goto("/en/lists/vision")
    expect(page.locator("#tray")).to_be_hidden()
    first = tick(page, 0)
    page.goto("/en/models")
    page.wait_for_load_state("networkidle")
    second = tick(page, 2)
    expect(page.locator("#tray li")).to_have_count(2)
    page.goto("/en/models/openai/o4-mini")
    expect(page.locator("#tray li")).to_have_count(2)
    page.locator("#tray button[type=submit]").click()
    page.wait_for_url("**/compare/**/vs/**")
    assert first in page.url
    assert second in page.url
    expect(page.locator("#tray")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_model_is_ticked_on_its_own_page(reader: Open, scripts: bool) -> None:
    """It joins what is ticked elsewhere, or stands as the first field of a comparison."""
    page = reader(java_script_enabled=scripts)
    page.goto("/en/models/openai/o4-mini")
    page.locator(".head .tick").click()
    expect(page.locator("#tray")).to_be_visible()
    if scripts:
        expect(page.locator("#tray li")).to_have_text("o4-mini ×")
    page.locator("#tray button[type=submit]").click()
    page.wait_for_url("**/compare?**")
    assert "openai%2Fo4-mini" in page.url


def test_four_are_enough_and_each_can_be_taken_out(reader: Open) -> None:
    """No fifth can be ticked until one is taken out, in the tray or in its row."""
    page = reader()
    page.goto("/en/labs/openai")
    for number in range(4):
        tick(page, number)
    expect(page.locator(".tick input:disabled")).not_to_have_count(0)
    page.locator("#tray li button").first.click()
    expect(page.locator("#tray li")).to_have_count(3)
    expect(page.locator(".tick input:disabled")).to_have_count(0)
    expect(page.locator(".tick input").first).not_to_be_checked()


def test_ticks_work_without_scripts(reader: Open) -> None:
    """The tray appears with the first tick, and its form leads to the comparison."""
    page = reader(java_script_enabled=False)
    page.goto("/en/models")
    expect(page.locator("#tray")).to_be_hidden()
    ids = sorted(tick(page, number) for number in (0, 1))
    expect(page.locator("#tray")).to_be_visible()
    page.locator("#tray button").click()
    page.wait_for_url("**/compare/**")
    assert page.url.endswith(f"/compare/{ids[0]}/vs/{ids[1]}")


def test_what_stands_in_storage_is_not_believed(reader: Open) -> None:
    """Another script of the same origin may have written anything."""
    page = reader()
    page.goto("/en/models")
    for written in ("{", '{"length":1}', '[null,{"id":"<b>"},{"id":"a/b","name":"<i>x</i>"}]'):
        page.evaluate("(text) => localStorage.setItem('modelario.tray', text)", written)
        page.reload()
        expect(page.locator("#models")).to_be_visible()
    expect(page.locator("#tray li button")).to_have_text("<i>x</i> ×")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_chip_drops_its_condition(reader: Open, scripts: bool) -> None:
    """Each set condition stands above the table, in words, and goes with its link."""
    page = reader(java_script_enabled=scripts)
    page.goto("/en/models?capability=tool_call&context=%3E%3D200k&lab=openai&official=true")
    page.wait_for_load_state("networkidle")
    chips = page.locator(".chips a")
    told = [re.sub(r"\s+", " ", text).strip() for text in chips.all_inner_texts()]
    assert [text.removesuffix("Remove").strip() for text in told] == [
        "Capabilities Tool calling ×",
        "Context >=200k ×",
        "Labs OpenAI ×",
        "A lab's own model Yes ×",
    ]
    chips.nth(1).click()
    expect(chips).to_have_count(3)
    expect(page).to_have_url(re.compile(r"capability=tool_call&lab=openai&official=true$"))
    expect(page.locator("input[name=context]")).to_have_value("")


def test_chips_follow_the_fields(reader: Open) -> None:
    """A box that is ticked and a range that is typed come up as chips, half a range as none."""
    page = reader()
    page.goto("/en/models")
    page.wait_for_load_state("networkidle")
    page.check("input[name=capability][value=reasoning]")
    page.fill("input[name=price]", "<")
    expect(page.locator(".chips a")).to_have_count(1)
    page.fill("input[name=price]", "<0.5")
    expect(page.locator(".chips a")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"price=%3C0\.5"))
    page.locator(".chips a").first.click()
    expect(page.locator("input[name=capability][value=reasoning]")).not_to_be_checked()


def test_a_view_sets_the_columns(reader: Open) -> None:
    """What one looks for stands together, and the filter stays."""
    page = reader()
    page.goto("/en/models?lab=openai")
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Fit scores", exact=True).click()
    expect(page.locator("#models thead")).to_contain_text("Coding")
    expect(page).to_have_url(re.compile(r"columns=coding.*lab=openai"))
    page.locator("th a[data-sort=coding]").click()
    expect(page.locator(".tied")).to_contain_text("share the best score")
    page.get_by_role("link", name="Prices and limits").click()
    expect(page).to_have_url(re.compile(r"/en/models\?lab=openai$"))


def test_an_id_is_copied_from_a_row(reader: Open) -> None:
    """Beside the name of a model, on pointing at it."""
    page = reader(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/en/labs/openai")
    row = page.locator("tbody th:has(.tick)").first
    row.hover()
    row.locator(".copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == row.locator("input").get_attribute("value")


def test_the_contents_of_a_model_stay_in_view_on_a_phone(reader: Open) -> None:
    """One line under the thumb leads to each section, and says which one is read."""
    page = reader(width=390, height=844)
    page.goto("/en/models/openai/o4-mini")
    page.locator(".contents a[href='#offerings']").click()
    expect(page.locator("#offerings")).to_be_in_viewport()
    box = page.locator(".contents").bounding_box()
    assert box is not None
    assert box["y"] == 0
    assert box["height"] < 60
    heading = page.locator("#offerings").bounding_box()
    assert heading is not None
    assert heading["y"] >= box["height"] - 1
    expect(page.locator(".contents a[aria-current]")).to_have_text("Offerings")
