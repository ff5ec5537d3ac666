"""What people come for, from the first key to the answer."""

import re

import pytest
from opening import Open
from playwright.sync_api import Page, expect

from modelario.web.words.i18n import languages


def test_find_a_model_by_a_typo(reader: Open) -> None:
    """The slash leads to the search field; arrows and Enter lead to the model."""
    page = reader()
    page.goto("/en/")
    page.keyboard.press("/")
    page.keyboard.type("cluade sonet 4.5")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Claude Sonnet 4.5")
    # What was typed first may be answered still; each answer makes the list anew.
    page.wait_for_load_state("networkidle")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/en/models/anthropic/claude-sonnet-4-5"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Claude Sonnet 4.5")


def test_control_k_searches_from_any_field(reader: Open) -> None:
    """While one types elsewhere a slash is a slash, and Ctrl-K still searches."""
    page = reader()
    page.goto("/en/models")
    page.locator("#q").press_sequentially("a/b")
    expect(page.locator("#q")).to_have_value("a/b")
    page.keyboard.press("Control+k")
    expect(page.locator(".find input")).to_be_focused()
    page.keyboard.press("Escape")


#: What a table says, without what a script adds to copy it.
_CELLS = "#models tbody :is(th > a, td)"


def test_filter_and_share(reader: Open) -> None:
    """Vision, below a dollar, 200K of context; another reader sees the same at that address."""
    page = reader()
    page.goto("/en/models")
    page.check("input[name=input][value=image]")
    page.fill("input[name=price]", "<1")
    page.fill("input[name=context]", ">=200k")
    page.click("th a[data-sort=input_price]")
    page.wait_for_url("**sort=input_price*")
    assert set(re.findall(r"[?&](\w+)=", page.url)) == {*("input", "price", "context", "sort")}
    seen = page.locator(_CELLS).all_inner_texts()
    counted = page.locator("#found").inner_text()
    page.reload()
    assert page.locator(_CELLS).all_inner_texts() == seen
    without = reader(java_script_enabled=False)
    without.goto(page.url)
    assert without.locator(_CELLS).all_inner_texts() == seen
    assert without.locator("#found").inner_text() == counted
    rows = without.locator("#models tbody tr").count()
    assert rows > 20


def test_the_table_follows_keys(reader: Open) -> None:
    """Typing a name narrows the table at each key."""
    page = reader()
    page.goto("/en/models")
    page.wait_for_load_state("networkidle")
    page.locator("#q").press_sequentially("gemini flash")
    expect(page.locator("#found")).not_to_contain_text(re.compile(r"^\d{3}"))
    # benchmarks/keystroke.py tells how long each one takes.
    assert page.evaluate("performance.getEntriesByName('modelario:filter').length") >= 5


@pytest.mark.parametrize("width", [1400, 390])
def test_columns_are_chosen(reader: Open, width: int) -> None:
    """A column that is ticked appears, and the address tells so."""
    page = reader(width=width)
    page.goto("/en/models")
    if width < 760:
        page.get_by_text("Filters", exact=True).click()
    page.get_by_text("Columns", exact=True).click()
    page.check("input[name=columns][value=vision]")
    expect(page.locator("#models thead")).to_contain_text("Vision")
    page.wait_for_url("**columns=vision*")


def test_compare_two(reader: Open) -> None:
    """From a model to the comparison with an alternative of it."""
    page = reader()
    page.goto("/en/models/openai/o4-mini")
    page.locator("#alternatives ~ .fold .columns a.small").first.click()
    page.wait_for_url("**/compare/**/vs/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("o4-mini")


def test_compute_a_monthly_bill(reader: Open) -> None:
    """From a scenario on the model page to the same numbers in the calculator."""
    page = reader()
    page.goto("/en/models/openai/o4-mini")
    page.get_by_role("link", name="RAG answer").click()
    page.wait_for_url("**/calculator?**")
    expect(page.locator("input[name=input_tokens]")).to_have_value("5000")
    expect(page.locator("main")).to_contain_text("7.70")


def test_results_are_counted_as_the_language_counts(reader: Open) -> None:
    """No model is one in French, and several in English."""
    page = reader()
    for code, none in (("fr", r"^0 modèle sur "), ("en", r"^0 of [\d,]+ models$")):
        page.goto(f"/{code}/models")
        page.fill("form.filters input[name=q]", "zzzzzzzz")
        expect(page.locator("#found")).to_have_text(re.compile(none))


def test_language_switch_stays_on_the_page(reader: Open) -> None:
    """A deep page with its order, in every other language and back."""
    page = reader()
    found = languages()
    source, *others = found
    page.goto(f"/{source}/models/openai/o4-mini?sort=input_mtok")
    for code in (*others, source):
        page.locator(".languages summary").click()
        page.get_by_role("link", name=found[code].name, exact=True).click()
        page.wait_for_url(f"**/{code}/models/openai/o4-mini?sort=input_mtok")
        expect(page.locator("html")).to_have_attribute("lang", code)


@pytest.mark.parametrize("width", [1400, 800, 390])
def test_the_list_of_languages_is_all_in_view(reader: Open, width: int) -> None:
    """It names every other language, gives way to a key, and widens no page."""
    page = reader(width=width)
    page.goto("/fr/")
    page.locator(".languages summary").click()
    links = page.locator("a.switch")
    expect(links).to_have_text([each.name for each in languages().values() if each.code != "fr"])
    for each in links.all():
        box = each.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()


def test_score_parts_open(reader: Open) -> None:
    """A score tells where its points come from."""
    page = reader()
    page.goto("/en/models/openai/o4-mini")
    score = page.locator("details.score").first
    expect(score.locator("table")).to_be_hidden()
    score.locator("summary").click()
    expect(score.locator("table")).to_contain_text("Tool calling")
    expect(score.locator("table")).to_contain_text("40/40")


def test_copy_buttons_copy(reader: Open) -> None:
    """The provider's own id of the model goes to the clipboard."""
    page = reader(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/en/models/openai/o4-mini")
    page.locator("h1 ~ .under .copy").click()
    expect(page.locator("h1 ~ .under .copy")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "openai/o4-mini"


def test_without_script_forms_and_links_do(reader: Open) -> None:
    """Search, filter, page, sort: plain requests."""
    page = reader(java_script_enabled=False)
    page.goto("/en/")
    page.fill(".ask input", "gemni flash")
    page.click(".ask button")
    expect(page.locator(".hits a").first).to_contain_text("Gemini")
    page.goto("/en/models")
    page.fill("#q", "gemini")
    page.click(".filters button[type=submit]")
    page.wait_for_url("**q=gemini*")
    page.get_by_role("link", name="Context").click()
    page.wait_for_url("**sort=context*")
    expect(page.locator("#models tbody tr").first).to_contain_text("Gemini")


def test_by_keyboard_alone(reader: Open) -> None:
    """Skip link, filter, header, row: everything is reached with Tab, Space and Enter."""
    page = reader()
    page.goto("/en/models")
    page.keyboard.press("Tab")
    expect(page.locator('.skip[href="#main"]')).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "input[name=capability][value=reasoning]")
    page.keyboard.press("Space")
    page.wait_for_url("**capability=reasoning*")
    _tab_to(page, "th a[data-sort=context]")
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=context*")
    _tab_to(page, "#models tbody tr:first-child th a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/models/[^/?]+/[^/?]+$"))


def _tab_to(page: Page, selector: str, most: int = 80) -> None:
    for _ in range(most):
        if page.locator(selector).evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached with {most} Tabs")
