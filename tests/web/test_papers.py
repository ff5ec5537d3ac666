"""A comparison as a document: what stands in it, and that no text breaks it."""

import re
import subprocess
import sys
from io import BytesIO

import pytest
from litestar.testing import TestClient
from msgspec import structs
from pypdf import PdfReader

from dated import Dated
from modelario.queries.edition import Edition
from modelario.web.app import Front
from modelario.web.pages import Asked
from modelario.web.papers.comparison_paper import comparison_paper
from modelario.web.papers.paper import Cell, Imprint, RowGroup, body, made, table
from modelario.web.views.comparison import comparison
from modelario.web.words.i18n import languages
from payloads import PAYLOADS

BASE = "https://models.example.org"
PATH = "compare/openai/o3/vs/openai/o4-mini"
FOUR = "compare/anthropic/claude-sonnet-4-5/vs/openai/gpt-5/vs/openai/o3/vs/openai/o4-mini"


def _read(data: bytes) -> PdfReader:
    assert data.startswith(b"%PDF-")
    return PdfReader(BytesIO(data), strict=True)


def _text(data: bytes) -> str:
    pages = (page.extract_text() for page in _read(data).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def test_a_comparison_is_had_as_a_document(client: TestClient[Front], edition: Edition) -> None:
    """Figures, assumptions, sources, day and address, as real text; to be saved under a name."""
    page = client.get(f"/en/{PATH}").text
    assert f'href="/en/{PATH}.pdf"' in page
    answer = client.get(f"/en/{PATH}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    saved = 'attachment; filename="modelario-compare-openai-o3-vs-openai-o4-mini.pdf"'
    assert answer.headers["content-disposition"] == saved
    document = _read(answer.content)
    assert document.metadata is not None
    assert document.metadata.title == "o3 vs. o4-mini"
    assert document.trailer["/Root"]["/Lang"] == "en"
    told = _text(answer.content)
    day = languages()["en"].day(edition.catalogue.origin.as_of)
    for part in (
        f"Catalogue as of {day}.",
        "Input / 1M $2.00 $1.10 best",
        "RAG answer × 1,000 $14.00 $7.70 best",
        "RAG answer: 1,000 requests of 5,000 tokens in, 500 out.",
        "Mode: standard · Region: any",
        "Cache write / 1M Unknown Unknown",
        "providers/openai/models/o4-mini.toml",
        f"{BASE}/en/{PATH}",
        f"1 / {len(document.pages)}",
    ):
        assert part in told


def test_the_same_document_is_the_same_bytes(client: TestClient[Front], asked: Asked) -> None:
    """No moment and no chance in it."""
    first = client.get(f"/en/{PATH}.pdf")
    assert client.get(f"/en/{PATH}.pdf").headers["etag"] == first.headers["etag"]
    one, other = (comparison_paper(asked, comparison(asked), BASE) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("code", languages())
def test_a_document_is_of_its_language(client: TestClient[Front], code: str) -> None:
    """Four models too; every letter comes out."""
    told = _text(client.get(f"/{code}/{FOUR}.pdf").content)
    language = languages()[code]
    for text in ("Prices at every provider", "Sources", "What typical work costs, in USD"):
        assert language.gettext(text) in told
    assert "Claude Sonnet 4.5" in told


def test_a_document_keeps_to_what_is_asked_for(site: Dated, client: TestClient[Front]) -> None:
    """Day, providers, mode, and only what differs."""
    query = "mode=batch&only=differences&at=openai/o3@azure"
    told = _text(client.get(f"/en/{PATH}.pdf?{query}").content)
    assert "Mode: batch" in told
    assert "Context 200K 200K" not in told
    assert "providers/azure/models/o3.toml" in told
    assert "mode=batch" in told
    pair = "compare/elsewhere/other-0/vs/openai/o4-mini"
    told = _text(site.get(f"/en/{pair}.pdf?as_of=2026-05-03&against=2026-05-01").content)
    assert "Then and now: o4-mini May 1, 2026 May 3, 2026" in told
    assert "Input / 1M $1.10 $0.88" in told
    assert "Catalogue as of May 3, 2026." in told


def test_what_cannot_be_set_is_told_as_a_problem(client: TestClient[Front]) -> None:
    """Faults of documents are for programs."""
    for address in (f"/en/{PATH}.pdf?mode=zero", "/en/compare/openai/o3/vs/nobody/none.pdf"):
        answer = client.get(address)
        assert answer.status_code in (400, 404)
        assert answer.headers["content-type"] == "application/problem+json"


NAMES = ["W" * 10_000, "<para><b>&amp;\x00\u202e</i>", "通义千问", "🦙", ""]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_breaks_a_document(asked: Asked, name: str) -> None:
    """Whatever models and providers are called; an id stands for what cannot be written."""
    seen = comparison(asked)
    sides = tuple(
        structs.replace(
            side,
            model=structs.replace(side.model, name=name),
            offering=side.offering and structs.replace(side.offering, provider_name=name),
        )
        for side in seen.record.sides
    )
    providers = tuple(structs.replace(row, provider_name=name) for row in seen.record.providers)
    record = structs.replace(seen.record, sides=sides, providers=providers)
    told = _text(comparison_paper(asked, seen._replace(record=record), f"{BASE}/{name}"))
    if name == "通义千问":
        assert "openai/o4-mini" in told
    if name.startswith("<para>"):
        assert "<para><b>&amp;" in told


def test_no_text_is_markup() -> None:
    """Nor does any text break a table or a foot."""
    for text in PAYLOADS[::11]:
        cells = [Cell(text), Cell(text, best=text)]
        parts = [
            body(text),
            table([(text, text), (text, "")], [RowGroup(text, [(text, cells)])], 0.3),
        ]
        assert _read(made(Imprint(text, "en", text, text), parts)).pages


def test_nothing_that_draws_is_loaded_before_it_is_asked_for() -> None:
    """A server starts, and a command answers, without libraries for pictures and documents."""
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, modelario.web.app; print({*sys.modules} & {'PIL', 'reportlab'})",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert loaded.stdout.strip() == "set()"
