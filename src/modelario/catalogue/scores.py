"""Fit scores: one table of weights, and its evaluation.

They reward what is declared – capabilities, context, price, availability – and are no
benchmark results. The table is data: the methodology page is drawn from it.
"""

from decimal import Decimal
from functools import lru_cache
from math import floor
from typing import Any

from msgspec import Struct

from modelario.catalogue.kinds import SCORED
from modelario.catalogue.measures import (
    AcceptsInput,
    CachePrice,
    Flag,
    FullWindowPrice,
    Measure,
    NoFindings,
    Official,
    PriceLog,
    ProviderCount,
    PublishedPrice,
    Subject,
    TokensAtLeast,
    TokensLog,
    TokensTwoLogs,
)
from modelario.records import Entry, Part, Score


class Weight(Struct, frozen=True, eq=False):
    """One part of a score: its name, its points and how they are earned."""

    name: str
    maximum: int
    measure: Measure


_AVAILABILITY = Weight("provider_availability", 10, ProviderCount(enough=10))
_PRICE_SCALE = PriceLog(low=Decimal("0.02"), high=Decimal(100))

#: The weights table. The parts of each score add up to 100.
WEIGHTS: dict[str, tuple[Weight, ...]] = {
    "coding": (
        Weight("tool_call", 40, Flag("tool_call")),
        Weight("structured_output", 20, Flag("structured_output")),
        Weight("reasoning", 10, Flag("reasoning")),
        Weight("context_window", 20, TokensLog("context_window", 100_000, 1_000_000)),
        _AVAILABILITY,
    ),
    "agents": (
        Weight("tool_call", 35, Flag("tool_call")),
        Weight("structured_output", 25, Flag("structured_output")),
        Weight("reasoning", 15, Flag("reasoning")),
        Weight("max_output_tokens", 15, TokensLog("max_output_tokens", 4_000, 64_000)),
        _AVAILABILITY,
    ),
    "json": (
        Weight("structured_output", 50, Flag("structured_output")),
        Weight("tool_call", 20, Flag("tool_call")),
        Weight("temperature", 10, Flag("temperature")),
        Weight("price_friendly", 20, _PRICE_SCALE),
    ),
    "cost": (
        Weight("headline_price", 95, _PRICE_SCALE),
        Weight("cache_price", 5, CachePrice()),
    ),
    "long_context": (
        Weight(
            "context_window",
            90,
            TokensTwoLogs("context_window", 10_000, 100_000, 0.35, 2_000_000),
        ),
        Weight("full_window_price", 10, FullWindowPrice()),
    ),
    "vision": (
        Weight("image_input", 50, AcceptsInput("image")),
        Weight("context_window", 30, TokensLog("context_window", 10_000, 1_000_000)),
        Weight("published_price", 10, PublishedPrice()),
        _AVAILABILITY,
    ),
    "production": (
        Weight("independent_providers", 40, ProviderCount(enough=5)),
        Weight("published_price", 20, PublishedPrice()),
        Weight("context_window", 15, TokensAtLeast("context_window", 8_000)),
        Weight("no_inconsistencies", 10, NoFindings(each_share=0.2)),
        Weight("official", 15, Official()),
    ),
}


def points(entry: Entry, name: str) -> int | None:
    """Give the points of a score, or ``None`` where it says nothing of the model's kind."""
    given = entry.scores.get(name)
    return given.points if given else None


def scores(subject: Subject) -> dict[str, Score]:
    """Evaluate every score of the table that says something of the model's kind."""
    kind = subject.model.kind
    return {
        name: _score(name, tuple([weight.measure.read(subject) for weight in weights]))
        for name, weights in WEIGHTS.items()
        if kind in SCORED[name]
    }


@lru_cache(maxsize=20_000)
def _score(name: str, facts: tuple[Any, ...]) -> Score:
    """Add up one score; each part is rounded half up, and an unknown part earns nothing.

    Many models have the same facts, and nearly all those of the day before.
    """
    parts = tuple(_part(*each) for each in zip(WEIGHTS[name], facts, strict=True))
    return Score(
        points=sum(part.points for part in parts),
        coverage=sum(part.maximum for part in parts if part.known),
        parts=parts,
    )


@lru_cache(maxsize=20_000)
def _part(weight: Weight, fact: Any) -> Part:  # noqa: ANN401 – whatever its measure reads
    share, reason = weight.measure.judge(fact)
    return Part(
        name=weight.name,
        points=0 if share is None else _half_up(weight.maximum * share),
        maximum=weight.maximum,
        known=share is not None,
        reason=reason,
    )


def _half_up(points: float) -> int:
    """Round half up; what binary fractions add or lose is taken off first."""
    return floor(round(points, 9) + 0.5)
