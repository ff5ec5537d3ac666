"""The API over HTTP, on the real catalogue: every answer is checked against the description."""

import json
import re

import pytest
from described import COMMITTED, document
from litestar.testing import TestClient

from modelario.api.document import document as drawn
from modelario.api.resources import RESOURCES
from modelario.formats import to_json
from modelario.web.app import Front
from modelario.web.words.i18n import languages

API = "/api/v1/"


def test_the_description_is_committed_as_it_is_drawn() -> None:
    """`make openapi` writes it anew; what changes in it changes for those who rely on it."""
    assert to_json(drawn(), indent=1) + b"\n" == COMMITTED.read_bytes()


@pytest.mark.parametrize("address", ["/api/v1/openapi.json", "/api/v1", "/api/v1/"])
def test_the_description_is_served(address: str, client: TestClient[Front]) -> None:
    answer = client.get(address)
    assert answer.json() == document()
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)
def test_examples_work_as_they_stand(resource, client: TestClient[Front]) -> None:
    answer = client.get(API + resource.example)
    assert answer.status_code == 200
    assert answer.json().get("rows") != []


def test_everything_is_described() -> None:
    """Every parameter and every field of every record has its words."""
    told = document()
    for operation in (each for path in told["paths"].values() for each in path.values()):
        assert operation["summary"]
        for each in operation["parameters"]:
            assert "$ref" in each or each["description"], each
    for name, schema in told["components"]["schemas"].items():
        for field, each in schema.get("properties", {}).items():
            assert each["description"], f"{name}.{field}"


def test_prices_say_their_unit() -> None:
    for name, schema in document()["components"]["schemas"].items():
        for field, each in schema.get("properties", {}).items():
            if field.endswith("_mtok"):
                assert re.search(r"USD per 1M|[Pp]rice", each["description"]), f"{name}.{field}"


# --- one page after the other


@pytest.mark.parametrize(
    "address", ["models?limit=200&kind=chat", "offerings?provider=openai&limit=7", "lists?limit=3"]
)
def test_pages_follow_each_other_to_the_end(address: str, client: TestClient[Front]) -> None:
    """The parts make up the whole, and nothing stands in two of them."""
    following, rows = API + address, []
    while following:
        answer = client.get(following)
        told = answer.json()
        rows += told["rows"]
        following = told["next"]
        assert ('rel="next"' in answer.headers["link"]) == bool(following)
        assert len(rows) < 2000
    matching = told.get("matching", len(rows))
    assert len(rows) == matching
    texts = [json.dumps(row) for row in rows]
    assert len(set(texts)) == len(texts)


def test_a_page_goes_on_where_the_last_row_was(client: TestClient[Front]) -> None:
    """The mark names the row: where that now stands elsewhere, the page begins after it."""
    first = client.get("/api/v1/models?limit=5&sort=name").json()
    mark = re.search(r"after=5\.(\w+)", first["next"])
    assert mark
    moved = client.get(f"/api/v1/models?limit=1&sort=name&after=3.{mark[1]}").json()
    straight = client.get(first["next"]).json()
    assert moved["rows"] == straight["rows"][:1]


# --- what cannot be meant


@pytest.mark.parametrize(
    ("address", "status", "parameter", "near"),
    [
        ("models?capabilty=tool_call", 400, "capabilty", "capability"),
        ("models?capability=tool_cal", 400, "capability", "tool_call"),
        ("models?provider=opnai", 400, "provider", "openai"),
        ("models?sort=prise", 400, "sort", "price"),
        ("models?min_context=many", 400, "min_context", None),
        ("models?open_weights=perhaps", 400, "open_weights", None),
        ("models?max_price=NaN", 400, "max_price", None),
        ("models?lasts=-5", 400, "lasts", None),
        ("pick?ends_within=-1", 400, "ends_within", None),
        ("lifecycle?min_score=101", 400, "min_score", None),
        ("models?limit=0", 400, "limit", None),
        ("models?limit=201", 400, "limit", None),
        ("models?limit=5&limit=6", 400, "limit", None),
        ("models?after=nonsense", 400, "after", None),
        ("models?fields=id,nam", 400, "fields", "name"),
        ("models?as_of=2026-02-30", 400, "as_of", None),
        ("models?as_of=2999-01-01", 400, "as_of", None),
        ("models?as_of=2001-01-01", 404, "as_of", None),
        ("models/openai/04-mini", 404, "model", "openai/o4-mini"),
        ("labs/opnai", 404, "lab", "openai"),
        ("cost?input_tokens=5", 400, "output_tokens", None),
        ("cost?input_tokens=-5&output_tokens=1", 400, "input_tokens", None),
        ("cost?input_tokens=5&output_tokens=1&cached_share=2", 400, "cached_share", None),
        ("compare?model=o3", 400, "model", None),
        ("compare?model=o3&model=o4-mini&provider=nobody", 400, "provider", "openai"),
        ("changes?kind=prize", 400, "kind", "price"),
        ("changes?since=2026-05-02&until=2026-05-01", 400, "since", None),
        ("changes?after=x", 400, "after", None),
        ("inconsistencies?severity=hi", 400, "severity", None),
        ("explore?axis=codng", 400, "axis", "coding"),
        ("resolve", 400, "id", None),
        ("modles", 404, None, "models"),
        ("prices", 404, None, "models/{model}/prices"),
        ("models/openai/o4-mini/offerings", 404, None, "offerings"),
        (f"search?q={'x' * 201}", 400, "q", None),
    ],
)
def test_a_problem_names_the_parameter_and_what_is_near(
    address: str, status: int, parameter: str, near: str | None, client: TestClient[Front]
) -> None:
    answer = client.get(API + address)
    told = answer.json()
    assert answer.status_code == told["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert told.get("parameter") == parameter
    assert near is None or near in told["near"]
    assert told["detail"]


def test_where_nothing_is_near_a_parameter_all_are_named(client: TestClient[Front]) -> None:
    detail = client.get(f"{API}compare?id=o3&id=o4-mini").json()["detail"]
    assert detail.startswith("there is no parameter 'id', only ")
    assert " model, " in detail


def test_only_reading_is_known(client: TestClient[Front]) -> None:
    answer = client.post("/api/v1/models")
    assert answer.status_code == 405
    assert answer.json()["type"] == "urn:modelario:problem:bad_method"
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("address", "known"),
    [("/api/v1/models", {"GET", "HEAD", "OPTIONS"}), ("/mcp", {"POST", "OPTIONS"})],
)
def test_a_method_that_nobody_knows_is_told_those_that_are(
    address: str, known: set[str], client: TestClient[Front]
) -> None:
    answer = client.request("BREW", address)
    assert answer.status_code == 405
    assert {each.strip() for each in answer.headers["allow"].split(",")} == known


