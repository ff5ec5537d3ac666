"""Inconsistencies as they are shown: each value with everyone who states it."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario.queries.offering import provider_name, upstream_path
from modelario.records import (
    Catalogue,
    Claim,
    Conditions,
    Finding,
    Reason,
    Severity,
    SourceId,
    Testimony,
)


class StatedBy(Struct, frozen=True, kw_only=True):
    """Who states a value, and where to mend it upstream."""

    provider: str
    provider_name: str
    offering_id: str
    upstream_path: str


class SaidBy(Struct, frozen=True, kw_only=True):
    """A witness that says so, and where it has it from."""

    witness: SourceId
    name: str
    #: The key under which the witness has the listing.
    key: str
    #: The day that its document is of; ``null`` where the witness is not known any more.
    day: date | None
    #: The page that it names for the price, else its own; https.
    link: str | None


class ClaimRow(Struct, frozen=True, kw_only=True):
    """A value with everyone who states it."""

    value: Any
    #: Whether it contradicts the value shown.
    differs: bool
    #: What the id that it is stated of stands for, where that is another value than the one shown:
    #: then it is compared with this.
    stands_for: Any
    stated_by: tuple[StatedBy, ...]
    #: Witnesses that say so of the listing.
    said_by: tuple[SaidBy, ...]


class FindingRow(Struct, frozen=True, kw_only=True):
    """One field on which offerings disagree, or witnesses with one of them."""

    field: str
    rule: str
    #: Under which a price is asked that witnesses contradict.
    conditions: Conditions
    severity: Severity
    span_days: int | None
    ratio: Decimal | None
    shown: Any
    reason: Reason
    #: How many providers state a value that contradicts the one shown.
    misled: int
    claims: tuple[ClaimRow, ...]


def finding_row(catalogue: Catalogue, finding: Finding) -> FindingRow:
    """Flatten an inconsistency for showing."""
    return FindingRow(
        field=finding.field,
        rule=finding.rule,
        conditions=finding.conditions,
        severity=finding.severity,
        span_days=finding.span_days,
        ratio=finding.ratio,
        shown=finding.shown,
        misled=finding.misled,
        reason=with_name(catalogue, finding.reason),
        claims=tuple(_claim_row(catalogue, claim) for claim in finding.claims),
    )


def with_name(catalogue: Catalogue, reason: Reason) -> Reason:
    """Give a reason the name of the provider that it speaks of."""
    id_ = reason.values.get("provider")
    if id_ is None:
        return reason
    return Reason(reason.code, **{**reason.values, "provider": provider_name(catalogue, id_)})


def _claim_row(catalogue: Catalogue, claim: Claim) -> ClaimRow:
    # Of what witnesses alone say nothing is stated upstream.
    stating = () if claim.differs and claim.testimonies else claim.servings
    stated_by = tuple(
        StatedBy(
            provider=serving.offering.provider,
            provider_name=provider_name(catalogue, serving.offering.provider),
            offering_id=serving.offering.offering_id,
            upstream_path=upstream_path(serving),
        )
        for serving in stating
    )
    said_by = tuple(said_row(catalogue, each) for each in claim.testimonies)
    return ClaimRow(
        value=claim.value,
        differs=claim.differs,
        stands_for=claim.stands_for,
        stated_by=stated_by,
        said_by=said_by,
    )


def said_row(catalogue: Catalogue, testimony: Testimony) -> SaidBy:
    """Tell who a witness is, and where it has its word from."""
    witness = catalogue.witness(testimony.witness)
    return SaidBy(
        witness=testimony.witness,
        name=catalogue.source_name(testimony.witness),
        key=testimony.key,
        day=witness.as_of if witness else None,
        link=testimony.link or (witness.link if witness else None),
    )
