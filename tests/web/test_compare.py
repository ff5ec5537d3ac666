"""Models side by side, and the page on which they are chosen."""

import csv
import io
import re

import pytest
from litestar.testing import TestClient
from msgspec import structs

from modelario.editions import Editions
from modelario.queries.edition import Edition
from modelario.records import ModelId
from modelario.settings import from_environment
from modelario.web.app import Front, create_app
from modelario.web.words.i18n import languages

PAIR = "/en/compare/google/gemini-2.5-flash/vs/openai/o4-mini"
#: Two whose prices cross: 1.25 / 10.00, cached 0.125; and 2.00 / 8.00, cached 0.50.
CROSSING = "compare/openai/gpt-5/vs/openai/o3"


# --- one address for each set of models ---------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("openai/o4-mini/vs/google/gemini-2.5-flash", PAIR),
        ("openai/o4-mini/vs/google/gemini-2.5-flash.json", f"{PAIR}.json"),
        ("openai/o4-mini/vs/google/gemini-2.5-flash/vs/openai/o4-mini", PAIR),
        ("openai/o4-mini/vs/openai/o4-mini", "/en/models/openai/o4-mini"),
        (
            "openai/o4-mini/vs/openai/gpt-5/vs/openai/o3/vs/google/gemini-2.5-flash",
            "/en/compare/google/gemini-2.5-flash/vs/openai/gpt-5/vs/openai/o3/vs/openai/o4-mini",
        ),
    ],
)
def test_every_order_leads_to_one_address(
    client: TestClient[Front], asked: str, leads_to: str
) -> None:
    """Sorted, each model once; one model alone has its own page."""
    answer = client.get(f"/en/compare/{asked}")
    assert (answer.status_code, answer.headers["location"]) == (301, leads_to)


def test_a_choice_survives_the_way_to_the_address(client: TestClient[Front]) -> None:
    """Providers belong to models, not to places, so that their order does not matter."""
    answer = client.get("/en/compare/openai/o4-mini/vs/openai/gpt-5?at=openai/o4-mini@azure")
    assert answer.headers["location"] == (
        "/en/compare/openai/gpt-5/vs/openai/o4-mini?at=openai%2Fo4-mini%40azure"
    )


def test_a_former_id_leads_to_the_present_one(edition: Edition) -> None:
    """An id once published keeps its comparisons."""
    renamed = structs.replace(
        edition.catalogue, aliases={ModelId("openai/omni-4-mini"): ModelId("openai/o4-mini")}
    )
    editions = Editions(Edition(renamed, edition.lookup, edition.document))
    with TestClient(create_app(editions, from_environment({}))) as reader:
        reader.follow_redirects = False
        answer = reader.get("/es/compare/google/gemini-2.5-flash/vs/openai/omni-4-mini")
    assert answer.status_code == 301
    assert answer.headers["location"] == PAIR.replace("/en/", "/es/")


def test_the_canonical_address_has_no_choice_in_it(client: TestClient[Front]) -> None:
    """Other prices of the same models are the same page."""
    text = client.get(f"{PAIR}?at=openai/o4-mini@azure").text
    assert f'<link rel="canonical" href="https://models.example.org{PAIR}">' in text


@pytest.mark.parametrize("form", ["", ".json", ".md", ".csv"])
def test_an_unknown_model_is_missing(client: TestClient[Front], form: str) -> None:
    """A comparison with nothing is a 404 that names what may be meant."""
    answer = client.get(f"/en/compare/openai/gpt-5/vs/openai/o4-mni{form}")
    assert answer.status_code == 404


# --- what it says -------------------------------------------------------------------------


def test_break_even_points_are_in_words(client: TestClient[Front]) -> None:
    """By hand: 13.75 − 3.375 c = 14 − 4.5 c at c = 2/9; 1.25 + 10 r = 2 + 8 r at r = 3/8."""
    english = client.get(f"/en/{CROSSING}").text
    assert "o3 is cheaper above 22% cached input, GPT-5 is cheaper below it." in english
    assert "o3 is cheaper above 0.38 output tokens per input token" in english
    spanish = client.get(f"/es/{CROSSING}").text
    assert "o3 es más barato a partir de un 22\xa0% de entrada en caché" in spanish


def test_a_model_that_is_always_cheaper_is_named_once(client: TestClient[Front]) -> None:
    """Where lines do not cross, one sentence says it for all models that are dearer."""
    four = "/en/compare/anthropic/claude-sonnet-4-5/vs/google/gemini-2.5-flash/vs/openai/o4-mini"
    told = re.findall(r"<li>(Gemini 2.5 Flash is cheaper[^<]*)</li>", client.get(four).text)
    assert len(told) == 1
    assert "than Claude Sonnet 4.5 and o4-mini however much of the input is cached and" in told[0]


@pytest.mark.parametrize(
    ("code", "heading"),
    [("en", "Gemini 2.5 Flash vs. o4-mini"), ("es", "Gemini 2.5 Flash frente a o4-mini")],
)
def test_two_models_stand_against_each_other(
    client: TestClient[Front], code: str, heading: str
) -> None:
    """A comparison is no choice between two spellings of one thing."""
    text = client.get(PAIR.replace("/en/", f"/{code}/")).text
    assert f"<h1>{heading}</h1>" in text
    assert f"<title>{heading}: " in text


@pytest.mark.parametrize("code", languages())
def test_sentences_are_apart(client: TestClient[Front], code: str) -> None:
    """What follows a question does not stick to it."""
    asked = client.get(f"/{code}/compare?model=zzzz").text.split('role="status"')[1]
    assert re.search(r"zzzz\s?[”»“]\s?\?\s+[A-Z]", asked)


