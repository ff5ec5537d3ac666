"""Every inconsistency of the catalogue, the ones that mislead most first."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario.catalogue.checking import check_choice, name_of
from modelario.catalogue.findings import RULES
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.model import FindingRow, display_name, finding_row
from modelario.queries.paging import first_of
from modelario.records import Catalogue, Finding, LabId, Model, ModelId, Severity

_RANK = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


class InconsistencyRow(Struct, frozen=True, kw_only=True):
    """One inconsistency of one model."""

    model: ModelId
    name: str
    lab: LabId
    lab_name: str
    field: str
    severity: Severity
    span_days: int | None
    ratio: Decimal | None
    shown: Any
    values: tuple[Any, ...]
    #: How many offerings state one of the values, and how many providers serve the model.
    offerings: int
    providers: int
    finding: FindingRow


class Inconsistencies(Struct, frozen=True, kw_only=True):
    """The inconsistencies of a selection, ranked, with counts over the whole catalogue."""

    rows: tuple[InconsistencyRow, ...]
    #: How many the selection holds; there may be fewer rows.
    matching: int
    by_field: dict[str, int]
    by_severity: dict[str, int]
    models: int
    as_of: date


INCONSISTENCY_COLUMNS = (
    Column("severity", Kind.WORDS, labels="severity"),
    Column("model", Kind.ID),
    Column("field", Kind.WORDS, labels="field"),
    Column("values", Kind.TEXT),
    Column("shown", Kind.TEXT),
    Column("span_days", Kind.COUNT),
    Column("ratio", Kind.COUNT),
    Column("offerings", Kind.COUNT),
)


class InconsistenciesRequest(Struct, frozen=True, kw_only=True):
    """Which inconsistencies are asked for: all that is set has to hold."""

    field: str | None = None
    severity: str | None = None
    lab: str | None = None
    provider: str | None = None
    limit: int | None = None


def inconsistencies(edition: Edition, request: InconsistenciesRequest) -> Inconsistencies:
    """Rank inconsistencies by severity, then by how widely the model is served.

    The first ``limit`` of them are shown. Raises
    :class:`~modelario.catalogue.filters.FilterError` for a condition or limit that cannot be
    meant.
    """
    catalogue = edition.catalogue
    field, severity, lab = request.field, request.severity, request.lab
    provider = request.provider
    check_choice("field", field, tuple(dict.fromkeys(rule.field for rule in RULES)))
    check_choice("severity", severity, tuple(Severity))
    lab = lab and name_of("lab", lab, catalogue.labs)
    provider = provider and name_of("provider", provider, catalogue.providers)
    everything = [
        (entry.model, finding) for entry in catalogue.entries.values() for finding in entry.findings
    ]
    rows = [
        _row(catalogue, model, finding)
        for model, finding in everything
        if field in (None, finding.field)
        and severity in (None, finding.severity)
        and lab in (None, model.lab.id)
        and (provider is None or _concerns(finding, provider))
    ]
    rows.sort(key=lambda row: (_RANK[row.severity], -row.providers, row.model, row.field))
    return Inconsistencies(
        rows=first_of(rows, request.limit),
        matching=len(rows),
        by_field=_count(finding.field for _, finding in everything),
        by_severity=_count(finding.severity for _, finding in everything),
        models=len({model.id for model, _ in everything}),
        as_of=catalogue.origin.as_of,
    )


def _concerns(finding: Finding, provider: str) -> bool:
    return any(
        serving.offering.provider == provider
        for claim in finding.claims
        for serving in claim.servings
    )


def _row(catalogue: Catalogue, model: Model, finding: Finding) -> InconsistencyRow:
    return InconsistencyRow(
        model=model.id,
        name=display_name(model),
        lab=model.lab.id,
        lab_name=model.lab.name,
        field=finding.field,
        severity=finding.severity,
        span_days=finding.span_days,
        ratio=finding.ratio,
        shown=finding.shown,
        values=tuple(claim.value for claim in finding.claims),
        offerings=sum(len(claim.servings) for claim in finding.claims),
        providers=len({serving.offering.provider for serving in model.servings}),
        finding=finding_row(catalogue, finding),
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
