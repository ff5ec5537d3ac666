"""Ids from the wild, each with the model that it means."""

from collections import Counter
from functools import cache

import pytest
from identity_documents import wild_document, wild_rows

from modelario.identity.resolve import resolve
from modelario.records import Assignment, Resolution

#: Every class of spelling that the table must cover.
CLASSES = {
    "spelling",
    "region",
    "quantisation",
    "effort",
    "speed",
    "host",
    "tee",
    "free",
    "pin",
    "version",
    "preview",
    "floating",
    "derivative",
    "router",
    "single",
}


@cache
def resolution() -> Resolution:
    return resolve(wild_document())


@cache
def assignments() -> dict[tuple[str, str], Assignment]:
    return {(a.provider, a.offering_id): a for a in resolution().assignments}


def test_table_covers_every_class() -> None:
    """At least 300 ids, and several of each class."""
    counts = Counter(row.kind for row in wild_rows())
    assert counts.keys() == CLASSES
    assert sum(counts.values()) >= 300
    assert min(counts.values()) >= 10


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_ids_mean_their_models(kind: str) -> None:
    """Every id of a class resolves to the model in the table."""
    wrong = {
        f"{row.provider}::{row.offering_id}": (assigned.model, row.model)
        for row in wild_rows()
        if row.kind == kind
        and (assigned := assignments()[row.provider, row.offering_id]).model != row.model
    }
    assert wrong == {}


@pytest.mark.parametrize("field", ["region", "quantisation", "effort", "speed", "host"])
def test_variants_are_typed(field: str) -> None:
    """What an id says of serving stands in the field of the variant that it belongs to."""
    untyped = [
        row.offering_id
        for row in wild_rows()
        if row.kind == field
        and not getattr(assignments()[row.provider, row.offering_id].variant, field)
    ]
    assert untyped == []


@pytest.mark.parametrize("field", ["tee", "free"])
def test_flags_are_set(field: str) -> None:
    """Enclaves and free tiers are flags of the variant."""
    unset = [
        row.offering_id
        for row in wild_rows()
        if row.kind == field
        and not getattr(assignments()[row.provider, row.offering_id].variant, field)
    ]
    assert unset == []


def test_pins_are_kept() -> None:
    """A pin that is folded into an undated model stays with the offering."""
    lost = [
        row.offering_id
        for row in wild_rows()
        if row.kind == "pin" and assignments()[row.provider, row.offering_id].pin is None
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("dated", "floating"),
    [
        ("anthropic/claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5"),
        ("anthropic/claude-opus-4-20250514", "anthropic/claude-opus-4-0"),
        ("openai/gpt-4o-2024-08-06", "openai/gpt-4o"),
        ("mistral/mistral-large-2411", "mistral/mistral-large-latest"),
        ("stepfun/step-3.5-flash-2603", "stepfun/step-3.5-flash"),
    ],
)
def test_versions_are_linked(dated: str, floating: str) -> None:
    """A dated model of its own says which floating model it is a version of."""
    assert resolution().identities[dated].version_of == floating


def test_derivatives_are_not_official() -> None:
    """Somebody else's fine-tune is flagged, and its parent is no derivative itself."""
    identities = resolution().identities
    for row in wild_rows():
        if row.kind == "derivative" and row.model:
            identity = identities[row.model]
            assert not identity.official, row.model
            assert identity.parent is None or identities[identity.parent].official


def test_a_labs_own_distillation_is_official() -> None:
    """DeepSeek's distillations onto other labs' models are DeepSeek's own."""
    assert resolution().identities["deepseek/deepseek-r1-distill-qwen-32b"].official