def test_scenarios_cost_what_they_cost(client: TestClient[Front]) -> None:
    """By hand: 5,000 × 0.30 + 500 × 2.50 and 5,000 × 1.10 + 500 × 4.40 per 1M, 1,000 times."""
    [row] = [row for row in client.get(f"{PAIR}.json").json()["scenarios"] if "rag" in row["key"]]
    assert (row["costs"], row["best"]) == ([2.75, 7.7], [0])
    text = client.get(PAIR).text
    assert re.search(r"<td>\$2\.75 <span class=\"best\">best</span></td><td>\$7\.70</td>", text)


def test_differences_are_marked_in_words(client: TestClient[Front]) -> None:
    """A sign with a word for it stands where values differ, and nowhere else."""
    text = client.get(PAIR).text
    assert _row(text, "Context").count("Differs") == 2
    assert "Differs" not in _row(text, "Tool calling")


def _row(text: str, name: str) -> str:
    [found] = re.findall(rf'<tr[^>]*><th scope="row">{name}<.*?</tr>', text, re.DOTALL)
    return str(found)


def test_long_requests_are_mentioned(client: TestClient[Front]) -> None:
    """A price tier of either side stands in the table."""
    text = client.get("/en/compare/google/gemini-2.5-pro/vs/openai/o4-mini").text
    assert re.search(r"above 200K input tokens: \$2\.50 / \$15\.00", text)
    assert "Long requests" not in client.get(PAIR).text


def test_a_side_stands_at_the_provider_that_is_chosen(client: TestClient[Front]) -> None:
    """The address chooses the provider, the form shows it, the numbers follow."""
    address = f"{PAIR}.json?at=openai/o4-mini@poe"
    poe = client.get(address).json()["sides"][1]["offering"]
    assert (poe["provider"], poe["input_mtok"]) == ("poe", 0.99)
    text = client.get(f"{PAIR}?at=openai/o4-mini@poe").text
    assert '<option value="openai/o4-mini@poe" selected>' in text
    assert client.get(f"{PAIR}?at=openai/o4-mini@nobody").status_code == 400


def test_providers_stand_side_by_side(client: TestClient[Front]) -> None:
    """Those that serve every side come first, and each provider comes once."""
    record = client.get(f"{PAIR}.json").json()
    rows = record["providers"]
    missing = [row["offers"].count(None) for row in rows]
    assert missing == sorted(missing)
    assert len({row["provider"] for row in rows}) == len(rows)
    for side in record["sides"]:
        providers = [each["provider"] for each in side["choices"]]
        assert len(set(providers)) == len(providers)


def test_csv_has_a_column_for_each_model(client: TestClient[Front]) -> None:
    """Fields, scores and scenario costs in one table."""
    rows = {
        row["field"]: row for row in csv.DictReader(io.StringIO(client.get(f"{PAIR}.csv").text))
    }
    assert rows["input_mtok"]["openai/o4-mini"] == "1.1"
    assert rows["rag_answer"]["google/gemini-2.5-flash"] == "2.75"
    assert rows["coding"]["differs"] == "true"


def test_markdown_is_in_the_pages_language(client: TestClient[Front]) -> None:
    """The Markdown twin has the sentences and the table."""
    text = client.get(f"/es/{CROSSING}.md").text
    assert text.startswith("# GPT-5 frente a o3\n")
    assert "| Salida / 1M | 10,00\xa0US$ | 8,00\xa0US$ (mejor) |" in text


# --- choosing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "model=openai/o4-mini&model=google/gemini-2.5-flash",
        "model=o4-mini&model=Gemini+2.5+Flash",
        "model=gemini-2.5-flash&model=azure/o4-mini&model=",
    ],
)
def test_any_spelling_leads_to_the_comparison(client: TestClient[Front], query: str) -> None:
    """The form takes names, ids and providers' ids, in any order."""
    answer = client.get(f"/en/compare?{query}")
    assert (answer.status_code, answer.headers["location"]) == (301, PAIR)


def test_a_doubtful_spelling_is_asked_about(client: TestClient[Front]) -> None:
    """What is certain stays chosen; for the other there are suggestions that complete it."""
    text = client.get("/en/compare?model=o4-mini&model=gemini+flash").text
    assert "Which model is “gemini flash”?" in text
    assert 'value="o4-mini"' in text
    near = re.findall(r'href="(/en/compare\?model=[^"]*)"', text)
    assert near
    for address in near:
        assert client.get(address.replace("&amp;", "&")).status_code == 301


def test_one_model_gets_partners(client: TestClient[Front]) -> None:
    """With one model chosen the page suggests whom to compare it with."""
    text = client.get("/en/compare?model=o4-mini").text
    assert "Compare o4-mini with" in text
    assert "/en/compare/openai/o3/vs/openai/o4-mini" in text


def test_suggested_pairs_are_comparisons(client: TestClient[Front]) -> None:
    """Every pair that the page names stands at its canonical address."""
    pairs = client.get("/es/compare.json").json()["pairs"]
    assert len(pairs) == 12
    text = client.get("/es/compare").text
    for address in re.findall(r'href="(/es/compare/[^"]*)"', text):
        assert client.get(address).status_code == 200


def test_no_script_is_needed(client: TestClient[Front]) -> None:
    """Each choice is a form with a button."""
    text = client.get(PAIR).text
    assert '<button type="submit" form="providers">' in text
    assert '<form class="add" action="/en/compare"' in text


def test_hostile_names_are_data(client: TestClient[Front]) -> None:
    """Markup in a name is shown as text."""
    text = client.get("/en/compare?model=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in text
