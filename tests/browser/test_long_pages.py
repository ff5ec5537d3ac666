"""Long pages on a phone: some of a table at a time, sections folded, a field that narrows."""

import re

import pytest
from opening import Open
from playwright.sync_api import Page, Route, expect

LONG = "/en/providers/nano-gpt"


def _height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_long_table_is_read_fifty_rows_at_a_time(reader: Open, scripts: bool) -> None:
    page = reader(width=390, height=844, java_script_enabled=scripts)
    page.goto(LONG)
    assert _height(page) < 6_000
    rows = page.locator(".long tbody tr:not(.turn):visible")
    expect(rows).to_have_count(50)
    first = rows.first.inner_text()
    page.get_by_role("link", name="51–100 →").click()
    expect(page).to_have_url(re.compile("#rows-2$"))
    expect(rows).to_have_count(50)
    assert rows.first.inner_text() != first
    expect(page.locator(".long thead th").first).to_be_in_viewport()
    page.get_by_role("link", name="← 1–50").click()
    assert rows.first.inner_text() == first
    # What is typed is looked for among all.
    page.goto(f"{LONG}?q=claude+opus#rows-1")
    expect(page.locator(".turn:visible")).to_have_count(0)
    expect(rows.first).to_contain_text(re.compile("claude.opus", re.IGNORECASE))


def test_a_wide_screen_and_paper_have_all_rows(reader: Open) -> None:
    page = reader()
    page.goto(f"{LONG}#rows-2")
    rows = page.locator(".long tbody tr:not(.turn)")
    assert page.locator(".long tbody tr:visible").count() == rows.count() > 400
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(media="print")
    assert page.locator(".long tbody tr:visible").count() == rows.count()


def test_a_table_follows_the_keys(reader: Open) -> None:
    """Nothing moves, the address says what is typed, and it can be taken back."""
    page = reader()
    page.goto("/en/providers/openrouter?sort=-input_mtok&q=sonnet")
    shown = page.locator(".long tbody tr:not(.turn):visible")
    told = page.locator(".called output")
    found = shown.count()
    expect(told).to_have_text(re.compile(rf"^{found} of \d+$"))
    head = page.locator(".long thead").bounding_box()
    field = page.get_by_label("Name or id")
    field.fill("")
    expect(told).to_have_text("")
    assert shown.count() > 300
    field.fill("Sonnet ANTHROPIC/")
    expect(shown).to_have_count(found)
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"\?sort=-input_mtok&q=Sonnet\+ANTHROPIC%2F$"))
    assert page.locator(".long thead").bounding_box() == head
    field.fill("nobody calls it so")
    expect(page.get_by_text("None of this kind.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_providers_are_looked_for_and_chosen(reader: Open, scripts: bool) -> None:
    """One after another, without losing those that are ticked already."""
    page = reader(java_script_enabled=scripts)
    page.goto("/en/models")
    page.get_by_role("link", name="At your providers …").click()
    for text, id_ in (("groq", "groq"), ("amazon bed", "amazon-bedrock")):
        field = page.get_by_label("Name or id")
        field.fill(text)
        field.press("Enter")
        boxes = page.locator("form.mine [name=mine]:visible")
        expect(boxes).to_have_count(1 if id_ == "groq" else 2)
        page.locator(f"form.mine [name=mine][value={id_}]").check()
    page.get_by_role("button", name="Show their prices").click()
    expect(page).to_have_url(re.compile(r"/en/models\?mine=amazon-bedrock&mine=groq$"))


@pytest.mark.parametrize("scripts", [True, False])
def test_the_api_is_folded_on_a_phone_and_opens_where_it_is_led_to(
    reader: Open, scripts: bool
) -> None:
    page = reader(width=390, height=844, java_script_enabled=scripts)
    page.goto("/en/api")
    assert _height(page) < 10_000
    example = page.locator("section:has(#model) pre")
    expect(example).to_be_hidden()
    page.locator(".addresses a[href='#model']").click()
    expect(example).to_be_visible()
    other = page.locator("section:has(#models) pre")
    expect(other).to_be_hidden()
    page.locator("section:has(#models) summary").click()
    expect(other).to_be_visible()


def test_a_long_table_of_an_export_is_sorted_and_narrowed(reader: Open) -> None:
    """Where there is no server the browser does both, and each part keeps its number of rows."""
    page = reader()

    def as_file(route: Route) -> None:
        answer = route.fetch(url=route.request.url.partition("?")[0])
        text = answer.text()
        [static] = re.findall(r'src="([^"]*)listing\.js"', text)
        text = text.replace(" data-kept=", ' data-exported="/data/" data-kept=', 1)
        text = text.replace("<main", '<p id="unanswered" hidden></p><main', 1)
        script = '<script type="module"'
        text = text.replace(script, f'{script} src="{static}exported.js"></script>{script}', 1)
        route.fulfill(response=answer, body=text)

    address = "/en/providers/openrouter?sort=-input_mtok&q=claude"
    page.route(re.compile(r"/providers/openrouter\?"), as_file)
    page.goto(address)
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("#unanswered")).to_be_hidden()
    expect(page.locator(".called output")).to_have_text(re.compile(r"^\d+ of \d+$"))
    parts = page.locator(".long tbody").all()
    assert all(each.locator("tr:not(.turn)").count() == 50 for each in parts[:-1])
    assert all("turn" in (each.locator("tr").last.get_attribute("class") or "") for each in parts)
    here = page.locator(".long tbody tr:visible").all_inner_texts()
    page.unroute_all()
    page.goto(address)
    there = page.locator(".long tbody tr:visible").all_inner_texts()
    assert sorted(here) == sorted(there)
    assert here[0] == there[0]
