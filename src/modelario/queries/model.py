"""The model page: everything we know of one model, as one record."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario.catalogue import alternatives as likeness
from modelario.catalogue.alternatives import Alternative
from modelario.catalogue.fields import FIELDS
from modelario.queries.edition import Edition
from modelario.queries.holds import HoldRow
from modelario.queries.meaning import meant
from modelario.queries.offering import (
    OfferingRow,
    PassedOverRow,
    QuoteRow,
    offering_row,
    passed_over_row,
    provider_name,
    quote_row,
    upstream_path,
)
from modelario.records import (
    CAPABILITIES,
    Benchmark,
    Catalogue,
    Claim,
    Entry,
    Finding,
    LabId,
    Link,
    Model,
    ModelId,
    ModelKind,
    Provenance,
    Reason,
    ScenarioCost,
    Score,
    Severity,
)

#: How many models "more from" names.
MORE = 6


class Capabilities(Struct, frozen=True, kw_only=True):
    """What the model can do; ``null`` is unknown."""

    tool_call: bool | None
    structured_output: bool | None
    reasoning: bool | None
    temperature: bool | None
    attachment: bool | None


class ModelLine(Struct, frozen=True, kw_only=True):
    """A model in one line, as other pages refer to it."""

    id: ModelId
    name: str
    lab: LabId
    lab_name: str
    input_mtok: Decimal | None
    output_mtok: Decimal | None


class AlternativeRow(ModelLine, frozen=True, kw_only=True):
    """An alternative with its likeness (0 to 1) and what tells it apart."""

    likeness: float
    reasons: tuple[Reason, ...]


class AlternativeGroups(Struct, frozen=True, kw_only=True):
    """Alternatives, the most alike first in each group."""

    closest: tuple[AlternativeRow, ...]
    cheaper: tuple[AlternativeRow, ...]
    open_weight: tuple[AlternativeRow, ...]


class StatedBy(Struct, frozen=True, kw_only=True):
    """Who states a value, and where to mend it upstream."""

    provider: str
    provider_name: str
    offering_id: str
    upstream_path: str


class ClaimRow(Struct, frozen=True, kw_only=True):
    """A value with everyone who states it."""

    value: Any
    #: Whether it contradicts the value shown.
    differs: bool
    stated_by: tuple[StatedBy, ...]


class FindingRow(Struct, frozen=True, kw_only=True):
    """One field on which offerings disagree."""

    field: str
    rule: str
    severity: Severity
    span_days: int | None
    ratio: Decimal | None
    shown: Any
    reason: Reason
    #: How many providers state a value that contradicts the one shown.
    misled: int
    claims: tuple[ClaimRow, ...]


class ModelPage(Struct, frozen=True, kw_only=True):
    """Everything we know of one model. Prices: USD per 1M tokens; costs: USD; limits: tokens."""

    id: ModelId
    name: str
    lab: LabId
    lab_name: str
    #: What the model does, and by which rule.
    kind: ModelKind
    kind_reason: Reason
    family: str | None
    official: bool
    parent: ModelId | None
    version_of: ModelId | None
    versions: tuple[ModelId, ...]
    status: str | None
    release_date: str | None
    #: Whether it is not yet released.
    upcoming: bool
    last_updated: str | None
    knowledge_cutoff: str | None
    context_window: int | None
    max_input_tokens: int | None
    max_output_tokens: int | None
    input_modalities: tuple[str, ...] | None
    output_modalities: tuple[str, ...] | None
    capabilities: Capabilities
    open_weights: bool | None
    #: How many serve it.
    providers: int
    license: str | None
    links: tuple[Link, ...]
    weights: tuple[Link, ...]
    benchmarks: tuple[Benchmark, ...]
    recommended: QuoteRow | None
    cheapest: QuoteRow | None
    #: Published prices that take part in no pick.
    passed_over: tuple[PassedOverRow, ...]
    scores: Mapping[str, Score]
    scenarios: tuple[ScenarioCost, ...]
    offerings: tuple[OfferingRow, ...]
    #: What upstream says of these offerings and we do not believe at once.
    held: tuple[HoldRow, ...]
    findings: tuple[FindingRow, ...]
    alternatives: AlternativeGroups
    lists: tuple[str, ...]
    more_from_lab: tuple[ModelLine, ...]
    more_from_family: tuple[ModelLine, ...]
    provenance: Mapping[str, Provenance]
    as_of: date


class ModelRequest(Struct, frozen=True, kw_only=True):
    """Which model is asked for, in any spelling."""

    model: str


def model_page(edition: Edition, request: ModelRequest) -> ModelPage:
    """Tell everything about one model; raises ``MissingError`` where none is meant."""
    return page_of(edition.catalogue, meant(edition, request.model), edition.holds)


def page_of(catalogue: Catalogue, id_: ModelId, holds: Iterable[HoldRow] = ()) -> ModelPage:
    """Tell everything about the model of a canonical id.

    ``holds`` are what the gates keep back, of this model and of others.
    """
    entry = catalogue.entries[id_]
    model, facts, metadata = entry.model, entry.model.facts, entry.model.metadata
    return ModelPage(
        id=model.id,
        name=display_name(model),
        lab=model.lab.id,
        lab_name=model.lab.name,
        kind=model.kind,
        kind_reason=model.kind_reason,
        family=facts.family,
        official=model.identity.official,
        parent=model.identity.parent,
        version_of=model.identity.version_of,
        versions=model.versions,
        status=model.status,
        release_date=facts.release_date,
        upcoming=model.upcoming,
        last_updated=facts.last_updated,
        knowledge_cutoff=facts.knowledge_cutoff,
        context_window=facts.context_window,
        max_input_tokens=facts.max_input_tokens,
        max_output_tokens=facts.max_output_tokens,
        input_modalities=facts.input_modalities,
        output_modalities=facts.output_modalities,
        capabilities=capabilities(model),
        open_weights=facts.open_weights,
        providers=len({serving.offering.provider for serving in model.servings}),
        license=metadata.license if metadata else None,
        links=metadata.links if metadata else (),
        weights=metadata.weights if metadata else (),
        benchmarks=metadata.benchmarks if metadata else (),
        recommended=quote_row(catalogue, entry.recommended, entry.findings),
        cheapest=quote_row(catalogue, entry.cheapest, entry.findings),
        passed_over=tuple(
            passed_over_row(catalogue, each, model.kind) for each in entry.passed_over
        ),
        scores=entry.scores,
        scenarios=entry.scenarios,
        offerings=tuple(offering_row(catalogue, serving, model.kind) for serving in model.servings),
        held=_held(model, holds),
        findings=tuple(finding_row(catalogue, finding) for finding in entry.findings),
        alternatives=_alternatives(catalogue, id_),
        lists=tuple(key for key, ids in catalogue.lists.items() if id_ in ids),
        more_from_lab=_more(catalogue, entry, lambda other: other.lab.id == model.lab.id),
        more_from_family=_more(catalogue, entry, lambda other: _same_family(model, other)),
        provenance=model.provenance,
        as_of=catalogue.origin.as_of,
    )


def _held(model: Model, holds: Iterable[HoldRow]) -> tuple[HoldRow, ...]:
    """Pick what is kept back of a model's offerings."""
    own = {serving.key for serving in model.servings}
    return tuple(hold for hold in holds if (hold.provider, hold.offering_id) in own)


