"""Which model an id means: for one spelling, and for every offering at once."""

from msgspec import Struct

from modelario.identity.explain import explain
from modelario.identity.lookup.lookup import Candidate, Lookup
from modelario.records import Catalogue, Document, ModelId, OfferingId, ProviderId, Reason, Variant


class ResolutionRow(Struct, frozen=True, kw_only=True):
    """The model of one offering; ``model`` is ``null`` for a router."""

    provider: ProviderId
    offering: OfferingId
    model: ModelId | None
    variant: Variant | None
    confidence: float
    reason: Reason


class CandidateRow(Struct, frozen=True, kw_only=True):
    """A model that a spelling may mean, with the offering where it names one."""

    model: ModelId
    provider: ProviderId | None
    offering: OfferingId | None
    variant: Variant | None
    confidence: float
    reason: Reason


class RouterRow(Struct, frozen=True, kw_only=True):
    """An offering that picks a model by itself, and so is none."""

    provider: ProviderId
    offering: OfferingId


class Resolved(Struct, frozen=True, kw_only=True):
    """What a spelling means. ``model`` is ``null`` where it means several models, or none."""

    text: str
    model: ModelId | None
    ambiguous: bool
    router: RouterRow | None
    candidates: tuple[CandidateRow, ...]


def resolve_text(lookup: Lookup, text: str) -> Resolved:
    """Resolve one spelling of a model's id."""
    found = lookup.find(text)
    return Resolved(
        text=text,
        model=found.certain.model if found.certain else None,
        ambiguous=found.ambiguous,
        router=RouterRow(provider=found.router[0], offering=found.router[1])
        if found.router
        else None,
        candidates=tuple(map(_candidate_row, found.candidates)),
    )


def _candidate_row(candidate: Candidate) -> CandidateRow:
    return CandidateRow(
        model=candidate.model,
        provider=candidate.provider,
        offering=candidate.offering_id,
        variant=candidate.variant,
        confidence=candidate.confidence,
        reason=candidate.reason,
    )


class ExplanationRow(Struct, frozen=True, kw_only=True):
    """How one offering was resolved, step by step."""

    text: str
    provider: ProviderId
    offering: OfferingId
    model: ModelId | None
    variant: Variant | None
    confidence: float
    reason: Reason
    steps: tuple[Reason, ...]


def explain_text(
    lookup: Lookup, catalogue: Catalogue, document: Document, text: str
) -> ExplanationRow | None:
    """Explain the offering that a spelling names, or else the first offering of its model.

    ``None`` where the spelling means no single model.
    """
    found = lookup.find(text)
    if found.router is not None:
        provider, offering = found.router
    elif found.certain is None:
        return None
    elif found.certain.provider is not None and found.certain.offering_id is not None:
        provider, offering = found.certain.provider, found.certain.offering_id
    else:
        offered = [s.offering for s in catalogue.entries[found.certain.model].model.servings]
        # The offering that is spelt just so tells most about the spelling.
        first = next((o for o in offered if o.offering_id.lower() == text.lower()), offered[0])
        provider, offering = first.provider, first.offering_id
    explanation = explain(document, provider, offering, catalogue.resolution.model_of)
    if explanation is None:
        return None
    assignment = explanation.assignment
    return ExplanationRow(
        text=text,
        provider=provider,
        offering=offering,
        model=assignment.model,
        variant=assignment.variant,
        confidence=assignment.confidence,
        reason=assignment.reason,
        steps=explanation.steps,
    )


def resolve_all(catalogue: Catalogue) -> tuple[ResolutionRow, ...]:
    """Tell the model of every offering, in the order of the document."""
    return tuple(
        ResolutionRow(
            provider=each.provider,
            offering=each.offering_id,
            model=each.model,
            variant=each.variant,
            confidence=each.confidence,
            reason=each.reason,
        )
        for each in catalogue.resolution.assignments
    )
