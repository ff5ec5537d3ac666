"""Tables on wide screens, tablets and phones."""

import pytest
from opening import Open
from playwright.sync_api import expect

#: Pages, and what the heads of the columns say that a reader comes for.
PRICED = {
    "/en/models/openai/o4-mini": (".sortable", ("Input", "Output")),
    "/en/models": ("#models", ("Input", "Output")),
    "/en/calculator": (".costs", ("A month",)),
    "/en/providers/openrouter": (".sortable", ("Input", "Output")),
    "/en/providers": (".sortable", ("Models", "Offerings")),
    "/en/lists/vision": (".sortable", ("Input", "Output")),
}


@pytest.mark.parametrize("path", PRICED)
def test_prices_are_in_view_on_a_phone(reader: Open, path: str) -> None:
    """The price stands next to the name: nobody has to know that a table scrolls."""
    page = reader(width=390)
    page.goto(path)
    table, heads = PRICED[path]
    for text in heads:
        box = page.locator(f"{table} thead th", has_text=text).first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390, text


def test_the_cost_of_typical_work_is_in_view_on_a_phone(reader: Open) -> None:
    """What a batch costs comes before what it is made of."""
    page = reader(width=390)
    page.goto("/en/models/openai/o4-mini")
    box = page.locator("[aria-labelledby=costs] thead th").nth(1).bounding_box()
    assert box is not None
    assert page.locator("[aria-labelledby=costs] thead th").nth(1).inner_text() == "Batch"
    assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("path", ["/en/models/openai/o4-mini", "/en/providers/openrouter"])
def test_offerings_fit_a_wide_screen(reader: Open, path: str) -> None:
    """No column hides, and the head stays in view while the page scrolls."""
    page = reader(width=1400)
    page.goto(path)
    box = page.locator(".tall:has(.sortable)")
    expect(box).to_have_class("scroll tall fits")
    head = box.locator("thead th").first
    page.locator(".sortable tbody tr").nth(15).scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    expect(head).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/en/models", "/en/calculator", "/en/providers/openrouter"])
@pytest.mark.parametrize("width", [390, 1400])
def test_only_the_page_scrolls_up_and_down(reader: Open, path: str, width: int) -> None:
    """A table has no vertical scroll bar of its own."""
    page = reader(width=width)
    page.goto(path)
    for each in page.locator(".scroll").all():
        assert each.evaluate("box => box.scrollHeight <= box.clientHeight + 1")


def test_copy_buttons_are_seen_where_nothing_hovers(reader: Open) -> None:
    """A tablet shows the button of every id."""
    page = reader(width=1024, has_touch=True, is_mobile=True)
    page.goto("/en/models/openai/o4-mini")
    expect(page.locator(".sortable .copy").first).to_have_css("opacity", "1")


@pytest.mark.parametrize("path", ["/en/models/openai/o4-mini", "/en/models", "/en/labs"])
def test_touch_targets_of_tables_are_large_on_a_phone(reader: Open, path: str) -> None:
    """What is touched in a table is 44 px high."""
    page = reader(width=390, has_touch=True)
    page.goto(path)
    rows = page.locator(".scroll:has(.sortable, #models) tbody th[scope=row]:visible")
    for row in rows.all()[:20]:
        box = row.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    for button in page.locator(".copy:visible").all()[:20]:
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_the_cause_is_in_view_beside_a_past_day(reader: Open, heard: str) -> None:
    """On a common screen nothing of the calculator's two days stands over the edge."""
    page = reader(base_url=heard, width=1280)
    for language in ("en", "fr"):
        page.goto(f"/{language}/calculator?against=2026-05-01")
        # Names as long as upstream has them.
        page.locator(".costs tbody tr").first.evaluate(
            """row => {
              row.querySelector("th > a").textContent = "Ministral 3B (ministral-3b-latest, 2512)";
              row.children[5].firstElementChild.textContent = "Cloudflare AI Gateway";
              row.querySelector(".cause").textContent = "Somebody changed the price ".repeat(9);
            }"""
        )
        box = page.locator(".scroll:has(.costs)")
        assert box.evaluate("box => box.firstElementChild.offsetWidth <= box.clientWidth")
