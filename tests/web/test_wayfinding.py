"""Any spelling of a model, in the search field or in an address, leads to its page."""

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front

PASTED = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"


def test_a_pasted_id_leads_from_the_search_field_straight_to_its_model(client: TestClient[Front]):
    answer = client.get("/en/search", params={"q": PASTED})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/en/models/anthropic/claude-sonnet-4-5")
    assert client.get(answer.headers["location"]).status_code == 200


def test_programs_and_whoever_wants_everything_see_what_was_found(client: TestClient[Front]):
    found = client.get("/en/search.json", params={"q": PASTED}).json()
    assert found["model"].startswith("anthropic/claude-sonnet-4-5")
    assert client.get("/api/v1/search", params={"q": PASTED}).json()["model"] == found["model"]
    everything = client.get("/en/search", params={"q": "gpt-5", "all": "1"})
    assert everything.status_code == 200
    assert '<a href="/en/models/openai/gpt-5">' in everything.text
    read = client.get("/en/search", params={"q": "gpt-5"}, headers={"accept": "text/markdown"})
    assert read.status_code == 200


@pytest.mark.parametrize("word", ["llama", "openai", "google"])
def test_a_word_that_may_mean_several_things_lists_them(client: TestClient[Front], word: str):
    assert client.get("/en/search", params={"q": word}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/en/models/o4-mini", "/en/models/openai/o4-mini"),
        ("/en/o4-mini", "/en/models/openai/o4-mini"),
        ("/es/models/o4-mini.json", "/es/models/openai/o4-mini.json"),
        ("/en/openai/o4-mini", "/en/models/openai/o4-mini"),
        ("/en/models/OpenAI/O4-Mini", "/en/models/openai/o4-mini"),
        ("/en/models/o4-mini/history", "/en/models/openai/o4-mini/history"),
        ("/en/providers/openai/o4-mini", "/en/models/openai/o4-mini"),
        (
            "/en/models/openrouter/anthropic/claude-sonnet-4.5",
            "/en/models/anthropic/claude-sonnet-4-5",
        ),
        ("/en/compare/o4-mini/vs/gpt-5", "/en/compare/openai/gpt-5/vs/openai/o4-mini"),
        ("/o4-mini", "/en/models/openai/o4-mini"),
        ("/models/openai/o4-mini", "/en/models/openai/o4-mini"),
        ("/calculator?requests=5", "/en/calculator?requests=5"),
    ],
)
def test_an_address_that_means_a_page_for_certain_leads_to_it(
    client: TestClient[Front], asked: str, led: str
):
    answer = client.get(asked)
    assert answer.status_code in (301, 303)
    assert answer.headers["location"] == led
    assert client.get(led).status_code == 200


def test_an_address_without_a_language_leads_to_the_readers_own(client: TestClient[Front]):
    answer = client.get("/models/openai/o4-mini", headers={"accept-language": "es"})
    assert answer.headers["location"] == "/es/models/openai/o4-mini"
    assert answer.headers["vary"] == "accept-language"


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("llama", "/en/models/meta/llama-3.3-70b-instruct"),
        ("models/llama", "/en/models/meta/llama-3.3-70b-instruct"),
        ("models/acme/llama", "/en/models/meta/llama-3.3-70b-instruct"),
        ("openai", "/en/labs/openai"),
        ("calculater", "/en/calculator"),
        ("models/o4-mni", "/en/models/openai/o4-mini"),
    ],
)
def test_an_address_that_may_mean_something_names_it(
    client: TestClient[Front], asked: str, near: str
):
    page = client.get(f"/en/{asked}")
    assert page.status_code == 404
    assert f'<a href="{near}">' in page.text.partition("Perhaps you mean")[2]
    told = client.get(f"/en/{asked}.json")
    assert told.status_code == 404
    assert f"{near}.json" in [each["address"] for each in told.json()["suggestions"]]
    assert client.get(near).status_code == 200


def test_a_strangers_address_is_no_page_and_suggests_nothing(client: TestClient[Front]):
    for address in ("/en/wp-login.php", "/wp-login.php", "/static/x", "/data/x"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Perhaps you mean" not in answer.text
