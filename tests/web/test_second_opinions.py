"""What second sources say, on every face."""

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from litestar.testing import TestClient

from modelario.building import edition_of
from modelario.editions import Editions
from modelario.history.recalling import Recalled
from modelario.queries.edition import Edition
from modelario.records import Origin, SourceId, Witness
from modelario.settings import from_environment
from modelario.upstream.sources import EmbeddedSource, fetch
from modelario.web.app import Front, create_app
from witnessed import rule, told

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LINK = "https://example.org/prices"
WITNESSES = tuple(
    Witness(
        id=SourceId(id_),
        name=name,
        link=LINK,
        as_of=date(2026, 5, day),
        fetched_at=NOW,
        listings=1,
    )
    for id_, name, day in (("litellm", "LiteLLM", 30), ("genai-prices", "genai-prices", 29))
)
TESTIMONIES = (
    told(
        "litellm",
        rule("litellm", input="1.1", output="5.5"),
        provider="azure",
        offering_id="o4-mini",
        key="azure/o4-mini",
    ),
    told(
        "litellm",
        rule("litellm", input="1.1", output="4.4", cache_read="0.55"),
        rule("litellm", mode="batch", input="0.55", output="2.2"),
        rule("litellm", mode="batch", region="eu", input="0.605", output="2.42"),
        provider="openai",
        offering_id="o4-mini",
        key="o4-mini",
        link="https://platform.openai.com/docs/pricing",
    ),
    told(
        "genai-prices",
        rule("genai-prices", input="1.1", output="4.4"),
        provider="openai",
        offering_id="o4-mini",
        key="openai/o4-mini",
    ),
    told(
        "litellm",
        rule("litellm", input="0.01", output="0.02"),
        rule("litellm", mode="batch", input="0.005", output="0.01"),
        provider="groq",
        offering_id="o4-mini",
        key="groq/o4-mini",
        link="https://groq.com/pricing",
    ),
)


@pytest.fixture(scope="module")
def heard() -> Edition:
    """The embedded catalogue with what two witnesses say of one model."""
    fetched = fetch(EmbeddedSource(), now=NOW)
    assert fetched.content
    origin = Origin(source="embedded", as_of=date(2026, 5, 31), fetched_at=NOW)
    return edition_of(fetched.content.raw, origin, {}, {}, Recalled(WITNESSES, TESTIMONIES))


@pytest.fixture(scope="module")
def reader(heard: Edition) -> Iterator[TestClient[Front]]:
    """A reader of a site over it."""
    settings = from_environment({"MODELARIO_WORK_PER_ADDRESS": "0"})
    with TestClient(create_app(Editions(heard), settings)) as client:
        yield client


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("2 sources agree", "LiteLLM says $0.55", "Second opinions")),
        ("es", ("2 fuentes coinciden", "LiteLLM dice", "Segundas opiniones")),
        ("fr", ("2 sources concordent", "LiteLLM indique", "Avis tiers")),
    ],
)
def test_a_mark_stands_beside_each_price(
    reader: TestClient[Front], language: str, texts: tuple[str, ...]
) -> None:
    page = reader.get(f"/{language}/models/openai/o4-mini")
    for text in texts:
        assert text in _text(page.text)
    assert "https://platform.openai.com/docs/pricing" in page.text


def test_the_twin_for_programs_has_each_opinion_with_its_source(
    reader: TestClient[Front],
) -> None:
    text = reader.get("/en/models/openai/o4-mini.md").text
    tables = [block.splitlines() for block in text.split("\n\n") if block.startswith("| ")]
    # A table that follows another at once is read as more rows of it.
    assert all(sum(set(line) <= set("|-: ") for line in table) == 1 for table in tables)
    [opinions] = [table for table in tables if "Second source says" in table[0]]
    link = "`https://platform.openai.com/docs/pricing`"
    [differs] = [line for line in opinions if "Differs" in line]
    assert differs.endswith(f"| $0.28 | $0.55 | Differs | LiteLLM 2026-05-30 {link} |")
    assert sum("Agrees" in line for line in opinions) == 4
    [batch] = [line for line in text.splitlines() if "| batch |" in line]
    assert batch.endswith(f"| LiteLLM 2026-05-30 {link} |")


def test_the_page_stays_light(reader: TestClient[Front]) -> None:
    page = reader.get("/en/models/openai/o4-mini")
    assert len(gzip.compress(page.content)) <= 14 * 1024


def test_what_is_filled_in_has_its_source(reader: TestClient[Front]) -> None:
    opinions = reader.get("/api/v1/models/openai/o4-mini/prices").json()["opinions"]
    [batch] = [
        each
        for each in opinions
        if each["conditions"] == {"mode": "batch"} and each["unit"] == "input_mtok"
    ]
    assert (batch["stance"], batch["ours"], batch["theirs"]) == ("fills", None, 0.55)
    assert (batch["said"]["name"], batch["said"]["day"]) == ("LiteLLM", "2026-05-30")


