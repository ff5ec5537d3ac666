"""The changelog: by day, narrowed by its address, in every form."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from dated import DAYS, FIRST, Dated, dated, document
from modelario.queries.change_groups import change_groups
from modelario.queries.changes import ChangeRow
from modelario.queries.price_moves import moves
from modelario.records import ChangeKind, ModelId, ProviderId

MODEL = "openai/o4-mini"


def _rows(site: Dated, query: str = "") -> list[dict[str, Any]]:
    days = site.get(f"/en/changelog.json{query}").json()["days"]
    return [row for day in days for row in day["rows"]]


def test_days_come_newest_first(site: Dated) -> None:
    """The first document of all is no news; every later one is told under its day."""
    days = [day["day"] for day in site.get("/en/changelog.json").json()["days"]]
    assert days == [day.isoformat() for day in reversed(DAYS[1:])]
    text = site.get("/en/changelog").text
    assert re.findall(r'<h2 id="day-([\d-]+)"', text) == days


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?provider=poe", {("removed", "poe"), ("returned", "poe")}),
        ("?provider=openrouter", {("context", "openrouter")}),
        ("?kind=capability&provider=vercel", {("capability", "vercel")}),
        ("?kind=status&provider=kilo", {("status", "kilo")}),
        ("?kind=added&provider=newcomer", {("added", "newcomer")}),
        ("?since=2026-05-03&until=2026-05-03&provider=poe", {("removed", "poe")}),
        ("?provider=requesty", set()),
    ],
)
def test_it_is_narrowed_by_its_address(
    site: Dated, query: str, expected: set[tuple[str, str]]
) -> None:
    """Every condition holds of every row; what is held back is no news."""
    assert {(row["kind"], row["provider"]) for row in _rows(site, query)} == expected


def test_a_model_is_found_in_any_spelling(site: Dated) -> None:
    """An id as a provider writes it selects the model, and so does its lab."""
    found = _rows(site, f"?model={MODEL}")
    assert found
    assert {row["model"] for row in found} == {MODEL}
    assert _rows(site, "?model=o4-mini&kind=price") == _rows(site, f"?model={MODEL}&kind=price")
    assert {row["model"] for row in _rows(site, "?lab=openai")} >= {MODEL}


def test_a_price_change_says_how_far(site: Dated) -> None:
    """Old, new, arrow, percentage and the word for it: colour is never alone."""
    text = site.get("/en/changelog?provider=openai&kind=price&until=2026-05-02").text
    assert re.search(
        r'class="old">\$1\.10</span> <span aria-hidden="true">→</span>'
        r'<span class="vh"> now</span> <b>\$0\.88</b> <span class="good">'
        r'<span aria-hidden="true">▼</span> 20% <span class="vh">cheaper</span>',
        text,
    )
    spanish = site.get("/es/changelog?provider=openai&kind=price&until=2026-05-02").text
    assert "0,88\xa0US$" in spanish
    assert "más barato" in spanish


def test_the_recommended_price_is_news_of_the_model(site: Dated) -> None:
    """A change without a provider is drawn as one of the model itself."""
    own = [row for row in _rows(site, f"?model={MODEL}&kind=price") if row["provider"] is None]
    assert {row["field"] for row in own} >= {"input_mtok", "output_mtok"}
    assert "The model itself" in site.get(f"/en/changelog?model={MODEL}").text
    assert "The models themselves" in site.get("/en/changelog").text


def test_hostile_names_stay_text(site: Dated, growing: Dated) -> None:
    """A provider's name is escaped on the page and no formula in the CSV."""
    found = document(3)
    found["elsewhere"]["models"]["other-1"]["cost"]["input"] = 2
    growing.take_in(found, DAYS[3].replace(day=5))
    text = growing.get("/en/changelog?provider=elsewhere").text
    assert "<b>Elsewhere" not in text
    assert "=Elsewhere &lt;b&gt;" in text
    lines = list(csv.DictReader(io.StringIO(site.get("/en/changelog.csv").text)))
    assert len(lines) == site.get("/en/changelog.json").json()["matching"]
    assert not [cell for line in lines for cell in line.values() if cell.startswith("=")]