# --- what is named


@pytest.mark.parametrize("before", [None, "/api/v1/providers/openai/upkeep"])
def test_an_encoded_slash_belongs_to_a_name(before: str | None, client: TestClient[Front]) -> None:
    """It divides no address, whatever is kept of others."""
    if before:
        assert client.get(before).status_code == 200
    answer = client.get("/api/v1/providers/openai%2Fupkeep")
    assert answer.status_code == 404
    assert "no provider 'openai/upkeep'" in answer.json()["detail"]


def test_a_models_id_may_come_in_one_piece(app: Front) -> None:
    """As programs write it that encode all of a name."""
    # The description has no address of that form.
    client = TestClient(app)
    for ending in ("", "/prices"):
        one = client.get(f"/api/v1/models/openai%2Fo4-mini{ending}")
        assert one.status_code == 200
        assert one.json() == client.get(f"/api/v1/models/openai/o4-mini{ending}").json()


# --- how it is sent


def test_a_known_answer_is_not_sent_again(client: TestClient[Front]) -> None:
    first = client.get("/api/v1/labs")
    again = client.get("/api/v1/labs", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head("/api/v1/labs")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "address",
    ["/api/v1/labs", "/en/labs.csv", "/data/models.json", "/badge/openai/o4-mini/price.svg"],
)
def test_scripts_of_other_sites_may_read_that_nothing_is_new(
    address: str, client: TestClient[Front]
) -> None:
    """A browser hides from them what does not say so, a 304 that they asked for as well."""
    first = client.get(address)
    for condition in (first.headers["etag"], f"W/{first.headers['etag']}", "*"):
        again = client.get(address, headers={"if-none-match": condition})
        assert again.status_code == 304
        for name in ("access-control-allow-origin", "access-control-expose-headers"):
            assert again.headers.get(name) == first.headers.get(name)


def test_scripts_of_any_site_may_ask(client: TestClient[Front]) -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    answer = client.options("/api/v1/models", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "if-none-match" in answer.headers["access-control-allow-headers"]


def test_a_model_leads_to_its_own_address(client: TestClient[Front]) -> None:
    answer = client.get("/api/v1/models/OpenAI/O4-mini/prices?fields=id")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/api/v1/models/openai/o4-mini/prices?fields=id"


def test_fields_are_those_that_are_asked_for(client: TestClient[Front]) -> None:
    rows = client.get("/api/v1/models?fields=id,input_mtok&limit=3").json()["rows"]
    assert [list(row) for row in rows] == [["id", "input_mtok"]] * 3
    assert client.get("/api/v1/models/openai/o4-mini?fields=id").json() == {"id": "openai/o4-mini"}


def test_the_filters_are_those_of_the_models_page(client: TestClient[Front]) -> None:
    """The same words select the same models in the same order."""
    query = "capability=tool_call&min_context=200000&max_price=2&open_weights=true&sort=-released"
    page = client.get(f"/en/models.json?{query}").json()
    told = client.get(f"/api/v1/models?{query}&limit=200").json()
    assert told["rows"] == page["rows"][:200]
    assert (told["matching"], told["facets"]) == (page["matching"], page["facets"])


def test_the_examples_of_the_reference_work_as_they_stand(client: TestClient[Front]) -> None:
    for code in languages():
        page = client.get(f"/{code}/api")
        addresses = re.findall(r"curl 'https://models.example.org(.*?)'", page.text)
        assert len(addresses) > 30
        for address in {each.replace("&amp;", "&") for each in addresses}:
            assert client.get(address).status_code in (200, 406), address
