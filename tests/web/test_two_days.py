"""Then beside now: the same question on two days, the difference, and its cause, on every face."""

import csv
import re
from io import StringIO

import pytest

from dated import DAYS, Dated

FIRST, SECOND, LAST = DAYS[0], DAYS[1], DAYS[3]
WORK = "requests=1000&input_tokens=1000&output_tokens=0"
CHOSEN = "model=openai/o4-mini&provider=openai"


def _row(table: dict, id_: str) -> dict:
    return next(row for row in table["rows"] if row["id"] == id_)


def test_the_calculator_sets_a_day_beside_now_with_difference_and_cause(site: Dated) -> None:
    """The lab asked 1.10 on the first day, and asks 1.00 now."""
    asked = f"/en/calculator.json?{WORK}&provider=openai&against={FIRST}"
    table = site.get(asked).json()
    row = _row(table, "openai/o4-mini")
    assert (table["as_of"], table["against"]) == (str(LAST), str(FIRST))
    assert (row["total_cost"], row["against"]["total_cost"]) == (1, 1.1)
    assert row["against"]["difference"] == pytest.approx(-0.1)
    [cause] = row["against"]["causes"]
    assert cause["code"] == "price_moved"
    assert cause["text"] == "OpenAI changed its price for input: $1.10 → $1.00"


def test_the_difference_is_of_the_later_day_whichever_is_shown(site: Dated) -> None:
    forwards = site.get(f"/en/calculator.json?{WORK}&provider=openai&against={FIRST}").json()
    address = f"/en/calculator.json?{WORK}&provider=openai&as_of={FIRST}&against={LAST}"
    backwards = site.get(address).json()
    here, there = (_row(each, "openai/o4-mini") for each in (forwards, backwards))
    assert here["against"]["difference"] == there["against"]["difference"]
    assert here["against"]["causes"] == there["against"]["causes"]
    assert there["total_cost"] == here["against"]["total_cost"]


def test_the_page_keeps_the_work_and_shows_both_days(site: Dated) -> None:
    text = site.get(f"/en/calculator?requests=777&provider=openai&against={FIRST}").text
    assert 'name="requests" value="777"' in text
    assert f'name="against" min="{FIRST}" max="{LAST}" value="{FIRST}"' in text
    assert "OpenAI changed its price for input" in text
    spanish = site.get(f"/es/calculator?requests=777&provider=openai&against={FIRST}").text
    assert "OpenAI cambió su precio de entrada" in spanish


def test_a_past_day_is_one_click_from_beside_now(site: Dated) -> None:
    for page in (
        f"calculator?{WORK}",
        "models/openai/o4-mini?sort=price",
        "compare/elsewhere/other-1/vs/openai/o4-mini?mode=batch",
    ):
        text = site.get(f"/en/{page}&as_of={SECOND}").text
        link = text.partition('<a class="beside" href="')[2].partition('"')[0].replace("&amp;", "&")
        assert f"against={SECOND}" in link
        assert "as_of" not in link
        assert page.partition("?")[2].split("&")[0] in link
        assert site.get(link).status_code == 200


def test_a_model_is_set_beside_itself(site: Dated) -> None:
    page = f"/en/models/openai/o4-mini.json?against={FIRST}"
    days = site.get(page).json()["two_days"]
    assert (days["earlier"], days["later"]) == (str(FIRST), str(LAST))
    [row] = [row for row in days["rows"] if row["field"] == "input_mtok"]
    assert (row["earlier"], row["later"]) == (1.1, 1)
    assert row["difference"] == pytest.approx(-0.1)
    assert "price_moved" in [cause["code"] for cause in days["causes"]]
    text = site.get(page.replace(".json", "")).text
    assert "OpenAI changed its price for input" in text
    assert "1.10" in site.get(page.replace(".json", ".md")).text
    assert site.get("/en/models/openai/o4-mini.json").json()["two_days"] is None


def test_compared_models_are_each_set_beside_themselves(site: Dated) -> None:
    path = "compare/elsewhere/other-1/vs/openai/o4-mini"
    days = site.get(f"/en/{path}.json?against={FIRST}").json()["two_days"]
    assert [each["id"] for each in days] == ["elsewhere/other-1", "openai/o4-mini"]
    assert days[0]["causes"] == []
    assert days[1]["causes"][0]["code"] == "price_moved"
    text = site.get(f"/en/{path}?against={FIRST}").text
    assert "The prices are the same on both days." in text


