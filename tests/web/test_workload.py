"""The reader's own workload: what a month of it costs stands beside every price, everywhere."""

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from litestar.testing import TestClient

from dated import DAYS, Dated
from modelario.catalogue.workloads import Workload
from modelario.queries.cost import CostRequest, cost
from modelario.queries.edition import Edition
from modelario.web.app import Front

#: A month by hand: 10,000 × (5,000 × 1.10 + 500 × 4.40) / 1M.
WORK, O4_MINI = "requests-10000_input-5000_output-500", 77.0


def _json(client: TestClient[Front], path: str, work: str = WORK) -> dict:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}work={work}")
    assert answer.status_code == 200, (path, answer.text[:300])
    return json.loads(answer.content)


def _rows(value: object) -> Iterator[dict]:
    """Every row of an answer that has a month or the cost of one."""
    if isinstance(value, dict):
        if "month" in value or "monthly_cost" in value:
            yield value
        for each in value.values():
            yield from _rows(each)
    elif isinstance(value, list):
        for each in value:
            yield from _rows(each)


def _cost(row: dict) -> float | None:
    return row["monthly_cost"] if "monthly_cost" in row else row["month"] and row["month"]["cost"]


@pytest.mark.parametrize(
    "path",
    [
        "en/models.json",
        "es/labs/openai.json",
        "en/families/o-mini.json",
        "en/lists/tool-calling.json",
        "en/explore.json",
        "en/models/openai/o3.json",
        "en/compare/openai/o3/vs/openai/o4-mini.json",
        "api/v1/models?q=o4-mini",
        "api/v1/labs/openai?limit=200",
        "api/v1/explore?limit=200&q=o4-mini",
    ],
)
def test_a_month_by_hand_is_the_same_on_every_face(client: TestClient[Front], path: str) -> None:
    """The same figure stands wherever the model is named."""
    path, _, query = path.partition("?")
    answer = client.get(f"/{path}?{query}&work={WORK}")
    found = [_cost(row) for row in _rows(answer.json()) if row.get("id") == "openai/o4-mini"]
    assert found, path
    assert {*found} == {O4_MINI}


def test_every_offering_costs_what_the_calculator_says(
    client: TestClient[Front], edition: Edition
) -> None:
    """A model's page has the bill of each offering; what cannot be billed is unknown."""
    told = _json(client, "/en/models/anthropic/claude-sonnet-4-5.json", f"{WORK}_cached-50")
    work = Workload(
        requests=10_000, input_tokens=5_000, output_tokens=500, cached_share=Decimal("0.5")
    )
    table = cost(edition, CostRequest(workload=work, model="anthropic/claude-sonnet-4-5"))
    billed = {(row.provider, row.offering_id): float(row.total_cost) for row in table.rows}
    shown = {
        (row["provider"], row["offering_id"]): row["month"] and row["month"]["cost"]
        for row in told["offerings"]
    }
    assert billed.items() <= shown.items()
    unpriced = [row for row in told["offerings"] if row["price_state"] != "published"]
    assert {row["month"] and row["month"]["cost"] for row in unpriced} <= {None}


def test_all_models_cost_what_the_calculator_says(
    client: TestClient[Front], edition: Edition
) -> None:
    told = _json(client, "/en/models.json", "requests-7_input-300k_output-2k_mode-batch")
    work = Workload(requests=7, input_tokens=300_000, output_tokens=2_000, mode="batch")
    table = cost(edition, CostRequest(workload=work))
    billed = {row.id: float(row.total_cost) for row in table.rows}
    shown = {row["id"]: row["month"] and row["month"]["cost"] for row in told["rows"]}
    assert billed.items() <= shown.items()
    assert None in shown.values()
    assert 0 not in shown.values()


def test_what_is_cheap_is_what_costs_little(client: TestClient[Front]) -> None:
    """Much output of one is dearer than its blended price says; lists and marks follow that."""
    work = "requests-1000_input-10_output-20k"
    cheapest = [_cost(row) for row in _json(client, "/en/lists/cheapest.json", work)["models"]]
    known = [each for each in cheapest if each is not None]
    assert known == sorted(known)
    page = _json(client, "/en/models/deepseek/deepseek-v3.2.json", work)
    believed = {row["offering_id"] for row in page["passed_over"]}
    months = [
        row["month"]["cost"]
        for row in page["offerings"]
        if row["month"] and row["status"] != "deprecated" and row["offering_id"] not in believed
    ]
    assert page["cheapest"]["month"]["cost"] == min(months)
    assert page["cheapest"]["reason"]["code"] == "cheapest_month"
    own = page["recommended"]["month"]["cost"]
    assert all(row["monthly_cost"] <= own * 0.9 for row in page["alternatives"]["cheaper"])


