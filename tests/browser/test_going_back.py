"""Whoever chooses on the way what is their own goes on where they were."""

import re

from opening import Open
from playwright.sync_api import expect

MODEL = "/en/models/openai/o4-mini"


def test_providers_chosen_from_a_model_lead_back_to_it(reader: Open) -> None:
    page = reader()
    page.goto(f"{MODEL}?sort=input_mtok&mine=openai")
    address = re.compile(rf"{MODEL}\?sort=input_mtok&mine=azure$")
    page.get_by_role("link", name="Choose others").click()
    page.get_by_role("checkbox", name="Azure", exact=False).first.check()
    page.locator("form.mine [value=openai]").uncheck()
    page.get_by_role("button", name="Show their prices").click()
    expect(page).to_have_url(address)


def test_a_workload_told_from_a_model_leads_back_to_it(reader: Open) -> None:
    """A mistake on the way loses nothing."""
    page = reader()
    page.goto(f"{MODEL}?work=rag_answer")
    page.get_by_role("link", name="Choose another").click()
    page.get_by_label("Input tokens each").fill("2k")
    page.get_by_role("button", name="Show its cost everywhere").click()
    expect(page).to_have_url(re.compile(rf"{MODEL}\?work=.*input-2000"))
    # What comes later goes nowhere by itself.
    page.get_by_role("link", name="Models", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/en/models\?work="))


def test_from_elsewhere_it_leads_to_the_models(reader: Open) -> None:
    page = reader()
    page.goto("/en/")
    page.get_by_role("link", name="Your providers").click()
    page.locator("form.mine [value=azure]").check()
    page.get_by_role("button", name="Show their prices").click()
    expect(page).to_have_url(re.compile(r"/en/models\?mine=azure$"))
