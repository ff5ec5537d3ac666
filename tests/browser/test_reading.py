"""Reading a long page: where one is, and what it looks like on paper."""

from opening import Open
from playwright.sync_api import expect

O4_MINI = "/en/models/openai/o4-mini"


def test_the_contents_list_follows_a_fast_reader(reader: Open) -> None:
    """A jump over several sections lights up the one that is reached."""
    page = reader()
    page.goto(O4_MINI)
    current = page.locator(".contents [aria-current]")
    page.evaluate("document.getElementById('alternatives').scrollIntoView({behavior: 'instant'})")
    expect(current).to_have_text("Alternatives")
    page.evaluate("scrollBy({top: -250, behavior: 'instant'})")
    expect(current).to_have_count(1)
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    expect(current).to_have_text("Sources")


def test_paper_is_white_and_holds_what_was_folded(reader: Open) -> None:
    """A dark screen prints dark ink, and the scores stand open."""
    page = reader(color_scheme="dark")
    page.goto(O4_MINI)
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".score table").first).to_be_visible()
    expect(page.locator(".finding table").first).to_be_visible()
    expect(page.get_by_text("This page for programs")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".score[open]")).to_have_count(0)
