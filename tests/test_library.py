"""The catalogue for Python programs: its examples work, and importing it costs nothing."""

import doctest
import json
import subprocess
import sys
from datetime import date, timedelta

import pytest

import modelario
from documents import data, publication
from modelario import library
from modelario.store.store import Store

#: What nobody who asks the catalogue from Python has to load.
FACES = {"starlette", "granian", "jinja2", "babel", "cyclopts", "rich"}
DATABASES = {"sqlalchemy", "alembic", "psycopg", "sqlite3"}
NETWORK = {"httpx"}


def loaded(program: str) -> set[str]:
    """The top modules that a program has loaded when it ends."""
    told = "; import json, sys; print(json.dumps([n.partition('.')[0] for n in sys.modules]))"
    ran = subprocess.run(
        [sys.executable, "-c", program + told], capture_output=True, text=True, check=True
    )
    return set(json.loads(ran.stdout))


def test_importing_loads_no_library():
    assert loaded("import modelario") & (FACES | DATABASES | NETWORK) == set()


def test_loading_the_embedded_catalogue_loads_no_face():
    program = "import modelario; modelario.load(embedded=True).model('o4-mini')"
    assert loaded(program) & (FACES | NETWORK) == set()


@pytest.mark.parametrize("module", [modelario, library], ids=lambda module: module.__name__)
def test_the_examples_work(module):
    failed, tried = doctest.testmod(module)
    assert tried >= 3
    assert failed == 0


def test_every_name_that_is_promised_is_there():
    assert all(getattr(modelario, name) for name in modelario.__all__)
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = modelario.nothing_such


def test_a_store_goes_before_the_installed_data(sqlite):
    with Store.open(sqlite) as store:
        day = date(2026, 5, 1)
        for number, price in enumerate((2, 1)):
            content = data({"openai": {"gpt-5": {"cost": {"input": price, "output": 4}}}})
            store.publish(publication(content, day + timedelta(number)))
    catalogue = modelario.load(sqlite)
    assert catalogue.day == day + timedelta(1)
    assert catalogue.model("gpt-5").recommended.input_mtok == 1
    before = catalogue.as_of("2026-05-01")
    assert before.model("gpt-5").recommended.input_mtok == 2
    with pytest.raises(modelario.StoreError):
        catalogue.as_of("2026-04-30")


def test_what_is_missing_tells_what_is_near():
    with pytest.raises(modelario.MissingError) as told:
        modelario.load(embedded=True).model("04-mini")
    assert "openai/o4-mini" in told.value.near
    with pytest.raises(modelario.QuestionError):
        modelario.load(embedded=True).models(sort="prise")


@pytest.mark.parametrize(
    "ask", [lambda it: it.as_of("2099-01-01"), lambda it: it.changes(since=date(2099, 1, 1))]
)
def test_a_day_that_has_yet_to_come_is_said_to(ask):
    catalogue = modelario.load(embedded=True)
    with pytest.raises(modelario.QuestionError, match="2099-01-01 has yet to come"):
        ask(catalogue)


def test_what_changed_before_the_first_day_is_not_known():
    catalogue = modelario.load(embedded=True)
    with pytest.raises(modelario.MissingError, match="history begins on"):
        catalogue.changes(until=date(2020, 1, 1))
    with pytest.raises(modelario.StoreError, match="history begins on"):
        catalogue.as_of("2020-01-01")


def test_a_workload_stands_beside_every_price():
    catalogue = modelario.load(embedded=True)
    work = "requests-10000_input-5000_output-500"
    page = catalogue.model("o4-mini", workload=work)
    assert page.recommended.month.cost == 77
    assert catalogue.model("o4-mini").recommended.month is None
    sides = catalogue.compare("o3", "o4-mini", workload=work).sides
    assert [side.offering.monthly_cost for side in sides] == [140, 77]
    [row] = catalogue.offerings("o4-mini", provider=["openai"], workload=work).rows
    assert row.offering.monthly_cost == 77
    with pytest.raises(modelario.QuestionError, match="output is missing"):
        catalogue.models(workload="requests-1_input-1")


def test_a_workload_is_what_is_costed_and_picked_as_far_as_nothing_else_is_told():
    catalogue = modelario.load(embedded=True)
    work, where = "requests-10k_input-5k_output-500", modelario.ModelFilter(provider=("openai",))
    [row] = catalogue.cost("o4-mini", where=where, workload=work).rows
    assert float(row.total_cost) == 77
    [row] = catalogue.cost("o4-mini", where=where, workload=work, requests=1).rows
    assert float(row.total_cost) == 0.0077
    usage = {"prompt_tokens": 5_000, "completion_tokens": 500}
    [row] = catalogue.cost(
        "o4-mini", where=where, workload=work, usage=usage, flavour="openai"
    ).rows
    assert float(row.total_cost) == 77
    picked = catalogue.pick(where, workload=work, limit=1)
    assert (picked.workload.requests, picked.workload.input_tokens) == (10_000, 5_000)


def test_what_is_passed_is_read_as_it_is_meant():
    """One text in place of several, numbers in any type, days as texts."""
    catalogue = modelario.load(embedded=True)
    one = catalogue.models(modelario.ModelFilter(provider="Azure", max_price="0.5"))
    several = catalogue.models(modelario.ModelFilter(provider=("azure",), max_price=0.5))
    assert one.rows == several.rows
    assert catalogue.offerings("o4-mini", provider="azure").matching == 1
    costs = [
        catalogue.cost("gpt-5", input_tokens=tokens, output_tokens=500).rows
        for tokens in (100_000, 1e5, "100k")
    ]
    assert costs[0] == costs[1] == costs[2]
    assert catalogue.changes(since=str(catalogue.day)).matching == 0


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda c: c.as_of("yesterday"), "as_of 'yesterday' is no day such as"),
        (lambda c: c.changes(since="now"), "since 'now' is no day such as"),
        (lambda c: c.cost("o3", input_tokens=0.5, output_tokens=1), "input_tokens 0.5 is no whole"),
        (lambda c: c.cost("o3", input_tokens=float("inf"), output_tokens=1), "is no whole number"),
        (lambda c: c.cost("o3", input_tokens=True, output_tokens=1), "True is no whole number"),
        (lambda c: c.cost("o3", input_tokens=[5], output_tokens=1), r"\[5\] is no whole"),
        (lambda c: c.cost("o3", input_tokens=10**5000, output_tokens=1), "more than 18 digits"),
        (lambda c: c.cost("o3", usage=[1], flavour="openai"), "and no JSON object"),
        (lambda c: c.cost("o3", workload="rag_answer", cached_share="half"), "'half' is no number"),
        (lambda c: c.models(modelario.ModelFilter(max_price="cheap")), "'cheap' is no number"),
        (lambda c: c.models(modelario.ModelFilter(provider="opnai")), "near: openai"),
        (lambda c: c.compare("o3", "o4-mini", providers=["opnai"]), "near: openai"),
        (lambda c: c.models(workload="tea"), "a work is such as requests-10000"),
    ],
)
def test_what_cannot_be_meant_is_told(ask, told):
    with pytest.raises(modelario.QuestionError, match=told):
        ask(modelario.load(embedded=True))