@pytest.mark.parametrize(
    "page", ["models/openai/o4-mini", "compare/elsewhere/other-1/vs/openai/o4-mini"]
)
def test_the_reader_s_month_stands_among_what_was_and_is(site: Dated, page: str) -> None:
    """Both days have it in dollars, with the difference; where nothing moved it stands as well."""
    asked = f"?against={FIRST}&work=requests-1000_input-1000_output-0"
    text = re.sub(r"\s+", " ", site.get(f"/en/{page}{asked}").text)
    row = '<th scope="row">Your month</th>'
    moved = f'{row}<td class="n">$1.10 </td><td class="n">$1.00 </td>'
    assert f'{moved}<td class="n"><span class="good">−$0.10</span></td>' in text
    told = site.get(f"/en/{page}.md{asked}").text
    assert "| Your month | $1.10 | $1.00 | -$0.10 |" in told
    if page.startswith("compare"):
        assert f'<tr class="same">{row}' in text
    assert row not in site.get(f"/en/{page}?against={FIRST}").text


def test_twins_of_a_comparison_have_the_other_day_beside_each_model(site: Dated) -> None:
    """As tables: two more columns for each model, and where and why at the end."""
    path = f"/en/compare/elsewhere/other-1/vs/openai/o4-mini.csv?against={FIRST}"
    rows = {row["field"]: row for row in csv.DictReader(StringIO(site.get(path).text))}
    then, apart = f"openai/o4-mini {FIRST}", "openai/o4-mini +/-"
    price = rows["input_mtok"]
    assert (price["openai/o4-mini"], price[then], price[apart]) == ("1", "1.1", "-0.1")
    assert rows["rag_answer"][then] == "7.7"
    assert "OpenAI changed its price for input" in rows["causes"][apart]
    assert rows["provider"][then] == "OpenAI"
    back = site.get(path.replace(str(FIRST), f"{LAST}&as_of={FIRST}")).text
    [price] = [row for row in csv.DictReader(StringIO(back)) if row["field"] == "input_mtok"]
    assert (price["openai/o4-mini"], price[apart]) == ("1.1", "-0.1")
    assert price[f"openai/o4-mini {LAST}"] == "1"
    for language, row in (("en", "RAG answer"), ("es", "Respuesta RAG")):
        text = site.get(path.replace("/en/", f"/{language}/").replace(".csv", ".md")).text
        assert f"| {row} |" in text
    assert str(FIRST) not in site.get(path.partition("?")[0]).text


def test_a_provider_that_went_or_came_is_named_as_the_cause(site: Dated) -> None:
    """Poe was there on the second day, and not on the third; a newcomer came on the second."""
    asked = f"/api/v1/cost?model=o4-mini&input_tokens=1000&output_tokens=100&against={FIRST}"
    rows = site.get(f"{asked}&as_of={SECOND}").json()["rows"]
    [new] = [row for row in rows if row["provider"] == "newcomer"]
    assert new["against"]["total_cost"] is None
    assert [cause["code"] for cause in new["against"]["causes"]] == ["provider_came"]


def test_the_api_takes_the_other_day_where_it_is_natural(site: Dated) -> None:
    for address in (
        "cost?model=o4-mini&input_tokens=1000&output_tokens=100",
        "compare?model=o4-mini&model=other-1",
        "models/openai/o4-mini?fields=two_days",
    ):
        assert site.get(f"/api/v1/{address}&against={FIRST}").status_code == 200
    same = site.get(f"/api/v1/cost?input_tokens=1&output_tokens=1&against={LAST}")
    assert same.status_code == 400
    assert same.json()["parameter"] == "against"
    ahead = site.get("/api/v1/cost?input_tokens=1&output_tokens=1&against=2099-01-01")
    assert (ahead.status_code, ahead.json()["parameter"]) == (400, "against")


def test_the_same_day_on_a_page_is_no_other_day(site: Dated) -> None:
    table = site.get(f"/en/calculator.json?against={LAST}").json()
    assert table["against"] is None


def test_an_other_day_that_cannot_be_had_is_refused(site: Dated) -> None:
    assert site.get("/en/calculator?against=yesterday").status_code == 400
    assert site.get("/en/calculator?against=2020-01-01").status_code == 404
