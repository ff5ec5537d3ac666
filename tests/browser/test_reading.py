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


@pytest.mark.parametrize("scripts", [True, False])
def test_a_model_page_is_folded_on_a_phone_and_opens_where_it_is_led_to(
    reader: Open, scripts: bool
) -> None:
    """A gist stands for each long section; touching it, or an address, shows the whole."""
    page = reader(width=390, height=844, java_script_enabled=scripts)
    page.goto("/en/models/openai/o4-mini")
    assert page.evaluate("document.documentElement.scrollHeight") < 6_500
    alternative = page.locator("#alternatives ~ .fold li a").first
    expect(alternative).to_be_hidden()
    page.locator(".contents a[href='#alternatives']").click()
    expect(alternative).to_be_visible()
    answer = page.locator(".questions p").first
    expect(answer).to_be_hidden()
    page.locator("#questions ~ .fold > summary").click()
    expect(answer).to_be_visible()
    rows = page.locator("#offerings ~ .scroll tbody tr:visible")
    expect(rows).to_have_count(8)
    page.locator(".all").click()
    expect(rows).not_to_have_count(8)


def test_nothing_is_folded_where_there_is_room(reader: Open) -> None:
    """On a wide screen each section is there at once, with no gist above it."""
    page = reader()
    page.goto("/en/models/openai/o4-mini")
    expect(page.locator(".questions p").first).to_be_visible()
    expect(page.locator("#alternatives ~ .fold li a").first).to_be_visible()
    expect(page.locator(".fold > summary:visible")).to_have_count(0)
    expect(page.locator(".all")).to_be_hidden()
