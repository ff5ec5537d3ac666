"""Every inconsistency of the catalogue, the ones that mislead most first."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from msgspec import Struct

from modelario.catalogue.checking import Choices, check_choices, name_of
from modelario.catalogue.findings import FINDABLE
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.finding_rows import FindingRow, finding_row
from modelario.queries.paging import first_of
from modelario.records import Catalogue, Finding, LabId, Model, ModelId, Severity


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
    #: How many providers state a value that contradicts the one shown, and how far all these
    #: statements are from it, added up.
    misled: int
    harm: float
    finding: FindingRow


class Inconsistencies(Struct, frozen=True, kw_only=True):
    """The inconsistencies of a selection, ranked.

    Each count is of what the other conditions select, so that it tells what a choice would show.
    """

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
    Column("misled", Kind.COUNT),
)


class InconsistenciesRequest(Struct, frozen=True, kw_only=True):
    """Which inconsistencies are asked for: all that is set has to hold."""

    CHOICES: ClassVar[Choices] = {"field": tuple(FINDABLE), "severity": tuple(Severity)}

    #: The field on which offerings disagree.
    field: str | None = None
    #: How much it can mislead.
    severity: str | None = None
    #: The lab of the models.
    lab: str | None = None
    #: A provider that states another value than the one shown.
    provider: str | None = None
    limit: int | None = None


def inconsistencies(edition: Edition, request: InconsistenciesRequest) -> Inconsistencies:
    """Rank inconsistencies by harm: how far from the value shown, times how many are misled.

    Of a provider, they are those in which it contradicts the value shown.

    The first ``limit`` of them are shown. Raises
    :class:`~modelario.catalogue.filters.FilterError` for a condition or limit that cannot be
    meant.
    """
    catalogue = edition.catalogue
    field, severity = request.field, request.severity
    check_choices(request)
    lab = request.lab and name_of("lab", request.lab, catalogue.labs)
    provider = request.provider and name_of("provider", request.provider, catalogue.providers)
    concerned = [
        (entry.model, finding)
        for entry in catalogue.entries.values()
        if lab in (None, entry.model.lab.id)
        for finding in entry.findings
        if provider is None or contradicts(finding, provider)
    ]
    of_field = [each for each in concerned if field in (None, each[1].field)]
    of_severity = [each for each in concerned if severity in (None, each[1].severity)]
    found = [each for each in of_field if severity in (None, each[1].severity)]
    found.sort(key=lambda each: (-each[1].harm, each[0].id, each[1].field))
    rows = [_row(catalogue, model, finding) for model, finding in found]
    return Inconsistencies(
        rows=first_of(rows, request.limit),
        matching=len(rows),
        by_field=_count(finding.field for _, finding in of_severity),
        by_severity=_count(finding.severity for _, finding in of_field),
        models=len({model.id for model, _ in found}),
        as_of=catalogue.origin.as_of,
    )


def contradicts(finding: Finding, provider: str) -> bool:
    """Tell whether a provider states a value that contradicts the one shown."""
    return any(
        claim.differs and serving.offering.provider == provider
        for claim in finding.claims
        for serving in claim.servings
    )


def _row(catalogue: Catalogue, model: Model, finding: Finding) -> InconsistencyRow:
    return InconsistencyRow(
        model=model.id,
        name=model.title,
        lab=model.lab.id,
        lab_name=model.lab.name,
        field=finding.field,
        severity=finding.severity,
        span_days=finding.span_days,
        ratio=finding.ratio,
        shown=finding.shown,
        values=tuple(dict.fromkeys(claim.value for claim in finding.claims)),
        offerings=sum(len(claim.servings) for claim in finding.claims),
        providers=len(model.providers),
        misled=finding.misled,
        harm=finding.harm,
        finding=finding_row(catalogue, finding),
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
