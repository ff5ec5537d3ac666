"""The page of one model."""

import html
import json
import re
from itertools import product
from typing import Any

import pytest
from litestar.testing import TestClient

from modelario.queries.edition import Edition
from modelario.queries.model import ModelRequest, model_page
from modelario.web.app import Front
from modelario.web.words.i18n import languages

O4_MINI = "/en/models/openai/o4-mini"


def test_it_shows_the_price_that_the_record_recommends(
    client: TestClient[Front], edition: Edition
) -> None:
    """The page names provider and price of the record."""
    page = model_page(edition, ModelRequest(model="openai/o4-mini"))
    text = client.get(O4_MINI).text
    assert page.recommended is not None
    assert "<b>$1.10</b>" in text
    assert page.recommended.provider_name in text


def test_it_speaks_spanish(client: TestClient[Front]) -> None:
    """Numbers, dates and sentences are written as Spanish writes them."""
    text = client.get("/es/models/openai/o4-mini").text
    assert '<html lang="es">' in text
    assert "1,10\xa0US$" in text
    assert "16 de abril de 2025" in text
    assert "¿Cuánto cuesta o4-mini?" in text


def test_its_json_is_the_record(client: TestClient[Front]) -> None:
    """The JSON twin has money as numbers and names the canonical page."""
    answer = client.get(f"{O4_MINI}.json")
    record = answer.json()
    assert record["id"] == "openai/o4-mini"
    assert record["recommended"]["input_mtok"] == 1.1
    assert answer.headers["link"] == (
        '<https://models.example.org/en/models/openai/o4-mini>; rel="canonical"'
    )
    assert answer.headers["content-security-policy"].endswith("sandbox")


def test_its_csv_lists_the_offerings(client: TestClient[Front], edition: Edition) -> None:
    """A line for each offering, under the names of the fields."""
    lines = client.get(f"{O4_MINI}.csv").text.splitlines()
    page = model_page(edition, ModelRequest(model="openai/o4-mini"))
    assert lines[0].startswith("provider,offering_id,input_mtok")
    assert len(lines) == 1 + len(page.offerings)


def test_its_markdown_is_in_the_pages_language(client: TestClient[Front]) -> None:
    """The Markdown twin has the same sections."""
    text = client.get("/es/models/openai/o4-mini.md").text
    assert text.startswith("# o4-mini\n")
    assert "## Precios" in text


def test_offerings_sort_by_the_address(client: TestClient[Front]) -> None:
    """The cheapest offering comes first when the address says so, the unknown ones last."""
    lines = client.get(f"{O4_MINI}.csv?sort=input_mtok").text.splitlines()
    assert lines[1].startswith("Poe,")
    assert lines[-1].startswith("GitHub Models,")


@pytest.mark.parametrize("kind", ["Product", "FAQPage", "BreadcrumbList"])
def test_search_engines_are_told(client: TestClient[Front], kind: str) -> None:
    """Each kind of structured data stands on the page once and parses."""
    assert [each["@type"] for each in _structured(client, O4_MINI)].count(kind) == 1


def test_only_published_prices_are_on_offer(client: TestClient[Front], edition: Edition) -> None:
    """A product has an offer exactly where a price is published."""
    entries = edition.catalogue.entries
    unpriced = next(id_ for id_, entry in entries.items() if entry.cheapest is None)
    [product] = [
        each for each in _structured(client, f"/en/models/{unpriced}") if each["@type"] == "Product"
    ]
    assert "offers" not in product
    [product] = [each for each in _structured(client, O4_MINI) if each["@type"] == "Product"]
    assert product["offers"]["@type"] == "AggregateOffer"
    assert product["offers"]["priceCurrency"] == "USD"
    assert 0 < product["offers"]["lowPrice"] <= product["offers"]["highPrice"]


def test_prices_on_offer_are_prices_that_are_shown(client: TestClient[Front]) -> None:
    """Search engines are told input and output prices of the page, each with its unit."""
    [product] = [each for each in _structured(client, O4_MINI) if each["@type"] == "Product"]
    rows = client.get(f"{O4_MINI}.json").json()["offerings"]
    offers: Any = product["offers"]
    for field, kind in (("input_mtok", "input tokens"), ("output_mtok", "output tokens")):
        shown = [row[field] for row in rows if row["price_state"] == "published"]
        [told] = [
            each
            for each in offers["priceSpecification"]
            if each["referenceQuantity"]["unitText"] == kind
        ]
        assert told["@type"] == "UnitPriceSpecification"
        assert told["referenceQuantity"]["value"] == 1_000_000
        assert (told["minPrice"], told["maxPrice"]) == (min(shown), max(shown))
    assert offers["lowPrice"] == min(row["input_mtok"] for row in rows if row["input_mtok"])


