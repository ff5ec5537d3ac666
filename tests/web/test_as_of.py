"""Past days: the whole site as it stood, and nothing of later in it."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dated import BASE, DAYS, FIRST, Dated, at, dated, document
from modelario import building
from modelario.keeping.decisions import reject
from modelario.web.routes import PAGES
from modelario.web.site import Site

MODEL = "/en/models/openai/o4-mini"
SECOND = DAYS[1]

#: A page of each kind, by the names in its address.
NAMES = {"lab": "openai", "slug": "o4-mini", "id": "openai"}
_MEMBERS = {"family": "o-mini", "list": "vision"}


def _pages() -> list[str]:
    """Address a page of every kind in the list of routes."""
    found = []
    for page in PAGES:
        names = {**NAMES, "id": _MEMBERS.get(page.name, NAMES["id"])}
        path = page.path
        for name in re.findall(r"{(\w+)}", path):
            path = path.replace(f"{{{name}}}", names.get(name, ""))
        if "vs" not in path:
            found.append(f"/en/{path}")
    return found


def test_a_price_is_that_of_the_day(site: Dated) -> None:
    """Each day shows what was published then."""
    prices = [
        site.get(f"{MODEL}.json?as_of={day}").json()["recommended"]["input_mtok"] for day in DAYS
    ]
    assert prices == [1.1, 0.88, 0.88, 1]
    assert "$0.88" in site.get(f"{MODEL}?as_of={SECOND}").text


def test_every_page_says_which_day_it_shows(site: Dated) -> None:
    """Banner, ways to other days, no indexing, and the present page as the canonical one."""
    for address in _pages():
        text = site.get(f"{address}?as_of={SECOND}").text
        assert "The catalogue as it stood on May 2, 2026." in text, address
        assert '<meta name="robots" content="noindex">' in text, address
        [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)"', text)
        assert "as_of" not in canonical
        for day in (DAYS[0], DAYS[2]):
            assert f"as_of={day}" in text, address
        assert 'class="stale"' not in text, address


def test_no_link_leaves_the_day_unasked(site: Dated) -> None:
    """Every internal link keeps the day, but for the one that says where it leads."""
    for address in _pages():
        text = site.get(f"{address}?as_of={SECOND}").text
        body = text[text.index("<body") :]
        [now] = re.findall(r'href="([^"]+)">See it as it is now<', body)
        for href in map(unescape, re.findall(r'<a [^>]*?href="(/[^"]*)"', body)):
            if href == unescape(now) or f"against={SECOND}" in href:
                continue
            days = parse_qs(urlsplit(href).query).get("as_of")
            assert days is not None, (address, href)
            assert len(days) == 1, (address, href)
        for form in re.findall(r"<form.*?</form>", body, re.DOTALL):
            assert len(_days_of(form, body)) == 1, (address, form[:200])


def _days_of(form: str, body: str) -> list[str]:
    """The fields of a day in a form, and those elsewhere that belong to it."""
    named = re.search(r'<form[^>]* id="([^"]+)"', form)
    fields = re.findall(r'<input[^>]*name="as_of"[^>]*>', form)
    if named:
        fields += re.findall(rf'<input[^>]*name="as_of" form="{named[1]}"[^>]*>', body)
    return fields


def test_answers_for_a_past_day_never_change(growing: Dated) -> None:
    """Later syncs, of the same day and of others, leave every byte as it was."""
    addresses = [
        f"{address if not address.endswith('/') else address + 'index'}.{form}?as_of={day}"
        for address in _pages()
        for form in ("json", "md")
        for day in (FIRST, SECOND, DAYS[2])
    ]
    addresses += [f"/en/changelog.{form}?as_of={SECOND}" for form in ("atom", "feed.json", "csv")]
    before = {address: growing.get(address).content for address in addresses}
    later = document(3)
    later["openai"]["models"]["o4-mini"]["name"] = "o4-mini renamed"
    later["azure"] = {**later["poe"], "id": "azure", "name": "Azure"}
    growing.take_in(later, DAYS[3], hour=18)
    growing.take_in(document(1), DAYS[3].replace(day=9))
    growing.now = at(DAYS[3].replace(day=20))
    for address, content in before.items():
        assert growing.get(address).content == content, address


def test_a_later_decision_leaves_the_past_alone(growing: Dated) -> None:
    """What an operator rejects today was not rejected yesterday."""
    found = document(3)
    found["poe"]["name"] = "Poe and others"
    growing.take_in(found, DAYS[3].replace(day=5))
    address = f"/en/status.json?as_of={DAYS[3]}"
    before = growing.get(address)
    [held] = before.json()["holds"]
    reject(growing.store, [held["id"]], at(DAYS[3].replace(day=5), 19))
    growing.serve()
    assert growing.get("/en/status.json").json()["holds"][0]["rejected"] is True
    assert growing.get(address).content == before.content


def test_past_answers_are_kept_longer(site: Dated) -> None:
    """What cannot change need not be asked for again; what is of today must be."""
    past = site.get(f"{MODEL}?as_of={SECOND}").headers["cache-control"]
    assert "s-maxage=86400" in past
    for query in ("", f"?as_of={DAYS[-1]}"):
        assert "max-age=0" in site.get(MODEL + query).headers["cache-control"]


def test_each_day_is_kept_by_itself(site: Dated) -> None:
    """The page cache tells days apart and finds each again."""
    etags = {site.get(f"{MODEL}?as_of={day}").headers["etag"] for day in DAYS}
    assert len(etags) == len(DAYS)
    first = site.get(f"{MODEL}?as_of={SECOND}").headers["etag"]
    again = site.get(f"{MODEL}?as_of={SECOND}", **{"if-none-match": first})
    assert again.status_code == 304


def test_a_day_before_the_first_offers_the_first(site: Dated) -> None:
    """The page says where history begins and leads there."""
    answer = site.get("/en/models?as_of=2025-01-01&lab=openai")
    assert answer.status_code == 404
    assert "May 1, 2026" in answer.text
    [href] = re.findall(r'href="([^"]+)">See the catalogue of May 1, 2026', answer.text)
    assert unescape(href) == f"/en/models?as_of={FIRST}&lab=openai"
    assert site.get(unescape(href)).status_code == 200
    problem = site.get("/en/models.json?as_of=2025-01-01")
    assert problem.json()["status"] == 404
    assert "2026-05-01" in problem.json()["detail"]


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("yesterday", "That is no day"),
        ("2026-02-30", "That is no day"),
        ("20260502", "That is no day"),
        ("2026-05-06", "That day is yet to come"),
        ("9999-12-31", "That day is yet to come"),
    ],
)
def test_a_day_that_cannot_be_is_refused(site: Dated, day: str, title: str) -> None:
    """The page says what is wrong and leads to the present one."""
    answer = site.get(f"{MODEL}?as_of={day}")
    assert answer.status_code == 400
    assert title in answer.text
    assert f'href="{MODEL}">See it as it is now' in answer.text
    assert site.get(f"{MODEL}.json?as_of={day}").json()["title"] == title


def test_tomorrow_is_today_somewhere(site: Dated) -> None:
    """A day's slack: east of here it is tomorrow already."""
    day = DAYS[-1] + timedelta(days=1)
    assert site.get(f"{MODEL}?as_of={day}").status_code == 200


