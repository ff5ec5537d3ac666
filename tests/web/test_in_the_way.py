"""Small things that were in a reader's way, each as its kind."""

from datetime import date
from decimal import Decimal

import pytest
from litestar.testing import TestClient

from dated import DAYS, Dated
from modelario.queries.edition import Edition
from modelario.queries.price_history import PriceRow, merged
from modelario.records import ModelKind, PriceState
from modelario.web.app import Front


def test_a_family_names_its_labs(client: TestClient[Front]) -> None:
    text = client.get("/en/families/gpt").text
    assert '<a href="/en/labs/openai">OpenAI</a>' in text
    assert ">openai</a>" not in text


@pytest.mark.parametrize("page", ["labs/openai", "families/claude-sonnet"])
def test_no_column_says_of_every_row_what_the_page_is_about(
    client: TestClient[Front], page: str
) -> None:
    text = client.get(f"/en/{page}").text
    heads = text.partition("<thead>")[2].partition("</thead>")[0]
    assert "sort=lab" not in heads
    assert "sort=input_mtok" in heads
    assert "lab" in client.get(f"/en/{page}.csv").text.splitlines()[0].split(",")


def test_a_changelog_tells_the_days_that_are_asked_for(site: Dated) -> None:
    text = site.get(f"/en/changelog?since={DAYS[1]}&until={DAYS[2]}").text
    assert "Between May 2, 2026 and May 3, 2026" in text
    assert "Between May 1, 2026 and May 4, 2026" in site.get("/en/changelog").text


def test_no_context_of_a_model_without_text_is_told_as_a_conversation(
    client: TestClient[Front], edition: Edition
) -> None:
    """By the kind: a video model holds no tokens of a prompt and a reply."""
    found = [
        entry.model.id
        for entry in edition.catalogue.entries.values()
        if entry.model.kind in (ModelKind.VIDEO, ModelKind.IMAGE, ModelKind.SPEECH)
        and entry.model.facts.context_window
    ]
    assert found
    for id_ in found[:8]:
        text = client.get(f"/en/models/{id_}").text
        assert "context window holds" not in text
        assert "prompt and reply together" not in text
    assert "context window holds 200,000 tokens" in client.get("/en/models/openai/o4-mini").text


def _row(since: str, until: str | None, price: str, reasoning: str | None = None) -> PriceRow:
    return PriceRow(
        provider="openai",
        provider_name="OpenAI",
        offering_id="o4-mini",
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
        price_state=PriceState.PUBLISHED,
        input_mtok=Decimal(price),
        reasoning_mtok=Decimal(reasoning) if reasoning else None,
    )


def test_rows_that_follow_each_other_and_show_the_same_are_one() -> None:
    first, second = "2026-05-01", "2026-05-02"
    rows = (
        _row(first, second, "1"),
        _row(second, "2026-05-03", "1", reasoning="2"),
        _row("2026-05-03", "2026-05-04", "3"),
        _row("2026-05-06", None, "3"),
    )
    assert [(str(row.since), str(row.until)) for row in merged(rows)] == [
        (first, "2026-05-03"),
        ("2026-05-03", "2026-05-04"),
        ("2026-05-06", "None"),
    ]


def test_words_are_explained_where_they_stand_and_not_on_hover_alone(
    client: TestClient[Front],
) -> None:
    text = client.get("/en/models/openai/o4-mini").text
    assert "Attachments are files sent along with a request." in text
    for page in ("models", "labs/openai", "models/openai/o4-mini"):
        told = client.get(f"/en/{page}").text
        assert "“Unknown” means that nobody states it" in told
    assert "«Desconocido» significa" in client.get("/es/models").text


def test_what_costs_assume_is_said_with_a_way_to_the_whole_calculator(
    client: TestClient[Front],
) -> None:
    text = client.get("/en/models/openai/o4-mini").text
    section = text.partition('id="costs"')[2].partition("<h2")[0]
    assert "Without caches, reasoning" in section
    assert 'href="/en/calculator?model=openai%2Fo4-mini"' in section
    assert "The whole calculator" in section


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "they count as input tokens",
                "read from its cache",
                "among them OpenAI",
            ),
        ),
        (
            "es",
            (
                "cuentan como tokens de entrada",
                "leídos de su caché",
                "entre ellos OpenAI",
            ),
        ),
    ],
)
def test_questions_tell_of_images_caches_and_who_else_may_serve(
    client: TestClient[Front], language: str, told: tuple[str, ...]
) -> None:
    text = client.get(f"/{language}/models/openai/o4-mini").text
    for each in told:
        assert each in text
