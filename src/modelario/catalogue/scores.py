"""Fit scores: one table of weights, and its evaluation.

They reward what is declared – capabilities, context, price, availability – and are no
benchmark results. The table is data: the methodology page is drawn from it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import floor, log
from typing import NamedTuple

from msgspec import Struct

from modelario.catalogue.prices import Offer, Priced, is_deprecated, serves_full_context
from modelario.records import Finding, Model, Part, Quote, Reason, Score


class Subject(NamedTuple):
    """What is scored."""

    model: Model
    offers: Sequence[Offer]
    recommended: Quote | None
    #: How many providers serve the model, and on how many fields they disagree.
    providers: int
    inconsistent_fields: int


def subject(priced: Priced, findings: Iterable[Finding]) -> Subject:
    """Take from a model what its scores depend on."""
    providers = {serving.offering.provider for serving in priced.model.servings}
    fields = {finding.field for finding in findings}
    return Subject(priced.model, priced.offers, priced.recommended, len(providers), len(fields))


class Verdict(NamedTuple):
    """The share of a part's maximum that is earned (``None``: unknown), and why."""

    share: float | None
    reason: Reason


_UNKNOWN = Verdict(None, Reason("unknown"))
#: What is declared of a yes-or-no fact.
_DECLARED = {
    None: _UNKNOWN,
    True: Verdict(1.0, Reason("declared")),
    False: Verdict(0.0, Reason("declared_absent")),
}


def log_share(value: float, low: float, high: float) -> float:
    """Map ``low`` and below to 0, ``high`` and above to 1, logarithmically in between."""
    return min(1.0, max(0.0, log(value / low) / log(high / low)))


# --- measures: each turns one fact into a verdict -------------------------------------


class Flag(Struct, frozen=True, tag="flag"):
    """All points for a capability that is declared."""

    fact: str

    def judge(self, subject: Subject) -> Verdict:
        return _DECLARED[getattr(subject.model.facts, self.fact)]


class TokensLog(Struct, frozen=True, tag="tokens_log"):
    """Points by the logarithm of a number of tokens, from ``low`` to ``high``."""

    fact: str
    low: int
    high: int

    def judge(self, subject: Subject) -> Verdict:
        tokens: int | None = getattr(subject.model.facts, self.fact)
        if tokens is None:
            return _UNKNOWN
        reason = Reason("tokens_on_scale", tokens=tokens, low=self.low, high=self.high)
        return Verdict(log_share(tokens, self.low, self.high), reason)


class TokensTwoLogs(Struct, frozen=True, tag="tokens_two_logs"):
    """Points logarithmic from ``low`` to ``middle``, worth ``middle_share``, then to ``high``."""

    fact: str
    low: int
    middle: int
    middle_share: float
    high: int

    def judge(self, subject: Subject) -> Verdict:
        tokens: int | None = getattr(subject.model.facts, self.fact)
        if tokens is None:
            return _UNKNOWN
        lower = self.middle_share * log_share(tokens, self.low, self.middle)
        upper = (1 - self.middle_share) * log_share(tokens, self.middle, self.high)
        reason = Reason("tokens_on_scale", tokens=tokens, low=self.low, high=self.high)
        return Verdict(lower + upper, reason)


class TokensAtLeast(Struct, frozen=True, tag="tokens_at_least"):
    """All points from a number of tokens on."""

    fact: str
    least: int

    def judge(self, subject: Subject) -> Verdict:
        tokens: int | None = getattr(subject.model.facts, self.fact)
        if tokens is None:
            return _UNKNOWN
        reason = Reason("tokens_against_least", tokens=tokens, least=self.least)
        return Verdict(float(tokens >= self.least), reason)


class AcceptsInput(Struct, frozen=True, tag="accepts_input"):
    """All points where the model takes a kind of input."""

    modality: str

    def judge(self, subject: Subject) -> Verdict:
        modalities = subject.model.facts.input_modalities
        if modalities is None:
            return _UNKNOWN
        return _DECLARED[self.modality in modalities]


