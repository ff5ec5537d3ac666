"""Which model an id means: for one spelling, and for every offering at once."""

from datetime import date

from msgspec import Struct

from modelario.catalogue.questions import MissingError
from modelario.identity.explain import explain
from modelario.identity.lookup.results import Candidate
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.records import ModelId, OfferingId, OfferingKey, ProviderId, Reason, Variant


class ResolutionRow(Struct, frozen=True, kw_only=True):
    """The model of one offering; ``model`` is ``null`` for a router."""

    provider: ProviderId
    offering_id: OfferingId
    model: ModelId | None
    #: The canonical id of the release that the model is, by which it is listed.
    canonical: ModelId | None
    variant: Variant | None
    confidence: float
    reason: Reason


class CandidateRow(Struct, frozen=True, kw_only=True):
    """A model that a spelling may mean, with the offering where it names one."""

    model: ModelId
    #: The canonical id of the release that the model is, by which it is listed.
    canonical: ModelId
    provider: ProviderId | None
    offering_id: OfferingId | None
    variant: Variant | None
    confidence: float
    reason: Reason


class RouterRow(Struct, frozen=True, kw_only=True):
    """An offering that picks a model by itself, and so is none.

    Of a pointer to the newest model of a line, the one candidate is where it leads now.
    """

    provider: ProviderId
    offering_id: OfferingId
    #: Why it is no model of its own.
    reason: Reason


class Resolved(Struct, frozen=True, kw_only=True):
    """What a spelling means. ``model`` is ``null`` where it means several models, or none."""

    text: str
    model: ModelId | None
    #: The canonical id of the release that the model is, by which it is listed.
    canonical: ModelId | None
    ambiguous: bool
    router: RouterRow | None
    #: The model that a fine-tune was made from; its prices are not those of the fine-tune.
    fine_tune_of: ModelId | None
    candidates: tuple[CandidateRow, ...]


class SpellingRow(Struct, frozen=True, kw_only=True):
    """What a spelling means, or may mean: a candidate, a router, or nothing that is known."""

    text: str
    provider: ProviderId | None = None
    offering_id: OfferingId | None = None
    model: ModelId | None = None
    #: The canonical id of the release that the model is, by which it is listed.
    canonical: ModelId | None = None
    variant: Variant | None = None
    confidence: float | None = None
    reason: Reason | None = None


RESOLUTION_COLUMNS = (
    Column("provider", Kind.TEXT),
    Column("offering_id", Kind.ID),
    Column("model", Kind.ID),
    Column("canonical", Kind.ID),
    Column("variant", Kind.WORDS),
    Column("confidence", Kind.SCORE),
    Column("reason", Kind.TEXT),
)

SPELLING_COLUMNS = (Column("text", Kind.ID), *RESOLUTION_COLUMNS)


class ResolveRequest(Struct, frozen=True, kw_only=True):
    """Spellings to be resolved."""

    #: A spelling of a model's id or name, from any provider or client.
    ids: tuple[str, ...]


class Resolutions(Struct, frozen=True, kw_only=True):
    """What spellings mean, in the order in which they were asked for."""

    rows: tuple[Resolved, ...]
    as_of: date


def resolutions(edition: Edition, request: ResolveRequest) -> Resolutions:
    """Resolve spellings, each by itself, and say of which day the answers are."""
    rows = resolve_texts(edition, request)
    return Resolutions(rows=rows, as_of=edition.catalogue.origin.as_of)


def resolve_texts(edition: Edition, request: ResolveRequest) -> tuple[Resolved, ...]:
    """Resolve spellings of models' ids, each by itself."""
    return tuple(_resolved(edition, text) for text in request.ids)


def _resolved(edition: Edition, text: str) -> Resolved:
    found = edition.lookup.find(text)
    model = found.certain.model if found.certain else None
    return Resolved(
        text=text,
        model=model,
        canonical=_canonical(edition, model),
        ambiguous=found.ambiguous,
        router=_router_row(edition, found.router) if found.router else None,
        fine_tune_of=found.fine_tune_of.model if found.fine_tune_of else None,
        candidates=tuple(_candidate_row(edition, each) for each in found.candidates),
    )