#: Models of the embedded catalogue, and what their page says in place of a price.
UNPRICED = {
    "baidu/cobuddy": "Free at Kilo Gateway",
    "openai/gpt-image-1": "No offering with a published price is known to serve the full",
    "google/gemini-deep-research": "Every offering with a published price is about to be withdrawn",
}


@pytest.mark.parametrize("id_", UNPRICED)
def test_what_stands_in_place_of_a_price_is_said(client: TestClient[Front], id_: str) -> None:
    """A free model is called free, and a missing recommendation is explained, twice."""
    text = html.unescape(re.sub("<[^>]*>", "", client.get(f"/en/models/{id_}").text))
    assert text.count(UNPRICED[id_]) >= 2
    assert "No provider publishes a price per token" not in text or "Free" in UNPRICED[id_]
    assert "cost is unknown" not in text


def test_no_reason_is_invented_for_closed_weights(client: TestClient[Front]) -> None:
    """The data says that weights are closed, and nothing about who may serve them."""
    assert "No. Its weights are not published." in client.get(O4_MINI).text


@pytest.mark.parametrize(("code", "locale"), [("en", "en_US"), ("es", "es_ES"), ("fr", "fr_FR")])
def test_open_graph_names_a_locale(client: TestClient[Front], code: str, locale: str) -> None:
    """Open Graph's locales have a territory."""
    text = client.get(f"/{code}/models/openai/o4-mini").text
    assert f'<meta property="og:locale" content="{locale}">' in text


def _structured(client: TestClient[Front], address: str) -> list[dict[str, object]]:
    pattern = r'<script type="application/ld\+json">(.*?)</script>'
    return [json.loads(each) for each in re.findall(pattern, client.get(address).text, re.DOTALL)]


def test_an_unknown_model_suggests_near_ones(client: TestClient[Front]) -> None:
    """A 404 names what may be meant, and a program gets problem details."""
    answer = client.get("/en/models/openai/o4-mni")
    assert answer.status_code == 404
    assert 'href="/en/models/openai/o4-mini"' in answer.text
    problem = client.get("/en/models/openai/o4-mni.json")
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 404


def test_it_weighs_little(client: TestClient[Front]) -> None:
    """The whole HTML fits the first flight of a connection."""
    for encoding, code in product(("gzip", "zstd"), languages()):
        address = O4_MINI.replace("en", code, 1)
        answer = client.get(address, headers={"accept-encoding": encoding})
        assert int(answer.headers["content-length"]) <= 14 * 1024


def test_the_strip_of_facts_names_status_and_providers(client: TestClient[Front]) -> None:
    """How many serve it, and whether it stays, are said among the first facts."""
    text = client.get(O4_MINI).text
    strip = text[text.index('<dl class="facts') : text.index("</dl>")]
    record = client.get(f"{O4_MINI}.json").json()
    count = len({row["provider"] for row in record["offerings"]})
    assert record["providers"] == count
    assert f'<dt>Providers</dt><dd><a href="#offerings">{count}</a></dd>' in strip
    assert "<dt>Status</dt><dd>Current</dd>" in strip


def test_sentences_have_exact_numbers(client: TestClient[Front]) -> None:
    """Short numbers are for tables."""
    assert "Its context window holds 200,000 tokens." in client.get(O4_MINI).text
    assert (
        "Su ventana de contexto admite 200.000 tokens."
        in client.get(O4_MINI.replace("en", "es", 1)).text
    )


def test_who_contradicts_whom_is_named(client: TestClient[Front]) -> None:
    """A provider by its name, and its id of the model leads to the file to mend."""
    text = client.get("/en/inconsistencies").text
    stated = text[text.index('<div class="inconsistency">') :]
    assert re.search(
        r'<li>[^<]+ <a href="https://github\.com/[^"]+\.toml"[^>]*><code>[^<]+</code></a></li>',
        stated,
    )
    assert 'title="' not in stated[: stated.index("</table>")]


@pytest.mark.parametrize("path", ["openai/O4-Mini", "OpenAI/o4-mini"])
@pytest.mark.parametrize("ending", ["", ".json", "/history"])
def test_an_id_in_another_case_leads_to_the_model(
    client: TestClient[Front], path: str, ending: str
) -> None:
    """People type ids as they are spoken of."""
    answer = client.get(f"/en/models/{path}{ending}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{O4_MINI}{ending}")


def test_a_group_of_alternatives_says_its_reason_once(client: TestClient[Front]) -> None:
    """Models listed for their open weights need not each be said to have them."""
    groups = client.get(f"{O4_MINI}.json").json()["alternatives"]
    assert groups["open_weight"]
    assert not [each for each in groups["open_weight"] if "Open weights" in each["reasons"]]


def test_whose_word_is_shown_is_named(client: TestClient[Front]) -> None:
    """The provider that we believe is called by its name there as well."""
    text = client.get(O4_MINI).text
    assert "Stated by the lab&#39;s own provider, OpenAI" in text