class ProviderCount(Struct, frozen=True, tag="provider_count"):
    """Points for each provider, all of them from ``enough`` providers on."""

    enough: int

    def judge(self, subject: Subject) -> Verdict:
        count = subject.providers
        return Verdict(min(1.0, count / self.enough), Reason("provider_count", count=count))


class PriceLog(Struct, frozen=True, tag="price_log"):
    """The cheaper the recommended blended price, the more: ``1 - log(low → high)``."""

    low: Decimal
    high: Decimal

    def judge(self, subject: Subject) -> Verdict:
        if subject.recommended is None:
            return _UNKNOWN
        price = subject.recommended.blended_mtok
        share = 1 - log_share(float(price), float(self.low), float(self.high))
        return Verdict(share, Reason("blended_price", price=price))


class CachePrice(Struct, frozen=True, tag="cache_price"):
    """All points where the recommended offering has a price for cached input."""

    def judge(self, subject: Subject) -> Verdict:
        if subject.recommended is None:
            return _UNKNOWN
        offered = subject.recommended.serving.offering.price
        price = offered.cache_read_mtok if offered else None
        if price is None:
            return Verdict(0.0, Reason("no_cache_price"))
        return Verdict(1.0, Reason("cache_price", price=price))


class PublishedPrice(Struct, frozen=True, tag="published_price"):
    """All points where a price per token is published."""

    def judge(self, subject: Subject) -> Verdict:
        count = len(subject.offers)
        if not count:
            return Verdict(0.0, Reason("no_published_price"))
        return Verdict(1.0, Reason("published_prices", count=count))


class FullWindowPrice(Struct, frozen=True, tag="full_window_price"):
    """All points where a price is published for the model's full context window."""

    def judge(self, subject: Subject) -> Verdict:
        whole = [
            serving
            for _, serving in subject.offers
            if not is_deprecated(serving) and serves_full_context(subject.model, serving)
        ]
        if subject.model.facts.context_window is None:
            return _UNKNOWN
        if not whole:
            return Verdict(0.0, Reason("no_full_window_price"))
        return Verdict(1.0, Reason("full_window_prices", count=len(whole)))


class NoFindings(Struct, frozen=True, tag="no_findings"):
    """All points less ``each_share`` for each field on which offerings disagree."""

    each_share: float

    def judge(self, subject: Subject) -> Verdict:
        count = subject.inconsistent_fields
        return Verdict(max(0.0, 1 - self.each_share * count), Reason("finding_count", count=count))


class Official(Struct, frozen=True, tag="official"):
    """All points for a lab's own model."""

    def judge(self, subject: Subject) -> Verdict:
        if subject.model.identity.official:
            return Verdict(1.0, Reason("official", lab=subject.model.lab.name))
        return Verdict(0.0, Reason("derivative"))


Measure = (
    Flag
    | TokensLog
    | TokensTwoLogs
    | TokensAtLeast
    | AcceptsInput
    | ProviderCount
    | PriceLog
    | CachePrice
    | PublishedPrice
    | FullWindowPrice
    | NoFindings
    | Official
)


class Weight(NamedTuple):
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


def score(subject: Subject, weights: tuple[Weight, ...]) -> Score:
    """Add up one score; each part is rounded half up, and an unknown part earns nothing."""
    parts = tuple(_part(subject, weight) for weight in weights)
    return Score(
        points=sum(part.points for part in parts),
        coverage=sum(part.maximum for part in parts if part.known),
        parts=parts,
    )


def scores(subject: Subject) -> dict[str, Score]:
    """Evaluate every score of the table."""
    return {name: score(subject, weights) for name, weights in WEIGHTS.items()}


def _part(subject: Subject, weight: Weight) -> Part:
    share, reason = weight.measure.judge(subject)
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
