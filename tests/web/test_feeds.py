"""Feeds of the changelog: Atom and JSON Feed, each by its own rules."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest

from dated import BASE, DAYS, Dated, dated, document

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/en/changelog.atom"


def _atom(site: Dated, query: str = "") -> ET.Element:
    answer = site.get(FEED + query)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314 – our own


def _json(site: Dated, query: str = "") -> dict[str, Any]:
    answer = site.get(f"/en/changelog.feed.json{query}")
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    found: dict[str, Any] = answer.json()
    return found


def _ids(site: Dated) -> dict[str, str]:
    return {item["id"]: item["title"] for item in _json(site)["items"]}


def test_atom_has_what_it_must(site: Dated) -> None:
    """RFC 4287: an id, a title and a moment each, an author, a link to itself."""
    root = _atom(site, "?provider=poe")
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(ATOM + name)) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"{BASE}{FEED}?provider=poe"
    assert links["alternate"] == f"{BASE}/en/changelog?provider=poe"
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2026-05-04T00:00:00Z",
        "2026-05-03T00:00:00Z",
    ]
    for entry in entries:
        scheme, _, name = (entry.findtext(f"{ATOM}id") or "").rpartition(":")
        assert (scheme, str(UUID(name))) == ("urn:uuid", name)
        assert entry.findtext(f"{ATOM}title")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert (link.get("href") or "").startswith(BASE)


def test_json_feed_has_what_it_must(site: Dated) -> None:
    """JSON Feed 1.1: version, title and items, each with an id and content."""
    found = _json(site, "?provider=poe")
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"] == "What changed: Poe – Modelario"
    assert found["feed_url"] == f"{BASE}/en/changelog.feed.json?provider=poe"
    assert found["language"] == "en"
    assert [item["title"] for item in found["items"]] == [
        "Poe: o4-mini is back",
        "Poe: o4-mini removed",
    ]
    for item in found["items"]:
        assert item["content_text"]
        assert urlsplit(item["url"]).netloc == urlsplit(BASE).netloc


def test_both_hold_the_changes_of_the_page(site: Dated) -> None:
    """The same filter selects the same changes, whatever the form."""
    for query in ("", "?kind=price", "?model=openai/o4-mini&since=2026-05-03"):
        days = site.get(f"/en/changelog.json{query}").json()["days"]
        page = [f"urn:uuid:{row['id']}" for day in days for row in day["rows"]]
        atom = [e.findtext(f"{ATOM}id") for e in _atom(site, query).findall(f"{ATOM}entry")]
        assert atom == [item["id"] for item in _json(site, query)["items"]] == page
        assert len({*page}) == len(page)


def test_titles_are_in_the_feeds_language(site: Dated) -> None:
    """A Spanish feed has no English in it, and the same ids."""
    english, spanish = _json(site), site.get("/es/changelog.feed.json").json()
    assert [item["id"] for item in spanish["items"]] == [item["id"] for item in english["items"]]
    assert "Poe: vuelve o4-mini" in [item["title"] for item in spanish["items"]]


def test_ids_never_alter(growing: Dated) -> None:
    """Neither a later sync of the day, nor one of the next, gives a change another id."""
    before = _ids(growing)
    again = document(3)
    again["openai"]["models"]["o4-mini"]["cost"]["input"] = 0.99
    growing.take_in(again, DAYS[3], hour=18)
    same_day = _ids(growing)
    assert same_day.keys() == before.keys()
    # What moved further within the day is told anew under its id.
    assert same_day != before
    again["vercel"]["models"]["openai/o4-mini"]["cost"]["input"] = 1
    growing.take_in(again, DAYS[3].replace(day=5))
    later = _ids(growing)
    assert later.keys() > before.keys()
    assert same_day.items() <= later.items()


def test_older_changes_are_a_link_away(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Following the links of a paged feed (RFC 5005) yields every change once."""
    monkeypatch.setattr("modelario.web.views.changelog.ROWS", 4)
    with dated(tmp_path) as site:
        whole = site.get("/en/changelog.json").json()["matching"]
        address: str | None = FEED
        ids: list[str | None] = []
        names = set()
        while address is not None:
            root = ET.fromstring(site.get(address).content)  # noqa: S314 – our own
            ids += [each.findtext(f"{ATOM}id") for each in root.findall(f"{ATOM}entry")]
            names.add(root.findtext(f"{ATOM}id"))
            [older] = [e for e in root.findall(f"{ATOM}link") if e.get("rel") == "next"] or [None]
            address = None if older is None else (older.get("href") or "").removeprefix(BASE)
        assert len(ids) == len({*ids}) == whole
        assert names == {f"{BASE}{FEED}"}
        assert _json(site)["next_url"] == f"{BASE}/en/changelog.feed.json?page=2"


def test_pages_name_their_feeds(site: Dated) -> None:
    """A reader's program finds the feed of what the page shows."""
    text = site.get("/en/changelog?provider=poe").text
    for kind, ending in (("application/atom+xml", "atom"), ("application/feed+json", "feed.json")):
        assert f'type="{kind}" href="/en/changelog.{ending}?provider=poe"' in text
    model = site.get("/en/models/openai/o4-mini").text
    assert 'href="/en/changelog.atom?model=openai%2Fo4-mini"' in model


def test_feeds_are_for_programs(site: Dated) -> None:
    """No script can come from a feed, and any site may read it."""
    headers = site.get(FEED).headers
    assert headers["content-security-policy"].endswith("sandbox")
    assert headers["access-control-allow-origin"] == "*"


def test_upstreams_text_cannot_break_the_feed(growing: Dated) -> None:
    """Markup is text, and what XML cannot hold is left out."""
    found = document(3)
    found["elsewhere"]["models"]["other-1"]["name"] = "]]> <x> \ufffe & more"
    found["elsewhere"]["models"]["other-1"]["cost"]["input"] = 2
    growing.take_in(found, DAYS[3].replace(day=5))
    titles = [e.findtext(f"{ATOM}title") or "" for e in _atom(growing).iter(f"{ATOM}entry")]
    assert [title for title in titles if "]]> <x>" in title]
