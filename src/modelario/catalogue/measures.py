"""Measures: each reads one fact of a model and tells which share of a part's points it earns.

``read`` gives the fact, a value that can be hashed; ``judge`` depends on nothing else, so that a
part is worked out once for each fact that occurs, and not for each model.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import log
from typing import NamedTuple

from msgspec import Struct

from modelario.catalogue.findings import is_second_opinion
from modelario.catalogue.prices import Offer, Priced, is_deprecated, serves_full_context
from modelario.records import Finding, Model, Quote, Reason


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
    model = priced.model
    fields = {each.field for each in findings if not is_second_opinion(each)}
    return Subject(model, priced.offers, priced.recommended, len(model.providers), len(fields))


class Earned(NamedTuple):
    """The share of a part's maximum that is earned (``None``: unknown), and why."""

    share: float | None
    reason: Reason


_UNKNOWN = Earned(None, Reason("unknown"))
#: What is declared of a yes-or-no fact.
_DECLARED = {
    None: _UNKNOWN,
    True: Earned(1.0, Reason("declared")),
    False: Earned(0.0, Reason("declared_absent")),
}


def log_share(value: float, low: float, high: float) -> float:
    """Map ``low`` and below to 0, ``high`` and above to 1, logarithmically in between."""
    return min(1.0, max(0.0, log(value / low) / log(high / low)))


class Flag(Struct, frozen=True, tag="flag", gc=False):
    """All points for a capability that is declared."""

    fact: str

    def read(self, subject: Subject) -> bool | None:
        value: bool | None = getattr(subject.model.facts, self.fact)
        return value

    def judge(self, declared: bool | None) -> Earned:
        return _DECLARED[declared]


class _OfTokens(Struct, frozen=True, gc=False):
    """A measure of a number of tokens."""

    fact: str

    def read(self, subject: Subject) -> int | None:
        value: int | None = getattr(subject.model.facts, self.fact)
        return value


class TokensLog(_OfTokens, frozen=True, tag="tokens_log", gc=False):
    """Points by the logarithm of a number of tokens, from ``low`` to ``high``."""

    low: int
    high: int

    def judge(self, tokens: int | None) -> Earned:
        if tokens is None:
            return _UNKNOWN
        return _on_scale(tokens, log_share(tokens, self.low, self.high), self)


class TokensTwoLogs(_OfTokens, frozen=True, tag="tokens_two_logs", gc=False):
    """Points logarithmic from ``low`` to ``middle``, worth ``middle_share``, then to ``high``."""

    low: int
    middle: int
    middle_share: float
    high: int

    def judge(self, tokens: int | None) -> Earned:
        if tokens is None:
            return _UNKNOWN
        lower = self.middle_share * log_share(tokens, self.low, self.middle)
        upper = (1 - self.middle_share) * log_share(tokens, self.middle, self.high)
        return _on_scale(tokens, lower + upper, self)


def _on_scale(tokens: int, share: float, scale: TokensLog | TokensTwoLogs) -> Earned:
    reason = Reason("tokens_on_scale", tokens=tokens, low=scale.low, high=scale.high)
    return Earned(share, reason)


class TokensAtLeast(_OfTokens, frozen=True, tag="tokens_at_least", gc=False):
    """All points from a number of tokens on."""

    least: int

    def judge(self, tokens: int | None) -> Earned:
        if tokens is None:
            return _UNKNOWN
        reason = Reason("tokens_against_least", tokens=tokens, least=self.least)
        return Earned(float(tokens >= self.least), reason)


class AcceptsInput(Struct, frozen=True, tag="accepts_input", gc=False):
    """All points where the model takes a kind of input."""

    modality: str

    def read(self, subject: Subject) -> bool | None:
        modalities = subject.model.facts.input_modalities
        return None if modalities is None else self.modality in modalities

    def judge(self, accepted: bool | None) -> Earned:
        return _DECLARED[accepted]


class ProviderCount(Struct, frozen=True, tag="provider_count", gc=False):
    """Points for each provider, all of them from ``enough`` providers on."""

    enough: int

    def read(self, subject: Subject) -> int:
        return subject.providers

    def judge(self, count: int) -> Earned:
        return Earned(min(1.0, count / self.enough), Reason("provider_count", count=count))


class PriceLog(Struct, frozen=True, tag="price_log", gc=False):
    """The cheaper the recommended blended price, the more: ``1 - log(low → high)``."""

    low: Decimal
    high: Decimal

    def read(self, subject: Subject) -> Decimal | None:
        return subject.recommended.blended_mtok if subject.recommended else None

    def judge(self, price: Decimal | None) -> Earned:
        if price is None:
            return _UNKNOWN
        share = 1 - log_share(float(price), float(self.low), float(self.high))
        return Earned(share, Reason("blended_price", price=price))


class CachePrice(Struct, frozen=True, tag="cache_price", gc=False):
    """All points where the recommended offering has a price for cached input."""

    def read(self, subject: Subject) -> tuple[Decimal | None] | None:
        if subject.recommended is None:
            return None
        offered = subject.recommended.serving.offering.price
        return (offered.cache_read_mtok if offered else None,)

    def judge(self, recommended: tuple[Decimal | None] | None) -> Earned:
        if recommended is None:
            return _UNKNOWN
        (price,) = recommended
        if price is None:
            return Earned(0.0, Reason("no_cache_price"))
        return Earned(1.0, Reason("cache_price", price=price))


class PublishedPrice(Struct, frozen=True, tag="published_price", gc=False):
    """All points where a price per token is published."""

    def read(self, subject: Subject) -> int:
        return len(subject.offers)

    def judge(self, count: int) -> Earned:
        if not count:
            return Earned(0.0, Reason("no_published_price"))
        return Earned(1.0, Reason("published_prices", count=count))


class FullWindowPrice(Struct, frozen=True, tag="full_window_price", gc=False):
    """All points where a price is published for the model's full context window."""

    def read(self, subject: Subject) -> int | None:
        if subject.model.facts.context_window is None:
            return None
        return sum(
            not is_deprecated(serving) and serves_full_context(subject.model, serving)
            for serving in [offer.serving for offer in subject.offers]
        )

    def judge(self, count: int | None) -> Earned:
        if count is None:
            return _UNKNOWN
        if not count:
            return Earned(0.0, Reason("no_full_window_price"))
        return Earned(1.0, Reason("full_window_prices", count=count))


class NoFindings(Struct, frozen=True, tag="no_findings", gc=False):
    """All points less ``each_share`` for each field on which offerings disagree."""

    each_share: float

    def read(self, subject: Subject) -> int:
        return subject.inconsistent_fields

    def judge(self, count: int) -> Earned:
        return Earned(max(0.0, 1 - self.each_share * count), Reason("finding_count", count=count))


class Official(Struct, frozen=True, tag="official", gc=False):
    """All points for a lab's own model."""

    def read(self, subject: Subject) -> str | None:
        return subject.model.lab.name if subject.model.identity.official else None

    def judge(self, lab: str | None) -> Earned:
        if lab is None:
            return Earned(0.0, Reason("derivative"))
        return Earned(1.0, Reason("official", lab=lab))


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