@pytest.mark.parametrize("address", [*_pages(), "/data/models.json"])
def test_no_page_answers_for_a_day_that_has_yet_to_come(site: Dated, address: str) -> None:
    assert site.get(f"{address}?as_of=2099-01-01").status_code == 400


def test_no_change_is_of_a_day_that_has_yet_to_come(site: Dated) -> None:
    """An empty list would say that nothing will have changed; a reader's form stays."""
    for form, title in (("", "a day that is not after"), (".json", "2099-01-01 has yet to come")):
        answer = site.get(f"/en/changelog{form}?since=2099-01-01")
        assert answer.status_code == 400
        assert title in answer.text
    assert site.get("/en/changelog.atom?since=2099-01-01").status_code == 400
    before = site.get("/en/changelog.json?until=2020-01-01")
    assert (before.status_code, before.json()["title"]) == (404, "No data of that day")
    assert f"history begins on {FIRST}" in before.json()["detail"]


def test_what_came_later_is_said_to_have(growing: Dated) -> None:
    """A model that was not there yet is missing on that day, and the page leads to now."""
    found = document(3)
    new = {**found["openai"]["models"]["o4-mini"], "id": "gpt-9", "name": "GPT-9"}
    found["openai"]["models"]["gpt-9"] = new
    growing.take_in(found, DAYS[3])
    address = "/en/models/openai/gpt-9"
    assert growing.get(address).status_code == 200
    answer = growing.get(f"{address}?as_of={SECOND}")
    assert answer.status_code == 404
    assert "Not in the catalogue of that day" in answer.text
    assert f'href="{address}">See it as it is now' in answer.text


def test_a_reader_can_choose_a_day(site: Dated) -> None:
    """The form asks for the very same page, from the first day on."""
    text = site.get("/en/labs/openai?sort=price").text
    [form] = re.findall(r'<form class="day".*?</form>', text, re.DOTALL)
    assert 'type="date"' in form
    assert 'min="2026-05-01" max="2026-05-04"' in form
    assert '<input type="hidden" name="sort" value="price">' in form