def test_questions_are_answered_for_it(client: TestClient[Front]) -> None:
    """What is the cheapest month need not be the lowest price: that is not said of it."""
    text = client.get(f"/en/models/openai/o4-mini?work={WORK}").text
    assert "Your workload costs least at" in text
    assert "lowest published price" not in text
    assert "No published price is lower" not in text
    # What has come since is told apart by it too.
    assert re.search(r"Since then: <a.*?% cheaper for your workload", text)


def test_tables_sort_by_it(client: TestClient[Front]) -> None:
    found = [_cost(each) for each in _json(client, "/en/models.json?sort=month")["rows"]]
    known = [each for each in found if each is not None]
    assert known == sorted(known)
    assert found[len(known) :] == [None] * (len(found) - len(known))
    text = client.get(f"/en/labs/openai.csv?sort=monthly_cost&work={WORK}").text
    costs = [row["monthly_cost"] for row in csv.DictReader(io.StringIO(text))]
    known = [Decimal(each) for each in costs if each]
    assert known == sorted(known)
    assert known


@pytest.mark.parametrize(
    "path",
    ["models", "models/openai/o4-mini", "labs/openai", "providers/azure", "lists/vision"],
)
@pytest.mark.parametrize("form", ["csv", "md"])
def test_twins_have_its_column_only_where_it_is_asked_for(
    client: TestClient[Front], path: str, form: str
) -> None:
    with_work = client.get(f"/en/{path}.{form}?work={WORK}").text
    name = "monthly_cost" if form == "csv" else "Your month"
    assert name in with_work
    assert name not in client.get(f"/en/{path}.{form}").text


@pytest.mark.parametrize(
    "path",
    [
        *("", "models", "models/openai/o4-mini", "compare/openai/o3/vs/openai/o4-mini", "explore"),
        *("lists", "search?q=gpt", "changelog", "workload", "mine"),
    ],
)
def test_every_link_and_form_keeps_it(client: TestClient[Front], path: str) -> None:
    """With the reader's providers and a language it goes along everywhere."""
    address = f"/en/{path}{'&' if '?' in path else '?'}work={WORK}&mine=azure"
    text = client.get(address).text
    links = re.findall(r'<a [^>]*?href="(/[a-z]{2}/[^"]*)"[^>]*>', text)
    leaving = {*re.findall(r'<a class="everywhere"[^>]*? href="([^"]*)"', text)}
    # Typical works stand there in place of the reader's.
    kept = "work=" if path == "workload" else f"work={WORK}"
    away = [link for link in links if link not in leaving and kept not in link]
    assert away == []
    own = 1 if path == "workload" else 0
    assert text.count(f'name="work" value="{WORK}"') == text.count("<form") - own
    assert '<meta name="robots" content="noindex">' in text


def test_it_is_told_on_a_page_of_its_own(client: TestClient[Front]) -> None:
    """A form without scripts leads to the models with the workload in one word."""
    asked = "requests=1e4&input_tokens=5k&output_tokens=500&cached_percent=50&mode=batch"
    answer = client.get(f"/es/workload?{asked}&mine=azure&as_of=")
    assert answer.status_code == 303
    assert answer.headers["location"] == (f"/es/models?work={WORK}_cached-50_mode-batch&mine=azure")
    assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("requests:10k,input:5000,output:500", WORK),
        ("REQUESTS=1e4 INPUT=5,000x OUTPUT=500", ""),
        ("output-500_input-5000_requests-10000_mode-standard", WORK),
        ("requests-10000;input-5000;output-500;cached-50%", f"{WORK}_cached-50"),
        ("code_review", "requests-1000_input-8000_output-1000"),
        (f"{WORK}_at-2026-11-26T03:00Z", f"{WORK}_at-2026-11-26T0300Z"),
        (f"{WORK}_cache-write-1h-10_cache-write-20", f"{WORK}_cache-write-20_cache-write-1h-10"),
    ],
)
def test_it_may_be_written_as_people_write(
    client: TestClient[Front], written: str, meant: str
) -> None:
    """Addresses of ours then have it in one way."""
    answer = client.get("/en/labs", params={"work": written})
    assert answer.status_code == (200 if meant else 400)
    assert (f'href="/en/models?work={meant}"' in answer.text) is bool(meant)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "a workload such as requests-10000_input-5000_output-500"),
        ("requests-5_input-5", "a workload such as"),
        ("requests-0_input-5_output-5", "requests as a whole number from 1 to"),
        (f"{WORK}_cached-150", "cached as a whole number from 0 to 100"),
        (f"{WORK}_cached-60_cache-write-60", "no more than 100%"),
        (f"{WORK}_mode-bach", "mode as one of"),
        (f"{WORK}_region-mars", "region as one of"),
        (f"{WORK}_at-yesterday", "a moment such as"),
        (f"{WORK}_{WORK}", "a workload such as"),
        (f"{WORK}_input--5", "a workload such as"),
        ("requests-1e99_input-1_output-1", "requests as a whole number"),
        ("<script>alert(1)</script>", "a workload such as"),
        ("requests-١_input-1_output-1", "requests as a whole number"),
        ("\x00abc", "a workload such as"),
        ("_", "a workload such as"),
        ("x" * 5_000, ""),
    ],
)
def test_what_is_no_workload_is_told_and_left_out(
    client: TestClient[Front], text: str, said: str
) -> None:
    """The page stands, with what was given, what is allowed, and the rest of the address."""
    answer = client.get("/en/models", params={"work": text, "q": "mini"})
    assert answer.status_code == 400
    if said:
        assert "<b>Your workload</b> <code>work</code>" in answer.text
        assert said in answer.text
        assert 'value="mini"' in answer.text
        assert "<script>alert" not in answer.text
    problem = client.get("/api/v1/models", params={"work": text})
    assert problem.status_code == 400
    assert problem.headers["content-type"] == "application/problem+json"