@pytest.mark.parametrize("part", ["", "/prices"])
def test_what_only_a_witness_lists_is_its_own_and_used_for_nothing(
    reader: TestClient[Front], part: str
) -> None:
    """models.dev has no such listing: however cheap, it is no pick and no offering."""
    found = reader.get(f"/api/v1/models/openai/o4-mini{part}").json()
    rows = [(row["conditions"], row["input_mtok"]) for row in found["elsewhere"]]
    assert rows == [({}, 0.01), ({"mode": "batch"}, 0.005)]
    row = found["elsewhere"][0]
    assert (row["provider_name"], row["offering_id"]) == ("Groq", "o4-mini")
    assert (row["source_name"], row["source_day"]) == ("LiteLLM", "2026-05-30")
    assert row["source_link"] == "https://groq.com/pricing"
    assert found["cheapest"]["provider"] != "groq"
    assert "groq" not in {each["provider"] for each in found["offerings"]}
    costs = reader.get("/api/v1/cost?model=o4-mini&input_tokens=9&output_tokens=9").json()["rows"]
    assert "groq" not in {each["provider"] for each in costs}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Only second sources know these listings 1"),
        ("es", "Solo las segundas fuentes conocen estas fichas 1"),
    ],
)
def test_the_page_shows_them_apart(reader: TestClient[Front], language: str, words: str) -> None:
    page = reader.get(f"/{language}/models/openai/o4-mini").text
    assert words in _text(page)
    assert 'href="https://groq.com/pricing" rel="noopener' in page


def test_a_difference_has_both_figures_and_links(reader: TestClient[Front]) -> None:
    [row] = [
        each
        for each in reader.get("/en/models/openai/o4-mini.json").json()["opinions"]
        if each["stance"] == "differs"
    ]
    assert (row["unit"], row["theirs"]) == ("cache_read_mtok", 0.55)
    assert row["ratio"] == pytest.approx(row["theirs"] / row["ours"], abs=0.001)
    assert row["said"]["link"] == "https://platform.openai.com/docs/pricing"


def test_differences_are_inconsistencies_that_a_source_selects(
    reader: TestClient[Front],
) -> None:
    found = reader.get("/api/v1/inconsistencies?source=litellm").json()
    assert {row["model"] for row in found["rows"]} == {"openai/o4-mini"}
    assert found["by_source"]["litellm"] == found["matching"] == 3
    # Azure is listed twice upstream, and sold once.
    output, again = [row for row in found["rows"] if row["field"] == "output_mtok"]
    assert again["shown"] == output["shown"]
    ours, theirs = output["finding"]["claims"]
    assert (output["shown"], theirs["value"], theirs["said_by"][0]["key"]) == (
        4.4,
        5.5,
        "azure/o4-mini",
    )
    assert ours["stated_by"][0]["provider"] == "azure"
    assert theirs["stated_by"] == []
    page = _text(reader.get("/en/inconsistencies?source=litellm").text)
    assert "LiteLLM says $5.50, we show $4.40" in page


def test_a_source_that_nobody_heard_is_a_fault(reader: TestClient[Front]) -> None:
    assert reader.get("/api/v1/inconsistencies?source=litelm").status_code == 400
    assert reader.get("/en/inconsistencies?source=litelm").status_code == 400


def test_between_providers_nothing_is_a_witnesss(
    reader: TestClient[Front], edition: Edition
) -> None:
    found = reader.get("/api/v1/inconsistencies?source=models.dev&limit=1").json()
    without = sum(len(entry.findings) for entry in edition.catalogue.entries.values())
    assert found["by_source"]["models.dev"] == found["matching"] == without


def test_no_witness_moves_a_pick_a_rank_or_a_score(heard: Edition, edition: Edition) -> None:
    with_, without = heard.catalogue.entries, edition.catalogue.entries
    assert with_.keys() == without.keys()
    for id_, entry in with_.items():
        assert entry.scores == without[id_].scores
        assert entry.scenarios == without[id_].scenarios
        assert _picks(entry) == _picks(without[id_])


def _picks(entry: object) -> list[object]:
    quotes = (entry.recommended, entry.cheapest)  # type: ignore[attr-defined]
    return [quote and (quote.serving.key, quote.blended_mtok) for quote in quotes]


def test_markdown_and_feeds_tell_them_too(reader: TestClient[Front]) -> None:
    markdown = reader.get("/en/models/openai/o4-mini.md").text
    assert "LiteLLM" in markdown
    assert reader.get("/en/inconsistencies.csv?source=litellm").text.count("litellm") == 3
