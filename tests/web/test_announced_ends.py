"""Announced ends in the changelog and its feeds, on every face."""

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest

from dated import DAYS, Dated, at, dated, document
from modelario.keeping.hearing import hear
from modelario.library import Library
from modelario.mcp.asking import ask
from modelario.mcp.tools import TOOL
from modelario.upstream.sources import FileSource
from modelario.witnesses.table import BY_ID

LITELLM = BY_ID["litellm"]._replace(fewest=1)
LATER = (DAYS[0] + timedelta(40)).isoformat()
#: What the price map says of o4-mini's end on each day.
TOLD = (None, "2026-06-01", LATER, DAYS[3].isoformat())

#: Day, kind, old and new of what is told at OpenAI, the newest first.
EXPECTED = [
    ("2026-05-04", "announced", LATER, "2026-05-04"),
    ("2026-05-04", "ended", None, "2026-05-04"),
    ("2026-05-03", "announced", "2026-06-01", LATER),
    ("2026-05-02", "announced", None, "2026-06-01"),
]
ANNOUNCED = [each for each in EXPECTED if each[1] == "announced"]
ENDED = [each for each in EXPECTED if each[1] == "ended"]
OPENAI = "provider=openai"


def price_map(ends: str | None) -> str:
    """A price map with a model that ends, and one that does not."""
    row = {"litellm_provider": "openai", "input_cost_per_token": 1e-6}
    return json.dumps({"o4-mini": {**row, "deprecation_date": ends}, "gpt-x": row})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A site that hears that a model ends, later that it ends later, and then that it ends now."""
    folder = tmp_path_factory.mktemp("ends")
    with dated(folder, 1) as site:
        for number, ends in enumerate(TOLD):
            if number:
                site.take_in(document(number), DAYS[number])
            file = folder / "map.json"
            file.write_text(price_map(ends))
            hear(site.store, LITELLM, FileSource(str(file)), at(DAYS[number], 13))
        site.now = at(DAYS[3], 20)
        site.serve()
        yield site


def _ends(rows: Any) -> list[Any]:
    return [
        (str(row["day"]), row["kind"], row.get("old") or None, row["new"])
        for row in rows
        if row["kind"] in ("announced", "ended")
    ]


def _rows(site: Dated, address: str) -> list[dict[str, Any]]:
    answer = site.get(address)
    assert answer.status_code == 200, answer.text
    return [row for day in answer.json()["days"] for row in day["rows"]]


@pytest.mark.parametrize(
    "query",
    ["", OPENAI, "model=o4-mini", "lab=openai", f"{OPENAI}&since=2026-05-02&until=2026-05-04"],
)
@pytest.mark.parametrize("page", ["/en/changelog.json", "/es/changelog.json", "/api/v1/changes"])
def test_they_are_changes_of_their_days(site: Dated, page: str, query: str) -> None:
    rows = _rows(site, f"{page}?{query}")
    assert _ends(rows) == EXPECTED
    found = [row for row in rows if row["kind"] == "announced"]
    assert {row["source_name"] for row in found} == {"LiteLLM"}
    assert {(row["provider"], row["offering_id"], row["model"]) for row in found} == {
        ("openai", "o4-mini", "openai/o4-mini")
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=announced", ANNOUNCED),
        ("kind=ended", ENDED),
        ("kind=announced&provider=poe", []),
        ("kind=announced&until=2026-05-02", EXPECTED[3:]),
        ("as_of=2026-05-02", EXPECTED[3:]),
    ],
)
def test_they_are_narrowed_as_other_changes(
    site: Dated, query: str, expected: list[tuple[str, ...]]
) -> None:
    assert _ends(_rows(site, f"/en/changelog.json?{query}")) == expected
    # The whole of the changelog's comma-separated form.
    sheet = site.get(f"/en/changelog.csv?{query}").text
    assert _ends(csv.DictReader(io.StringIO(sheet))) == expected


def test_python_and_agents_are_told_the_same(site: Dated) -> None:
    found = Library(site.editions).changes(kind="announced")
    rows = [(str(r.day), r.kind.value, r.old, r.new) for r in found.rows]
    assert rows == ANNOUNCED
    told = ask(site.editions, TOOL["list_changes"], {"kind": "ended"}, site.now)
    assert _ends(told.data["rows"]) == ENDED


LINES = {
    "en": [
        "OpenAI: o4-mini – Ends: June 10, 2026 → May 4, 2026",
        "OpenAI: o4-mini has ended, as announced",
        "OpenAI: o4-mini – Ends: June 1, 2026 → June 10, 2026",
        "OpenAI: o4-mini – Ends: not announced → June 1, 2026",
    ],
    "es": [
        "OpenAI: o4-mini – Termina: 10 de junio de 2026 → 4 de mayo de 2026",
        "OpenAI: o4-mini ha terminado, como estaba anunciado",
        "OpenAI: o4-mini – Termina: 1 de junio de 2026 → 10 de junio de 2026",
        "OpenAI: o4-mini – Termina: no anunciado → 1 de junio de 2026",
    ],
}


@pytest.mark.parametrize("language", LINES)
def test_feeds_tell_them_in_words(site: Dated, language: str) -> None:
    address = f"/{language}/changelog"
    feed = site.get(f"{address}.feed.json?{OPENAI}").json()
    items = [item for item in feed["items"] if {"kind:announced", "kind:ended"} & {*item["tags"]}]
    assert [item["title"] for item in items] == LINES[language]
    assert len({item["id"] for item in items}) == len(items)
    assert all("LiteLLM" in item["content_text"] for item in items)
    atom = site.get(f"{address}.atom?{OPENAI}").text
    assert all(line in atom for line in LINES[language])
    text = site.get(f"{address}.md?{OPENAI}").text
    assert all(line.replace("-", r"\-") in text or line in text for line in LINES[language])


@pytest.mark.parametrize(
    ("language", "kind", "source"),
    [("en", "Announced end", "LiteLLM says so"), ("es", "Fin anunciado", "lo dice LiteLLM")],
)
def test_the_page_names_who_says_so(site: Dated, language: str, kind: str, source: str) -> None:
    page = site.get(f"/{language}/changelog?kind=announced").text
    assert kind in page
    assert source in re.sub(r"\s+", " ", page)
