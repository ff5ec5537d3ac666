"""Reading a long page: where one is, and what it looks like on paper."""

import re
from io import BytesIO

import pytest
from opening import Open
from playwright.sync_api import expect
from pypdf import PdfReader

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


def test_a_comparison_on_paper_can_be_decided_on(reader: Open) -> None:
    """It says whose it is, where it stands and what was chosen, and holds nothing to click."""
    page = reader()
    page.goto("/en/compare/openai/o3/vs/openai/o4-mini?mode=batch")
    printed = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    told = [re.sub(r"\s+", " ", each.extract_text()) for each in printed.pages]
    assert "Modelario" in told[0]
    assert "/en/compare/openai/o3/vs/openai/o4-mini" in told[0]
    assert "Mode batch" in told[0]
    assert "OpenAI (recommended)" in told[0]
    for place, text in enumerate(told, start=1):
        assert f"{place} / {len(told)}" in text
        for button in ("Show these prices", "Add a model", "Only what differs", "As a document"):
            assert button not in text


def test_four_models_lie_across_the_paper(reader: Open) -> None:
    """A wide table takes the long side, and is not cropped."""
    page = reader()
    page.goto("/en/compare/openai/gpt-5/vs/openai/gpt-5-mini/vs/openai/o3/vs/openai/o4-mini")
    printed = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    for each in printed.pages:
        assert each.mediabox.width > each.mediabox.height
    page.set_viewport_size({"width": 1000, "height": 700})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