def test_another_day_takes_along_what_was_typed(site: Dated) -> None:
    """Where a page has a form of its own, the day is one of its fields."""
    for address in (
        "models?lab=openai",
        "calculator?requests=777",
        "pick?requests=777",
        "explore?axis=coding",
        "changelog?lab=openai",
        "lifecycle?lab=openai",
        "compare/elsewhere/other-1/vs/openai/o4-mini?mode=batch",
    ):
        body = site.get(f"/en/{address}").text
        forms = re.findall(r"<form.*?</form>", body, re.DOTALL)
        own = [each for each in forms if 'role="search"' not in each and _days_of(each, body)]
        assert len(own) == 1, address
        [field] = _days_of(own[0], body)
        assert 'type="date"' in field
        assert 'value=""' in field
        assert "required" not in field


def test_one_day_leaves_nothing_to_choose(tmp_path: Any) -> None:
    """With one snapshot there is no form."""
    with dated(tmp_path, days=1) as site:
        assert 'class="day"' not in site.get("/en/models").text


def test_data_that_is_old_is_marked(site: Dated) -> None:
    """From 36 hours after its day on every page says that it is stale, kept ones too."""
    try:
        fresh = site.get(MODEL).text
        assert 'class="stale"' not in fresh
        assert site.get(MODEL).text == fresh
        site.now = at(DAYS[3].replace(day=6), 12)
        assert 'class="stale"' not in site.get(MODEL).text
        site.now = at(DAYS[3].replace(day=6), 13)
        assert 'class="stale"' in site.get(MODEL).text
        assert 'class="stale"' not in site.get(f"{MODEL}?as_of={SECOND}").text
    finally:
        site.now = at(DAYS[3], 20)


def test_structured_data_names_the_present_page(site: Dated) -> None:
    """Search engines are never led to a past day."""
    text = site.get(f"{MODEL}?as_of={SECOND}").text
    assert f'"url":"{BASE}{MODEL}"' in text


def test_a_model_that_has_left_can_be_seen_as_it_was(growing: Dated) -> None:
    found = document(3)
    del found["elsewhere"]["models"]["other-1"]
    growing.take_in(found, DAYS[-1] + timedelta(1))
    answer = growing.get("/en/models/elsewhere/other-1")
    assert answer.status_code == 404
    assert "No longer in the catalogue" in answer.text
    address = f"/en/models/elsewhere/other-1?as_of={DAYS[-1]}"
    assert f'href="{address}"' in answer.text
    assert growing.get(address).status_code == 200
    assert "Not in the catalogue" in growing.get("/en/models/elsewhere/never").text


#: Addresses that show a past day, in every form and on every face.
OF_A_DAY = (
    *("/en/", "/es/models", "/en/models/openai/o4-mini", "/en/models.json", "/es/models.md"),
    *("/data/models.json", "/api/v1/models", "/api/v1/catalogue.csv"),
)


def test_a_day_that_cannot_be_built_says_so_and_the_others_are_there(
    growing: Dated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an import only the last day is tried; what was stored cannot be taken back."""
    build, tried = building.build, []

    def fails_on_the_second(document: Any, resolution: Any, origin: Any, *heard: Any) -> Any:
        if origin.as_of == DAYS[1]:
            tried.append(origin)
            raise RecursionError
        return build(document, resolution, origin, *heard)

    monkeypatch.setattr(building, "build", fails_on_the_second)
    _expect_lost(growing)
    # Nobody waits for the same failure twice.
    assert len(tried) == 1
    for day in (DAYS[0], DAYS[2]):
        assert growing.get(f"/en/models?as_of={day}").status_code == 200


def test_a_day_that_cannot_be_drawn_says_so(
    growing: Dated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The present day is not affected; a fault of its own is said to be one, in the same form."""
    finished = Site._finished

    def fails_on_the_past(site: Site, asked: Any, *rest: Any, **more: Any) -> Any:
        if asked.past:
            raise RecursionError
        return finished(site, asked, *rest, **more)

    monkeypatch.setattr(Site, "_finished", fails_on_the_past)
    monkeypatch.setattr("modelario.web.site.model_data", lambda _: 1 / 0)
    monkeypatch.setattr("modelario.web.api.answer", lambda _: 1 / 0)
    monkeypatch.setattr("modelario.web.api.whole", lambda *_: 1 / 0)
    _expect_lost(growing)
    assert growing.get("/es/models").status_code == 200
    for address in ("/data/models.json", "/api/v1/models", "/api/v1/catalogue.csv"):
        broken = growing.get(address)
        assert broken.status_code == 500
        assert broken.headers["content-type"] == "application/problem+json"


def _expect_lost(site: Dated) -> None:
    for address in OF_A_DAY:
        answer = site.get(f"{address}?as_of={DAYS[1]}")
        assert answer.status_code == 503, address
        assert answer.headers["cache-control"] == "no-store"
        if "html" in answer.headers["content-type"]:
            assert "cannot be drawn" in answer.text or "no se pueden mostrar" in answer.text
            assert f'href="{address}"' in answer.text
        else:
            assert "cannot be shown" in answer.json()["title"]