def test_a_way_that_is_misspelt_is_mended(client: TestClient[Front]) -> None:
    answer = client.get(f"/en/models?work={WORK}_mode-bach")
    assert f'<a href="/en/models?work={WORK}_mode-batch">' in answer.text


def test_what_has_no_price_for_the_mode_is_marked(client: TestClient[Front]) -> None:
    text = client.get(f"/en/models?work={WORK}_mode-batch").text
    assert 'title="standard mode">≈ $' in text


def test_the_calculator_takes_it_and_offers_its_own(client: TestClient[Front]) -> None:
    text = client.get("/en/calculator?work=requests-7_input-800_output-90_cached-25").text
    for name, value in (("requests", 7), ("input_tokens", 800), ("cached_percent", 25)):
        assert re.search(rf'name="{name}" value="{value}"', text)
    assert "Show the cost of this work on every page" not in text
    text = client.get("/en/calculator?requests=9&work=requests-7_input-800_output-90").text
    assert 'name="requests" value="9"' in text
    assert 'href="/en/models?work=requests-9_input-5000_output-500"' in text


def test_without_it_a_model_page_says_nothing_of_it(client: TestClient[Front]) -> None:
    text = client.get("/en/models/openai/o4-mini").text
    assert "workload" not in text.lower().replace("your workload?", "")


def test_it_is_told_in_every_language(client: TestClient[Front]) -> None:
    for code, told in (
        ("es", "Tu carga de trabajo: </b>10.000 peticiones al mes · 5.000 tokens de entrada"),
        ("de", "Ihre Arbeitslast: </b>10.000 Anfragen je Monat · 5.000 Tokens Eingabe"),
    ):
        assert told in client.get(f"/{code}/models?work={WORK}").text, code


def test_it_survives_another_day(site: Dated) -> None:
    """The links to other days and languages keep it; a past day has the bill of its own prices."""
    work = "requests-1000000_input-1000_output-0"
    page = f"models/openai/o4-mini?work={work}&as_of={DAYS[0]}"
    text = site.get(f"/en/{page}").text
    now = re.search(r'<a href="([^"]*)">See it as it is now', text)
    assert now
    assert now[1] == f"/en/models/openai/o4-mini?work={work}"
    assert f"work={work}" in re.findall(r'<a class="beside" href="([^"]*)"', text)[0]
    switch = re.findall(r'<a class="switch" href="([^"]*)" lang="es"', text)[0]
    assert {f"work={work}", f"as_of={DAYS[0]}"} <= {*re.split("[?&]|amp;", switch)}
    for day, cost_ in ((DAYS[0], 1100), (DAYS[1], 880)):
        told = site.get(f"/en/models/openai/o4-mini.json?work={work}&as_of={day}").json()
        assert told["recommended"]["month"]["cost"] == cost_
    beside = site.get(f"/api/v1/models/openai/o4-mini?work={work}&against={DAYS[0]}")
    assert beside.status_code == 200
    data = site.get(f"/data/models.json?work={work}").json()
    place = data["fields"].index("month")
    assert 1000 in {row[place] and row[place][0] for row in data["rows"]}
    assert "month" not in site.get("/data/models.json").json()["fields"]
