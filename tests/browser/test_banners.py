"""What a page was asked for beside its own matter, told at its head: day, providers, workload."""

import re
from itertools import pairwise

import pytest
from opening import Open
from playwright.sync_api import expect

ASKED = "mine=openai&work=rag_answer"
PAST = "as_of=2026-05-02"


@pytest.mark.parametrize("scripts", [True, False])
def test_several_are_one_line_on_a_phone(reader: Open, heard: str, scripts: bool) -> None:
    """It names all of them; touched, it tells each in full, with the ways out."""
    page = reader(base_url=heard, width=390, height=844, java_script_enabled=scripts)
    page.goto(f"/en/models?{ASKED}&{PAST}")
    line = page.locator("main summary").first
    box = page.locator("details.banners").bounding_box()
    assert box is not None
    assert 44 <= box["height"] <= 64
    expect(line).to_contain_text("May 2, 2026 · OpenAI · 1,000 requests a month")
    leave = page.get_by_role("link", name="At all providers")
    expect(leave).to_be_hidden()
    line.click()
    expect(page.get_by_role("link", name="Day after")).to_be_visible()
    expect(page.get_by_role("link", name="Without it")).to_be_visible()
    leave.click()
    expect(page).not_to_have_url(re.compile("mine="))


def test_one_alone_is_told_at_once(reader: Open, heard: str) -> None:
    page = reader(base_url=heard, width=390, height=844)
    page.goto(f"/en/models?{PAST}")
    expect(page.get_by_text("The catalogue as it stood on May 2, 2026.")).to_be_visible()
    expect(page.locator("details.banners")).to_have_count(0)


def test_that_none_of_them_has_it_is_never_folded(reader: Open) -> None:
    page = reader(width=390, height=844)
    page.goto("/en/models/openai/o3?mine=groq&work=rag_answer")
    expect(page.get_by_text("None of them has this")).to_be_visible()


def test_where_there_is_room_each_has_its_line(reader: Open, heard: str) -> None:
    """They are one block, without anything to open."""
    page = reader(base_url=heard)
    page.goto(f"/en/models?{ASKED}&{PAST}")
    expect(page.locator("details.banners > summary")).to_be_hidden()
    boxes = [each.bounding_box() for each in page.locator("aside.past").all()]
    assert len(boxes) == 3
    for above, below in pairwise(boxes):
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] == pytest.approx(below["y"], abs=1)
        assert above["height"] < 40
