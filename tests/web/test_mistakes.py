"""What of an address cannot be meant is named, with what is allowed; the rest of a form stays."""

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front
from modelario.web.routes import PAGES

COMPARED = "compare/openai/gpt-5/vs/openai/o4-mini"

#: An address, the name of the parameter in words, what was given, and some of what is allowed.
MISTAKES = [
    ("calculator?requests=abc", "Requests a month", "abc", "a whole number from 0 to"),
    ("calculator?cached_percent=101", "Cached input, percent", "101", "from 0 to 100"),
    ("calculator?mode=zz", "Mode", "zz", "batch"),
    ("calculator?at=zz", "Moment or provider", "zz", "a moment such as"),
    ("calculator?cached_percent=60&cache_write_percent=60", "Written to the cache", "60", "100%"),
    ("calculator?against=foo", "Beside it", "foo", "a day such as"),
    ("models?sort=xx", "Sorted by", "xx", "released"),
    ("models?lab=opneai", "Labs", "opneai", "openai"),
    ("models?capability=fly", "Capabilities", "fly", "tool_call"),
    ("models?columns=foo", "Columns", "foo", "context_window"),
    ("models?page=0", "Page", "0", "from 1 to"),
    ("models?released_since=soon", "Released since", "soon", "2026-05"),
    ("pick?weight_coding=x", "weight_coding", "x", "a whole number"),
    ("pick?requests=x", "Requests a month", "x", "a whole number"),
    ("explore?axis=foo", "Price against", "foo", "context_window"),
    ("changelog?since=foo", "From day", "foo", "a day such as"),
    ("changelog?kind=zz", "Kind", "zz", "added"),
    ("lifecycle?event=zz", "Event", "zz", "retires"),
    ("inconsistencies?severity=zz", "Severity", "zz", "high"),
    (f"{COMPARED}?at=openai/o4-mini@nobody", "Moment or provider", "nobody", "o4-mini@openai"),
]


@pytest.mark.parametrize(("address", "name", "given", "allowed"), MISTAKES)
def test_a_page_names_what_cannot_be_meant_and_stands_without_it(
    client: TestClient[Front], address: str, name: str, given: str, allowed: str
) -> None:
    page = client.get(f"/en/{address}")
    told = page.text.partition('<div class="mistakes">')[2].partition("</div>")[0]
    assert page.status_code == 400
    assert 'role="alert"' in told
    for each in (name, given, allowed):
        assert each in told
    assert "<table" in page.text or "<form" in page.text.partition("<main")[2]
    assert 'content="noindex"' in page.text


@pytest.mark.parametrize(("address", "given"), [(row[0], row[2]) for row in MISTAKES])
def test_programs_are_told_the_parameter(
    client: TestClient[Front], address: str, given: str
) -> None:
    path, _, query = address.partition("?")
    answer = client.get(f"/en/{path}.json?{query}")
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["parameter"] in query
    assert given in problem["detail"] or "parts of the input" in problem["detail"]


def test_the_other_fields_keep_what_was_typed_and_the_wrong_one_too(
    client: TestClient[Front],
) -> None:
    text = client.get(
        "/en/calculator?requests=abc&input_tokens=777&output_tokens=x&lab=openai"
    ).text
    assert 'name="input_tokens" value="777"' in text
    assert 'name="requests" value="abc"' in text
    assert 'name="output_tokens" value="x"' in text
    assert text.count(' aria-invalid="true" aria-describedby') == 2
    assert 'name="lab" value="openai" checked' in text
    assert text.count('role="alert"') == 2


def test_of_several_values_only_the_wrong_one_is_left_out(client: TestClient[Front]) -> None:
    text = client.get("/en/models?lab=opneai&lab=google").text
    assert 'name="lab" value="google" checked' in text
    assert '<a href="/en/models?lab=google&amp;lab=openai">openai</a>' in text


@pytest.mark.parametrize(
    ("written", "meant"), [("1e6", "1000000"), ("1M", "1000000"), ("200k", "200000")]
)
def test_a_number_is_read_as_people_write_it(
    client: TestClient[Front], written: str, meant: str
) -> None:
    answer = client.get("/en/calculator", params={"requests": written})
    assert answer.status_code == 200
    assert f'name="requests" value="{meant}"' in answer.text


def test_a_spanish_page_says_it_in_spanish(client: TestClient[Front]) -> None:
    text = client.get("/es/calculator?requests=abc").text
    assert "«abc» no se entiende aquí" in text
    assert "un número entero de 0 a 1.000.000.000.000" in text
    assert "cannot be meant" not in text


def test_too_many_mistakes_are_one_error(client: TestClient[Front]) -> None:
    wrong = "&".join(f"lab=nobody-{number}" for number in range(30))
    assert client.get(f"/en/models?{wrong}").status_code == 400


def test_a_day_that_cannot_be_had_keeps_its_own_page(client: TestClient[Front]) -> None:
    page = client.get("/en/models?as_of=yesterday")
    assert page.status_code == 400
    assert "That is no day" in page.text


def test_no_page_breaks_at_a_value_that_means_nothing(client: TestClient[Front]) -> None:
    """Every parameter of every page that has no part that varies."""
    for page in PAGES:
        for name in page.parameters if "{" not in page.path else ():
            answer = client.get(f"/en/{page.path}", params={name: "~nothing~"})
            assert answer.status_code in (200, 301, 303, 400), (page.name, name)
