"""Undated ids whose listing is the lab's listing of a dated release."""

import pytest
from identity_documents import document, models, offering

from modelario.identity.resolve import resolve
from modelario.records import Document, Offering

_FACTS = {
    "release_date": "2025-09-29",
    "last_updated": "2025-09-29",
    "knowledge_cutoff": "2025-07-31",
    "input_modalities": ("text", "image"),
    "output_modalities": ("text",),
    "reasoning": True,
}
_DATED, _FLOATING = "Claude Sonnet 4.5", "Claude Sonnet 4.5 (latest)"


def _sold(*others: Offering) -> Document:
    """A lab that sells a floating model and its dated release, and others beside it."""
    return document(
        [
            offering("anthropic", "claude-sonnet-4-5", name=_FLOATING, **_FACTS),
            offering("anthropic", "claude-sonnet-4-5-20250929", name=_DATED, **_FACTS),
            *others,
        ]
    )


LISTINGS = [
    ({"name": _DATED}, "anthropic/claude-sonnet-4-5-20250929"),
    ({"name": _DATED, "context_window": 8000}, "anthropic/claude-sonnet-4-5-20250929"),
    ({"name": _DATED, "family": "claude"}, "anthropic/claude-sonnet-4-5-20250929"),
    ({"name": _FLOATING}, "anthropic/claude-sonnet-4-5"),
    ({"name": "Claude 4.5 Sonnet"}, "anthropic/claude-sonnet-4-5"),
    ({"name": _DATED, "release_date": "2025-09-30"}, "anthropic/claude-sonnet-4-5"),
    ({"name": _DATED, "knowledge_cutoff": None}, "anthropic/claude-sonnet-4-5"),
    ({"name": None}, "anthropic/claude-sonnet-4-5"),
]


@pytest.mark.parametrize(("stated", "model"), LISTINGS)
def test_a_listing_tells_the_release(stated: dict[str, object], model: str) -> None:
    """Only a listing with all facts of the dated release is that release; limits are the host's."""
    sold = _sold(offering("hub", "anthropic/claude-sonnet-4.5", **(_FACTS | stated)))
    assert models(resolve(sold))["hub::anthropic/claude-sonnet-4.5"] == model


def test_a_listing_that_fits_the_floating_model_too_tells_nothing() -> None:
    """Where the lab says the same of both, the id decides."""
    alike = document(
        [
            offering("anthropic", "claude-sonnet-4-5", name=_DATED, **_FACTS),
            offering("anthropic", "claude-sonnet-4-5-20250929", name=_DATED, **_FACTS),
            offering("hub", "claude-sonnet-4.5", name=_DATED, **_FACTS),
        ]
    )
    assert models(resolve(alike))["hub::claude-sonnet-4.5"] == "anthropic/claude-sonnet-4-5"


@pytest.mark.parametrize(
    ("stated", "model"),
    [
        ({"name": "Mistral: Devstral Medium", "release_date": "2025-07-10"}, "-2507"),
        ({"name": "Devstral Medium", "release_date": "2025-12-02"}, "-latest"),
        ({"name": "Devstral 2 (latest)", "release_date": "2025-07-10"}, "-latest"),
    ],
)
def test_name_and_day_tell_the_release(stated: dict[str, str], model: str) -> None:
    """Where the floating model has become another one, an old listing stays with its release."""
    sold = document(
        [
            offering(
                "mistral", "devstral-medium-2507", name="Devstral Medium", release_date="2025-07-10"
            ),
            offering(
                "mistral",
                "devstral-medium-latest",
                name="Devstral 2 (latest)",
                release_date="2025-12-02",
            ),
            offering(
                "kilo", "mistralai/devstral-medium", context_window=8000, reasoning=False, **stated
            ),
        ]
    )
    found = models(resolve(sold))["kilo::mistralai/devstral-medium"]
    assert found == f"mistral/devstral-medium{model}"


def test_a_listing_never_changes_the_version() -> None:
    """A name of another version is no listing of this one's release."""
    sold = _sold(offering("hub", "claude-sonnet-4", name=_DATED, **_FACTS))
    assert "4-5" not in (models(resolve(sold))["hub::claude-sonnet-4"] or "")


def test_the_reason_is_the_listing() -> None:
    """The assignment says why, and is less than certain."""
    sold = _sold(offering("hub", "claude-sonnet-4.5", name=_DATED, **_FACTS))
    found = next(a for a in resolve(sold).assignments if a.provider == "hub")
    assert found.reason.code == "dated_listing"
    assert found.reason.values == {"pin": "20250929", "name": _DATED}
    assert found.confidence < 0.9


_PREVIEW = {"name": "Gemini 3.1 Flash Lite Preview", "release_date": "2026-03-03"}
_FINAL = {"name": "Gemini 3.1 Flash Lite", "release_date": "2026-05-07"}


@pytest.mark.parametrize(
    ("stated", "model"),
    [
        (_PREVIEW, "google/gemini-3.1-flash-lite-preview"),
        (_PREVIEW | {"reasoning": True}, "google/gemini-3.1-flash-lite-preview"),
        (_PREVIEW | {"release_date": "2026-05-07"}, "google/gemini-3.1-flash-lite"),
        (_FINAL, "google/gemini-3.1-flash-lite"),
        (_FINAL | {"release_date": "2026-03-03"}, "google/gemini-3.1-flash-lite"),
    ],
)
def test_a_listing_tells_the_preview(stated: dict[str, str], model: str) -> None:
    """An id without the word is the preview where the listing has the preview's name and day."""
    sold = document(
        [
            offering("google", "gemini-3.1-flash-lite", **_FINAL),
            offering("google", "gemini-3.1-flash-lite-preview", **_PREVIEW),
            offering("hub", "hub-gemini-3-1-flash-lite", **stated),
        ]
    )
    assert models(resolve(sold))["hub::hub-gemini-3-1-flash-lite"] == model


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Gemini 3.1 Pro Preview Custom Tools", "google/gemini-3.1-pro-preview-customtools"),
        ("Gemini 3.1 Pro Preview", "google/gemini-3.1-pro-preview"),
        ("Gemini 3.1 Pro", "google/gemini-3.1-pro-preview"),
    ],
)
def test_a_listing_tells_one_of_several_editions(name: str, model: str) -> None:
    """Of editions that the lab sells, and nothing under the plain id, the listing tells one."""
    day = {"release_date": "2026-02-19"}
    sold = document(
        [
            offering("google", "gemini-3.1-pro-preview", name="Gemini 3.1 Pro Preview", **day),
            offering(
                "google",
                "gemini-3.1-pro-preview-customtools",
                name="Gemini 3.1 Pro Preview Custom Tools",
                **day,
            ),
            offering("hub", "gemini-3-1-pro", name=name, **day),
        ]
    )
    assert models(resolve(sold))["hub::gemini-3-1-pro"] == model
