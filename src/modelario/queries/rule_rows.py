"""Every rule of a model's prices with its source: who says it, on which day, and where."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from msgspec import structs

from modelario.queries.columns import Column, Kind
from modelario.queries.finding_rows import said_row
from modelario.queries.offering import PricedRow, provider_name, upstream_link
from modelario.records import (
    ALWAYS,
    UPSTREAM,
    Catalogue,
    Conditions,
    Entry,
    OfferingKey,
    PriceRule,
    PriceState,
    Serving,
    SourceId,
    Testimony,
    TokenPrice,
    Variant,
)

#: Prices that are per token or piece; all others are unknown, or none.
_PRICED = (PriceState.PUBLISHED, PriceState.FREE)


class RuleRow(PricedRow, frozen=True, kw_only=True):
    """What an offering asks under some conditions, in USD per 1M tokens.

    The rules of an offering stand in order: the last one that holds and has a price for a unit
    tells it, so what a rule leaves out is as in those before.
    """

    variant: Variant | None
    #: When it holds; empty for always.
    conditions: Conditions
    #: USD per piece, as the source counts it: `web_search`, `request` …
    pieces: Mapping[str, Decimal]
    #: Who says so: models.dev, or a witness.
    source: SourceId
    #: What the source calls itself.
    source_name: str
    #: The day that the source's document is of; null where it is not known any more.
    source_day: date | None
    #: Where the source has it; https.
    source_link: str | None


RULE_COLUMNS = (
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("conditions", Kind.TEXT),
    *(Column(unit, Kind.MTOK) for unit in TokenPrice.__struct_fields__),
    Column("pieces", Kind.TEXT),
)
SOURCE_COLUMNS = (
    Column("source", Kind.TEXT, "source_name"),
    Column("source_day", Kind.DATE),
    Column("source_link", Kind.TEXT),
)


class Whence(NamedTuple):
    """Who says something, on which day, and where."""

    name: str
    day: date | None
    link: str | None


def rule_rows(
    catalogue: Catalogue, entry: Entry, at: Collection[OfferingKey] | None = None
) -> tuple[RuleRow, ...]:
    """List every rule of a model's offerings, or of some; what has no price has none."""
    said = testimonies(entry)
    return tuple(
        _row(catalogue, serving, rule, told_by(catalogue, serving, rule.source, said))
        for serving in entry.model.servings
        if serving.price_state in _PRICED and (at is None or serving.key in at)
        for rule in serving.offering.rules
    )


def elsewhere_rows(catalogue: Catalogue, entry: Entry) -> tuple[RuleRow, ...]:
    """List the prices of listings that only witnesses know: theirs alone, used for nothing."""
    rows: list[RuleRow] = []
    for testimony in entry.elsewhere:
        told = said_row(catalogue, testimony)
        rows += (
            RuleRow(
                provider=testimony.provider,
                provider_name=provider_name(catalogue, testimony.provider),
                offering_id=testimony.offering_id,
                variant=None,
                conditions=rule.conditions,
                pieces=rule.pieces,
                source=rule.source,
                source_name=told.name,
                source_day=told.day,
                source_link=told.link,
                **structs.asdict(rule.price),
            )
            for rule in testimony.rules
        )
    return tuple(rows)


def _row(catalogue: Catalogue, serving: Serving, rule: PriceRule, told: Whence) -> RuleRow:
    offering = serving.offering
    return RuleRow(
        provider=offering.provider,
        provider_name=provider_name(catalogue, offering.provider),
        offering_id=offering.offering_id,
        variant=serving.assignment.variant,
        conditions=rule.conditions,
        pieces=rule.pieces,
        source=rule.source,
        source_name=told.name,
        source_day=told.day,
        source_link=told.link,
        **structs.asdict(rule.price),
    )


#: What witnesses say of offerings, by the offering and the witness.
Testimonies = Mapping[tuple[OfferingKey, SourceId], Testimony]


def testimonies(entry: Entry) -> Testimonies:
    """What witnesses say of a model's offerings."""
    return {(each.offering, each.testimony.witness): each.testimony for each in entry.opinions}


def told_by(catalogue: Catalogue, serving: Serving, source: SourceId, said: Testimonies) -> Whence:
    """Tell where a source has what it says of an offering's prices."""
    if source == UPSTREAM:
        return Whence(UPSTREAM, catalogue.origin.as_of, upstream_link(serving))
    if (testimony := said.get((serving.key, source))) is not None:
        row = said_row(catalogue, testimony)
        return Whence(row.name, row.day, row.link)
    witness = catalogue.witness(source)
    return Whence(
        catalogue.source_name(source),
        witness.as_of if witness else None,
        witness.link if witness else None,
    )


def is_conditional(row: RuleRow) -> bool:
    """Whether a rule is neither about the plain price nor about a tier of it."""
    return bool(row.pieces) or not (row.conditions == ALWAYS or row.conditions.is_tier)
