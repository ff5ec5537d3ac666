"""Every inconsistency of the catalogue, the ones that mislead most first."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from msgspec import Struct

from modelario.catalogue.checking import Choices, check_choices, name_of
from modelario.queries.asked_fields import ASKABLE, is_asked
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.finding_rows import FindingRow, finding_row
from modelario.queries.paging import first_of
from modelario.records import (
    UPSTREAM,
    Catalogue,
    Finding,
    LabId,
    Model,
    ModelId,
    ProviderId,
    Severity,
    SourceId,
)


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
    #: Who contradicts the value shown: upstream's own listings, or witnesses.
    sources: tuple[SourceId, ...]
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
    by_source: dict[str, int]
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
    Column("sources", Kind.TEXT),
)


class InconsistenciesRequest(Struct, frozen=True, kw_only=True):
    """Which inconsistencies are asked for: all that is set has to hold."""

    CHOICES: ClassVar[Choices] = {"field": ASKABLE, "severity": tuple(Severity)}

    #: The field on which offerings disagree; ``prices`` for all prices.
    field: str | None = None
    #: How much it can mislead.
    severity: str | None = None
    #: The lab of the models.
    lab: str | None = None
    #: A provider that states another value than the one shown, or of whom witnesses do.
    provider: str | None = None
    #: Who contradicts the value shown: ``models.dev`` for other listings, or a witness.
    source: str | None = None
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
    source = request.source and name_of("source", request.source, sources(catalogue))
    concerned = [
        _Concern(entry.model, finding, sources_of(finding))
        for entry in catalogue.entries.values()
        if lab in (None, entry.model.lab.id)
        for finding in entry.findings
        if provider is None or provider in contradicting(finding)
    ]
    wanted = {
        "field": lambda each: is_asked(each.finding.field, field),
        "severity": lambda each: severity in (None, each.finding.severity),
        "source": lambda each: source is None or source in each.sources,
    }
    found = _but(concerned, wanted)
    found.sort(key=lambda each: (-each.finding.harm, each.model.id, each.finding.field))
    rows = [_row(catalogue, each) for each in found]
    return Inconsistencies(
        rows=first_of(rows, request.limit),
        matching=len(rows),
        by_field=_count(each.finding.field for each in _but(concerned, wanted, "field")),
        by_severity=_count(each.finding.severity for each in _but(concerned, wanted, "severity")),
        by_source=_count(each for one in _but(concerned, wanted, "source") for each in one.sources),
        models=len({each.model.id for each in found}),
        as_of=catalogue.origin.as_of,
    )


class _Concern(NamedTuple):
    """A finding with its model, and who contradicts the value shown."""

    model: Model
    finding: Finding
    sources: tuple[SourceId, ...]


def _but(
    concerned: Iterable[_Concern],
    wanted: Mapping[str, Callable[[_Concern], bool]],
    without: str = "",
) -> list[_Concern]:
    """Select by all conditions but one."""
    tests = [test for name, test in wanted.items() if name != without]
    return [each for each in concerned if all(test(each) for test in tests)]


def sources(catalogue: Catalogue) -> tuple[SourceId, ...]:
    """Name everyone who may contradict what is shown."""
    return UPSTREAM, *(witness.id for witness in catalogue.witnesses)


def sources_of(finding: Finding) -> tuple[SourceId, ...]:
    """Name who contradicts the value shown: witnesses, or other listings upstream."""
    found = dict.fromkeys(
        testimony.witness
        for claim in finding.claims
        if claim.differs
        for testimony in claim.testimonies
    )
    return tuple(found) or (UPSTREAM,)


def contradicting(finding: Finding) -> set[ProviderId]:
    """Tell which providers state a value that contradicts the one shown."""
    return {
        serving.offering.provider
        for claim in finding.claims
        if claim.differs
        for serving in claim.servings
    }


def _row(catalogue: Catalogue, each: _Concern) -> InconsistencyRow:
    model, finding = each.model, each.finding
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
        offerings=len({serving.key for claim in finding.claims for serving in claim.servings}),
        providers=len(model.providers),
        misled=finding.misled,
        harm=finding.harm,
        sources=each.sources,
        finding=finding_row(catalogue, finding),
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
