"""What one types leads on: a pasted id, a number as people write it."""

import re

from opening import Open
from playwright.sync_api import expect


def test_a_pasted_id_and_enter_lead_to_its_model(reader: Open) -> None:
    page = reader()
    page.goto("/en/")
    field = page.locator("form.find input")
    field.fill("us.anthropic.claude-sonnet-4-5-20250929-v1:0")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/en/models/anthropic/claude-sonnet-4-5"))


def test_a_number_is_typed_as_people_write_it(reader: Open) -> None:
    """What is no number yet asks for nothing; the rest of the form stays."""
    page = reader(width=390)
    page.goto("/en/calculator?input_tokens=777")
    page.locator("#requests").fill("lots")
    assert page.locator("#requests").evaluate("field => field.validity.patternMismatch")
    page.locator("#requests").fill("1e6")
    expect(page).to_have_url(re.compile("requests=1e6"))
    expect(page.locator("#input_tokens")).to_have_value("777")


def test_what_is_suggested_is_in_view_on_a_phone(reader: Open) -> None:
    page = reader(width=390, height=844)
    page.goto("/es/")
    page.locator(".find input").press_sequentially("claude sonnet")
    expect(page.get_by_role("option").first).to_be_visible()
    box = page.locator(".find .suggestions").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_two_links_of_a_fact_are_apart_under_a_thumb(reader: Open) -> None:
    """The number of inconsistencies lies not under the desk's link, which stands below it."""
    page = reader(width=390, height=844, has_touch=True)
    page.goto("/es/providers/nano-gpt")
    page.locator("dd a[href*='inconsistencies']").tap()
    page.wait_for_url("**/inconsistencies?provider=nano-gpt")


def test_the_bar_of_a_phone_hides_no_focus(reader: Open) -> None:
    page = reader(width=390, height=844)
    page.goto("/en/")
    bar = page.locator("header.site nav").bounding_box()
    assert bar
    page.locator(".jobs a").first.focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        bottom = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert bottom <= bar["y"]


def test_the_line_of_what_is_ones_own_widens_no_narrow_page(reader: Open) -> None:
    page = reader(width=320, height=800)
    page.goto("/fr/labs?mine=azure&work=rag_answer")
    page.locator("summary", has_text="Azure").click()
    expect(page.get_by_role("link", name="Chez tous les fournisseurs")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
