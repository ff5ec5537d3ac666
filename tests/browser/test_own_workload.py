"""The reader's workload in a browser: told once, kept along, and on the device if they say so."""

import re

from opening import Open
from playwright.sync_api import expect

WORK = "requests-10000_input-2000_output-500"
_SAYS = re.compile(rf"[?&]work={WORK}(&|$)")
_SAYS_NOTHING = re.compile(r"^[^?]*$")


def test_it_is_remembered_where_the_reader_says_so(reader: Open) -> None:
    page = reader()
    page.goto("/en/workload")
    page.get_by_label("Input tokens each").fill("2k")
    page.get_by_label("Remember on this device").check()
    page.get_by_role("button", name="Show its cost everywhere").click()
    expect(page).to_have_url(_SAYS)
    # The table that works by itself has it too, in the same words as the server's.
    first = page.locator("#models tbody tr").first.locator("td").first
    before = first.text_content()
    box = page.locator('[name="capability"][value="temperature"]')
    box.check()
    box.uncheck()
    expect(first).to_have_text(before or "$")
    expect(page).to_have_url(_SAYS)
    page.goto("/en/labs")
    expect(page).to_have_url(_SAYS)
    expect(page.get_by_text("2,000 tokens in")).to_be_visible()
    page.get_by_role("link", name="Without it").click()
    expect(page).to_have_url(_SAYS_NOTHING)
    page.goto("/en/lists")
    expect(page).to_have_url(_SAYS_NOTHING)


def test_it_is_not_kept_unasked(reader: Open) -> None:
    page = reader()
    page.goto(f"/en/labs?work={WORK}")
    page.goto("/en/lists")
    expect(page).to_have_url(_SAYS_NOTHING)


def test_the_table_sorts_by_it(reader: Open) -> None:
    page = reader()
    page.goto(f"/en/models?work={WORK}")
    page.get_by_role("link", name="Your month").click()
    expect(page).to_have_url(re.compile("sort=month"))
    expect(page.locator("#models th[aria-sort='ascending']")).to_contain_text("Your month")
    cells = page.locator("#models tbody td:nth-child(2)").all_text_contents()
    costs = [float(each.replace("≈", "").replace("$", "").replace(",", "")) for each in cells[:50]]
    assert costs == sorted(costs)


def test_the_calculator_leads_to_every_page(reader: Open) -> None:
    page = reader(width=390, height=844)
    page.goto("/es/calculator?mine=azure")
    page.get_by_role("link", name="Mostrar el coste de este trabajo").click()
    expect(page).to_have_url(re.compile("work=requests-10000_input-5000_output-500"))
    expect(page.locator("summary", has_text="10.000 peticiones al mes")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
