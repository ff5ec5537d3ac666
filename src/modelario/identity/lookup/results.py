"""What a text may mean: one model for certain, or several, with how sure that is and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from modelario.records import ModelId, OfferingId, OfferingKey, ProviderId, Reason, Variant

_MOST_CANDIDATES = 8


class Candidate(NamedTuple):
    """One model that may be meant; provider and offering where one offering is."""

    model: ModelId
    confidence: float
    reason: Reason
    provider: ProviderId | None = None
    offering_id: OfferingId | None = None
    variant: Variant | None = None


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What a text may mean, the likeliest first."""

    text: str
    candidates: tuple[Candidate, ...] = ()
    #: The one model that is meant, where there is no doubt.
    certain: Candidate | None = None
    #: Whether several models are meant equally well.
    ambiguous: bool = False
    #: A router that is meant, which is no model; a pointer's candidate is where it leads now.
    router: OfferingKey | None = None
    #: The model from which somebody trained the one that is meant, which is not the same.
    fine_tune_of: Candidate | None = None

    @property
    def unknown(self) -> bool:
        """Whether no model is called so; ``candidates`` then holds what is spelt alike."""
        meant = (self.certain, self.router, self.fine_tune_of)
        return not self.ambiguous and all(each is None for each in meant)


def certain(text: str, candidate: Candidate) -> LookupResult:
    """One model, without doubt."""
    return LookupResult(text, (candidate,), candidate)


def ranked(
    text: str,
    counts: Mapping[ModelId, int],
    reason: Reason,
    confidence: float,
    *,
    provider: ProviderId | None = None,
    variant: Variant | None = None,
) -> LookupResult:
    """One model for certain, or several by how often they are spelt so."""
    if len(counts) == 1:
        model = next(iter(counts))
        candidate = Candidate(model, confidence, reason, provider, None, variant)
        return certain(text, candidate)
    return uncertain(text, dict.fromkeys(counts, reason), counts, confidence, variant)


def uncertain(
    text: str,
    reasons: Mapping[ModelId, Reason],
    counts: Mapping[ModelId, float],
    confidence: float,
    variant: Variant | None,
) -> LookupResult:
    """Several models, by how often they are spelt so."""
    total = sum(counts.values())
    order = sorted(counts, key=lambda model: (-counts[model], model))[:_MOST_CANDIDATES]
    candidates = tuple(
        Candidate(
            model, round(confidence * counts[model] / total, 3), reasons[model], variant=variant
        )
        for model in order
    )
    return LookupResult(text, candidates, ambiguous=len(candidates) > 1)