def _router_row(edition: Edition, key: OfferingKey) -> RouterRow:
    assignments = edition.catalogue.resolution.assignments
    reason = next(each.reason for each in assignments if each.key == key)
    return RouterRow(provider=key[0], offering_id=key[1], reason=reason)


def _canonical(edition: Edition, model: ModelId | None) -> ModelId | None:
    return None if model is None else edition.catalogue.resolution.canonical(model)


def _candidate_row(edition: Edition, candidate: Candidate) -> CandidateRow:
    return CandidateRow(
        model=candidate.model,
        canonical=edition.catalogue.resolution.canonical(candidate.model),
        provider=candidate.provider,
        offering_id=candidate.offering_id,
        variant=candidate.variant,
        confidence=candidate.confidence,
        reason=candidate.reason,
    )


def spelling_rows(resolved: Resolved) -> tuple[SpellingRow, ...]:
    """Lay an answer out as rows of one table: a spelling that means nothing has a row too."""
    text, router = resolved.text, resolved.router
    if resolved.candidates:
        return tuple(
            SpellingRow(
                text=text,
                provider=each.provider,
                offering_id=each.offering_id,
                model=each.model,
                canonical=each.canonical,
                variant=each.variant,
                confidence=each.confidence,
                reason=each.reason,
            )
            for each in resolved.candidates
        )
    if router is not None:
        row = SpellingRow(
            text=text,
            provider=router.provider,
            offering_id=router.offering_id,
            reason=router.reason,
        )
        return (row,)
    return (SpellingRow(text=text),)


class ExplanationRow(Struct, frozen=True, kw_only=True):
    """How one offering was resolved, step by step."""

    text: str
    provider: ProviderId
    offering_id: OfferingId
    model: ModelId | None
    #: The canonical id of the release that the model is, by which it is listed.
    canonical: ModelId | None
    variant: Variant | None
    confidence: float
    reason: Reason
    steps: tuple[Reason, ...]


def explain_texts(edition: Edition, request: ResolveRequest) -> tuple[ExplanationRow, ...]:
    """Explain the offering that each spelling names, or else the first offering of its model.

    Raises ``MissingError`` where a spelling means no single model.
    """
    return tuple(_explained(edition, text) for text in request.ids)


def _explained(edition: Edition, text: str) -> ExplanationRow:
    catalogue, document = edition.catalogue, edition.document
    found = edition.lookup.find(text)
    if found.router is not None:
        provider, offering = found.router
    elif found.certain is None:
        raise MissingError("model", text, [each.model for each in found.candidates])
    elif found.certain.provider is not None and found.certain.offering_id is not None:
        provider, offering = found.certain.provider, found.certain.offering_id
    else:
        certain = found.certain.model
        servings = catalogue.entry(certain).model.servings
        offered = [each.offering for each in servings if each.assignment.model == certain]
        # The offering that is spelt just so tells most about the spelling.
        first = next((o for o in offered if o.offering_id.lower() == text.lower()), offered[0])
        provider, offering = first.provider, first.offering_id
    explanation = explain(document, provider, offering, catalogue.resolution.model_of)
    if explanation is None:
        raise MissingError("offering", offering)
    assignment = explanation.assignment
    return ExplanationRow(
        text=text,
        provider=provider,
        offering_id=offering,
        model=assignment.model,
        canonical=_canonical(edition, assignment.model),
        variant=assignment.variant,
        confidence=assignment.confidence,
        reason=assignment.reason,
        steps=explanation.steps,
    )


def resolve_all(edition: Edition) -> tuple[ResolutionRow, ...]:
    """Tell the model of every offering, in the order of the document."""
    return tuple(
        ResolutionRow(
            provider=each.provider,
            offering_id=each.offering_id,
            model=each.model,
            canonical=_canonical(edition, each.model),
            variant=each.variant,
            confidence=each.confidence,
            reason=each.reason,
        )
        for each in edition.catalogue.resolution.assignments
    )
