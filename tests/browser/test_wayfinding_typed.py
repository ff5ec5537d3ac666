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
