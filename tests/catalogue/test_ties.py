"""Facts that as many state as contradict: settled by ground, not by how they are spelt."""

from typing import Any

import pytest

from builders import offering, serving
from modelario.catalogue.merge import best_founded

_DAY = {"release_date": "2025-04-16"}

#: Of which field, what who states, and what is shown.
TIES: dict[str, tuple[str, list[tuple[str, dict[str, Any]]], Any]] = {
    "what most state, whoever they are": (
        "tool_call",
        [
            ("azure", {"tool_call": False}),
            ("a", {"tool_call": True}),
            ("b", {"tool_call": True}),
        ],
        True,
    ),
    "a cloud's word": (
        "knowledge_cutoff",
        [
            ("a", {"knowledge_cutoff": "2024-05-31"} | _DAY),
            ("azure", {"knowledge_cutoff": "2024-06"}),
        ],
        "2024-06",
    ),
    "who knows the day": (
        "tool_call",
        [
            ("a", {"tool_call": False, "release_date": "2026-01-01", "name": "One"}),
            ("b", {"tool_call": True} | _DAY),
            ("c", _DAY),
        ],
        True,
    ),
    "a whole date": (
        "release_date",
        [("a", {"release_date": "2025-04"}), ("b", {"release_date": "2025-04-16"})],
        "2025-04-16",
    ),
    "the larger limit, for a host may serve less": (
        "context_window",
        [("a", {"context_window": 131_072, "name": "One"}), ("b", {"context_window": 262_144})],
        262_144,
    ),
    "the fullest listing": (
        "temperature",
        [
            ("a", {"temperature": False}),
            ("b", {"temperature": True, "reasoning": True, "tool_call": True}),
        ],
        True,
    ),
}


@pytest.mark.parametrize("case", TIES)
def test_ties_are_settled_by_ground(case: str) -> None:
    """Whose word it is, whether it knows the model's day, and how much it says."""
    field, stated, shown = TIES[case]
    for listed in (stated, stated[::-1]):
        servings = [serving(offering(provider, **facts)) for provider, facts in listed]
        values = [getattr(each.offering.facts, field) for each in servings]
        assert best_founded(field, values, servings) == shown