def display_name(model: Model) -> str:
    """Name a model as no other one is named."""
    return model.title


def capabilities(model: Model) -> Capabilities:
    """Collect a model's capability flags."""
    return Capabilities(**{name: getattr(model.facts, name) for name in CAPABILITIES})


def model_line(entry: Entry) -> ModelLine:
    """Shorten an entry to one line with its recommended price."""
    return ModelLine(**_line(entry))


def _line(entry: Entry) -> dict[str, Any]:
    price = entry.recommended.serving.offering.price if entry.recommended else None
    return {
        "id": entry.model.id,
        "name": display_name(entry.model),
        "lab": entry.model.lab.id,
        "lab_name": entry.model.lab.name,
        "input_mtok": price.input_mtok if price else None,
        "output_mtok": price.output_mtok if price else None,
    }


def finding_row(catalogue: Catalogue, finding: Finding) -> FindingRow:
    """Flatten an inconsistency for showing."""
    return FindingRow(
        **{
            field: getattr(finding, field)
            for field in ("field", "rule", "severity", "span_days", "ratio", "shown", "misled")
        },
        reason=_with_name(catalogue, finding.reason),
        claims=tuple(_claim_row(catalogue, claim) for claim in finding.claims),
    )


def _with_name(catalogue: Catalogue, reason: Reason) -> Reason:
    """Give a reason the name of the provider that it speaks of."""
    id_ = reason.values.get("provider")
    if id_ is None:
        return reason
    return Reason(reason.code, **{**reason.values, "provider": provider_name(catalogue, id_)})


def _claim_row(catalogue: Catalogue, claim: Claim) -> ClaimRow:
    stated_by = tuple(
        StatedBy(
            provider=serving.offering.provider,
            provider_name=provider_name(catalogue, serving.offering.provider),
            offering_id=serving.offering.offering_id,
            upstream_path=upstream_path(serving),
        )
        for serving in claim.servings
    )
    return ClaimRow(value=claim.value, differs=claim.differs, stated_by=stated_by)


def _alternatives(catalogue: Catalogue, id_: ModelId) -> AlternativeGroups:
    profiles = catalogue.profiles
    groups = likeness.alternatives(profiles[id_], profiles.values())
    return AlternativeGroups(
        **{
            name: tuple(_alternative_row(each, name) for each in rows)
            for name, rows in groups._asdict().items()
        }
    )


#: Groups whose name says a reason already.
_SAID: Mapping[str, str] = {"open_weight": "open_weights"}


def _alternative_row(alternative: Alternative, group: str) -> AlternativeRow:
    reasons = (each for each in alternative.reasons if each.code != _SAID.get(group))
    return AlternativeRow(
        likeness=alternative.likeness, reasons=tuple(reasons), **_line(alternative.entry)
    )


def _same_family(model: Model, other: Model) -> bool:
    return model.facts.family is not None and other.facts.family == model.facts.family


def _more(
    catalogue: Catalogue, entry: Entry, related: Callable[[Model], bool]
) -> tuple[ModelLine, ...]:
    """Name the newest other models of the same lab or family that are not deprecated."""
    others = (
        other
        for other in catalogue.entries.values()
        if related(other.model)
        and other.model.id != entry.model.id
        and other.model.status != "deprecated"
    )
    newest = sorted(others, key=lambda other: FIELDS["released"](other) or "", reverse=True)
    return tuple(model_line(other) for other in newest[:MORE])
