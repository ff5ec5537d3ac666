"""The pages of a release that a lab sells under several ids."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient

from dated import DAYS, Dated, document
from modelario.queries.edition import Edition
from modelario.web.app import Front
from modelario.web.sitemap import paths

HAIKU, PINNED = "models/anthropic/claude-haiku-4-5", "models/anthropic/claude-haiku-4-5-20251001"
BASE = "https://models.example.org"


def _get(client: TestClient[Front], path: str) -> Any:
    answer = client.get(f"/{path}")
    assert answer.status_code == 200, path
    return answer


@pytest.mark.parametrize("below", ["", "/history"])
def test_both_addresses_stay_and_one_is_canonical(client: TestClient[Front], below: str) -> None:
    """Pages, translations and twins of the pin name the floating id's page as the canonical one."""
    for path in (HAIKU, PINNED):
        text = _get(client, f"es/{path}{below}").text
        assert f'<link rel="canonical" href="{BASE}/es/{HAIKU}{below}">' in text
        assert f'hreflang="en" href="{BASE}/en/{HAIKU}{below}">' in text
        twin = _get(client, f"es/{path}{below}.json")
        assert twin.headers["link"] == f'<{BASE}/es/{HAIKU}{below}>; rel="canonical"'


def test_the_sitemap_and_tables_name_the_canonical_one(
    client: TestClient[Front], edition: Edition
) -> None:
    listed = {*paths(edition)}
    assert HAIKU in listed
    assert PINNED not in listed
    assert f'/en/{PINNED}"' not in _get(client, "en/labs/anthropic").text
    assert f'/en/{PINNED}"' not in _get(client, "en/providers/amazon-bedrock").text
    assert f'/en/{HAIKU}"' in _get(client, "en/providers/amazon-bedrock").text


def test_a_page_shows_its_ids_and_why(client: TestClient[Front]) -> None:
    """In every face: which ids are the release, with a sentence, and a mark on each offering."""
    page = _get(client, f"en/{PINNED}").text
    assert "The same release as anthropic/claude-haiku-4-5:" in page
    assert f'<a href="/en/{HAIKU}">' in page
    assert "Id of the release" in page
    assert "The same release as anthropic/claude-haiku-4-5:" in _get(client, f"en/{PINNED}.md").text
    record = _get(client, f"en/{PINNED}.json").json()
    assert record["id"] == "anthropic/claude-haiku-4-5-20251001"
    assert record["canonical"] == "anthropic/claude-haiku-4-5"
    assert all(each["reason"]["text"] for each in record["release"])
    table = _get(client, f"en/{PINNED}.csv").text.splitlines()
    assert "release_id" in table[0].split(",")
    assert len(table) == len(record["offerings"]) + 1


def test_a_model_alone_shows_no_ids(client: TestClient[Front]) -> None:
    assert "Id of the release" not in _get(client, "en/models/openai/o4-mini").text


def test_other_releases_of_a_name_are_linked_and_told_apart(client: TestClient[Front]) -> None:
    record = _get(client, "en/models/openai/gpt-4o.json").json()
    others = {each["id"]: each["reason"]["text"] for each in record["other_releases"]}
    assert "openai/gpt-4o-2024-11-20" in others
    assert "November 20, 2024" in others["openai/gpt-4o-2024-11-20"]
    text = _get(client, "en/models/openai/gpt-4o").text
    assert '<a href="/en/models/openai/gpt-4o-2024-11-20">' in text


def test_every_page_tells_by_which_rule_its_kind_is_told(client: TestClient[Front]) -> None:
    """A chat model's, too, as the methodology says."""
    assert "nothing says that it does another job" in _get(client, f"en/{HAIKU}").text
    methodology = _get(client, "en/methodology").text
    assert "It is called “embed”" in methodology
    assert "A factor of 4" in methodology


def test_a_comparison_leads_to_the_canonical_ids(client: TestClient[Front]) -> None:
    """What was chosen for the pin holds for its release."""
    at = "at=anthropic/claude-haiku-4-5-20251001@amazon-bedrock"
    pair = "/vs/openai/o4-mini"
    answer = client.get(f"/en/compare/anthropic/claude-haiku-4-5-20251001{pair}?{at}")
    assert answer.status_code == 301
    there = client.get(answer.headers["location"].replace(pair, f"{pair}.json"))
    side = there.json()["sides"][0]
    assert side["model"]["id"] == "anthropic/claude-haiku-4-5"
    assert side["offering"]["provider"] == "amazon-bedrock"


def test_changes_and_prices_over_time_are_of_all_ids(growing: Dated) -> None:
    """What moved of an offering of the pin is told of the release, under either id."""
    found = document(3)
    lab = deepcopy(found["openai"])
    plain = lab["models"]["o4-mini"]
    lab |= {"id": "anthropic", "name": "Anthropic", "models": {}}
    dates = {"release_date": "2025-10-15", "knowledge": "2025-02-28"}
    for id_ in ("claude-haiku-4-5", "claude-haiku-4-5-20251001"):
        lab["models"][id_] = {**deepcopy(plain), **dates, "id": id_, "name": "Claude Haiku 4.5"}
    found["anthropic"] = lab
    growing.take_in(found, DAYS[-1] + timedelta(1))
    moved = deepcopy(found)
    for id_ in ("claude-haiku-4-5", "claude-haiku-4-5-20251001"):
        moved["anthropic"]["models"][id_]["cost"]["input"] = 0.9
    growing.take_in(moved, DAYS[-1] + timedelta(2))
    for path in (HAIKU, PINNED):
        history = growing.get(f"/en/{path}/history.json").json()
        courses = {course["offering_id"]: course["periods"] for course in history["courses"]}
        assert {id_: len(periods) for id_, periods in courses.items()} == {
            "claude-haiku-4-5": 2,
            "claude-haiku-4-5-20251001": 2,
        }
        model = path.removeprefix("models/")
        log = growing.get(f"/en/changelog.json?model={model}&kind=price").json()
        rows = [row for day in log["days"] for row in day["rows"]]
        assert {row["offering_id"] for row in rows if row["provider"]} == {*courses}
        assert [row["model"] for row in rows if not row["provider"]] == [
            "anthropic/claude-haiku-4-5"
        ]
