"""Gateways' pointers to the newest model of a line are no models, and say where they lead."""

from decimal import Decimal

import pytest
from identity_documents import document, offering
from msgspec.structs import replace

from modelario.identity.lookup.lookup import Lookup
from modelario.identity.resolve import resolve
from modelario.records import Document, Offering, PriceRule, TokenPrice


def _listed(key: str, day: str, price: str, **facts: object) -> Offering:
    listing = offering(*key.split("::"), release_date=day, context_window=200_000, **facts)
    asked = TokenPrice(input_mtok=Decimal(price), output_mtok=5 * Decimal(price))
    return replace(listing, rules=(PriceRule(price=asked),))


def _sold(*others: Offering) -> Document:
    lab = [
        _listed(f"{seller}::{before}claude-opus-{version}", day, "5")
        for version, day in (("4-5", "2025-11-24"), ("4-6", "2026-02-05"), ("4-7", "2026-04-16"))
        for seller, before in (("anthropic", ""), ("hub", "anthropic/"))
    ]
    dear = [_listed("hub::anthropic/claude-opus-4-7-fast", "2026-04-16", "30")]
    google = [_listed("google::gemini-flash-latest", "2025-09-25", "0.3")]
    return document([*lab, *dear, *google, *others])


POINTERS = [
    ("hub::~anthropic/claude-opus-latest", "5", "anthropic/claude-opus-4-7"),
    ("hub::anthropic/claude-opus-latest", "5", "anthropic/claude-opus-4-7"),
    ("hub::claude-opus-latest", "5.001", "anthropic/claude-opus-4-7"),
    ("hub::~anthropic/claude-opus-latest", "7", None),
    ("hub::~google/gemini-flash-latest", "0.5", None),
    ("other::~anthropic/claude-opus-latest", "5", None),
]


@pytest.mark.parametrize(("key", "price", "leads_to"), POINTERS)
def test_a_pointer_says_where_it_leads(key: str, price: str, leads_to: str | None) -> None:
    """It is no model; the newest of its line with its price at its gateway is meant now."""
    found = resolve(_sold(_listed(key, "2026-04-20", price)))
    pointer = next(a for a in found.assignments if f"{a.provider}::{a.offering_id}" == key)
    assert pointer.model is None
    assert pointer.reason.code == ("pointer" if leads_to else "pointer_unknown")
    assert pointer.reason.values.get("model") == leads_to


@pytest.mark.parametrize(
    "key",
    ["google::gemini-flash-latest", "hub::gemini-flash-latest", "hub::claude-opus-4.5-latest"],
)
def test_what_a_lab_sells_as_its_newest_is_a_model(key: str) -> None:
    """Neither the lab's own floating id is a pointer, nor one with a version."""
    sold = _sold(*([] if key.startswith("google") else [_listed(key, "2025-11-24", "5")]))
    found = {f"{a.provider}::{a.offering_id}": a.model for a in resolve(sold).assignments}
    assert found[key] is not None


@pytest.mark.parametrize(
    "text",
    [
        "claude-opus-latest",
        "anthropic/claude-opus-latest",
        "~anthropic/claude-opus-latest",
        "hub/~anthropic/claude-opus-latest",
    ],
)
def test_a_pointer_is_found_as_one(text: str) -> None:
    """Whoever asks for a pointer is told that it is one, and the model to which it leads."""
    sold = _sold(_listed("hub::~anthropic/claude-opus-latest", "2026-04-20", "5"))
    found = Lookup(resolve(sold), sold).find(text)
    assert found.router == ("hub", "~anthropic/claude-opus-latest")
    assert found.certain is None
    assert [each.model for each in found.candidates] == ["anthropic/claude-opus-4-7"]