def test_pages_hold_every_change_once(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Turning the pages shows all there is; none is larger than its bound."""
    monkeypatch.setattr("modelario.web.views.changelog.ROWS", 3)
    with dated(tmp_path) as site:
        whole = site.get("/en/changelog.json").json()
        ids = [
            row["id"]
            for number in range(1, whole["pages"] + 1)
            for row in _rows(site, f"?page={number}")
        ]
        assert len(ids) == len({*ids}) == whole["matching"]
        assert 'rel="next" href="/en/changelog?page=2"' in site.get("/en/changelog").text
        assert _rows(site, "?page=900") == []


@pytest.mark.parametrize(
    "query",
    [
        *("kind=magic", "since=2026-5-1", "until=x", "page=0"),
        *("lab=opnai", "provider=opnai", "model=no/such"),
    ],
)
def test_what_cannot_be_meant_is_refused(site: Dated, query: str) -> None:
    """A condition that is none gets a page that says so."""
    assert site.get(f"/es/changelog?{query}").status_code == 400


def test_a_history_of_one_day_says_so(tmp_path: Any) -> None:
    """Nothing to compare is told as what it is."""
    with dated(tmp_path, days=1) as site:
        assert "History begins on May 1, 2026" in site.get("/en/changelog").text


def test_the_form_remembers(site: Dated) -> None:
    """What the address says is what the form shows."""
    text = site.get("/en/changelog?provider=poe&since=2026-05-02&kind=removed").text
    assert '<option value="poe" selected>' in text
    assert 'name="since" min="2026-05-01" value="2026-05-02"' in text
    assert '<input type="hidden" name="kind" value="removed">' in text


@pytest.mark.parametrize(
    ("page", "query"),
    [
        (f"models/{MODEL}", f"model={MODEL.replace('/', '%2F')}"),
        ("providers/poe", "provider=poe"),
        ("labs/openai", "lab=openai"),
    ],
)
def test_pages_lead_to_their_changes(site: Dated, page: str, query: str) -> None:
    """Model, provider and lab link to the changelog narrowed to them."""
    assert f'href="/en/changelog?{query}"' in site.get(f"/en/{page}").text


def test_a_day_of_hundreds_stays_short() -> None:
    """What came to one provider is one line, however much it is."""
    rows = [_row(ChangeKind.ADDED, "big", f"m-{n}") for n in range(400)]
    rows += [_row(ChangeKind.PRICE, "big", "m-1", "output_mtok")]
    rows += [_row(ChangeKind.PRICE, "big", "m-1", "input_mtok")]
    rows += [_row(ChangeKind.REMOVED, "small", "m-2")]
    big, small = change_groups(rows, by_model=False)
    assert (big.head.provider, big.changes, len(big.lines)) == ("big", 402, 2)
    price, added = big.lines
    assert [row.field for row in price.rows] == ["input_mtok", "output_mtok"]
    assert (added.bare, len(added.rows)) == (True, 400)
    assert len(small.lines) == 1
    assert len(change_groups(rows, by_model=True)) == 400


def _row(kind: ChangeKind, provider: str, model: str, field: str | None = None) -> ChangeRow:
    return ChangeRow(
        id=f"{kind}-{provider}-{model}-{field}",
        day=FIRST,
        kind=kind,
        provider=ProviderId(provider),
        provider_name=provider,
        offering_id=None,
        model=ModelId(f"lab/{model}"),
        model_name=model,
        listed=True,
        field=field,
        old=None,
        new=None,
        percent=None,
    )


def test_the_biggest_moves_are_still_in_force(site: Dated) -> None:
    """One for each model, the recommended price before others, only what it is now."""
    found = moves(site.editions.now.catalogue, site.editions.changes())
    [cheaper] = found.cheaper
    assert (cheaper.model, cheaper.provider, cheaper.field) == (MODEL, None, "output_mtok")
    assert [row.model for row in found.dearer] == []
    text = site.get("/en/").text
    assert "Biggest price changes" in text
    assert "$4.40" in text[text.index('id="moves"') :]


def test_holds_are_shown_with_both_values(site: Dated) -> None:
    """What is held back stands on the status page, and was not yet there the day before."""
    [held] = site.get("/en/status.json").json()["holds"]
    assert (held["provider"], held["gate"], held["kept"], held["new"]) == (
        "requesty",
        "jump",
        1.1,
        110,
    )
    assert "Held back" in site.get("/en/status").text
    assert site.get("/en/status.json?as_of=2026-05-03").json()["holds"] == []


def _llama(**prices: float) -> Any:
    """One open model at providers that are not its lab."""
    name = "Llama 3.3 70B Instruct"
    model = {"id": "llama-3.3-70b-instruct", "name": name, "limit": {"context": 9, "output": 9}}
    return {
        provider: {"models": {model["id"]: {**model, "cost": {"input": price, "output": 1}}}}
        for provider, price in prices.items()
    }


def test_a_price_that_nobody_changed_is_no_move(growing: Dated) -> None:
    """Where the cheapest provider leaves, another one is recommended: that is no rise."""
    found = document(3)
    for number, prices in enumerate(
        ({"chutes": 0.5, "vultr": 0.9}, {"vultr": 0.9}, {"vultr": 0.4}), start=1
    ):
        growing.take_in({**found, **_llama(**prices)}, DAYS[-1] + timedelta(number))
    model = "meta/llama-3.3-70b-instruct"
    rows = growing.get(f"/en/changelog.json?model={model}&kind=price").json()["days"]
    told = [
        (row["provider"], row["old"], row["new"], row["switched"])
        for day in rows
        for row in day["rows"]
    ]
    assert told == [
        ("vultr", 0.9, 0.4, False),
        (None, 0.9, 0.4, False),
        (None, 0.5, 0.9, True),
    ]
    found_moves = moves(growing.editions.now.catalogue, growing.editions.changes())
    assert [(row.old, row.new) for row in found_moves.cheaper if row.model == model] == [
        (Decimal("0.9"), Decimal("0.4"))
    ]
    assert found_moves.dearer == ()
    page = growing.get(f"/en/changelog?model={model}").text
    assert page.count("another offering is recommended now") == 1


def test_offerings_of_one_provider_are_told_apart(growing: Dated) -> None:
    """Where a provider serves a model in several ways, the changelog says which one moved."""
    found = document(3)
    plain = found["openai"]["models"]["o4-mini"]
    found["kilo"]["models"]["openai/o4-mini-high"] = {**plain, "id": "openai/o4-mini-high"}
    growing.take_in(found, DAYS[-1] + timedelta(1))
    found["kilo"]["models"]["openai/o4-mini"]["cost"]["input"] = 1.2
    growing.take_in(found, DAYS[-1] + timedelta(2))
    page = growing.get("/en/changelog?provider=kilo&kind=price")
    assert "openai/o4-mini</code>" in page.text
    feed = growing.get("/en/changelog.atom?provider=kilo&kind=price")
    assert "(openai/o4-mini)" in feed.text


def test_a_provider_that_was_renamed_leads_on(growing: Dated) -> None:
    found = document(3)
    name = max(found, key=lambda each: len(found[each]["models"]))
    found["under-another-name"] = found.pop(name)
    growing.take_in(found, DAYS[-1] + timedelta(1))
    page = growing.get(f"/en/providers/{name}")
    assert page.status_code == 301
    assert page.headers["location"].endswith("/en/providers/under-another-name")
    day = (DAYS[-1] + timedelta(1)).isoformat()
    [told] = growing.get(f"/en/changelog.json?kind=renamed&since={day}").json()["days"]
    assert [(row["old"], row["new"]) for row in told["rows"]] == [(name, "under-another-name")]
    for address in ("/en/changelog?kind=renamed", "/es/changelog?kind=renamed"):
        assert "under-another-name" in growing.get(address).text
    assert name in growing.get("/en/changelog.atom?kind=renamed").text


def test_a_provider_in_other_capitals_leads_on(growing: Dated) -> None:
    found = document(3)
    found["NEWCOMER"] = found.pop("newcomer")
    day = DAYS[-1] + timedelta(1)
    growing.take_in(found, day)
    page = growing.get("/en/providers/newcomer")
    assert page.status_code == 301
    assert page.headers["location"].endswith("/en/providers/NEWCOMER")
    assert growing.get("/en/providers/NEWCOMER").status_code == 200
    [told] = growing.get(f"/en/changelog.json?since={day}").json()["days"]
    kinds = {row["kind"] for row in told["rows"] if row["provider"]}
    assert kinds == {"renamed"}
