"""What each part of a request costs, by which rule, and who says so, when and where."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import Struct

from modelario.catalogue.billing import Charge
from modelario.queries.columns import Column, Kind
from modelario.queries.rule_rows import testimonies, told_by
from modelario.records import UPSTREAM, Catalogue, Conditions, Entry, Serving, SourceId


class ChargeRow(Struct, frozen=True, kw_only=True):
    """What one part of a request costs, and by which rule of the offering's."""

    #: What is charged: a part of :class:`Usage`, or the name of a piece.
    part: str
    #: How many tokens or pieces.
    count: int
    #: USD per 1M tokens, or per piece.
    price: Decimal
    #: When the rule holds; empty for always.
    conditions: Conditions
    #: Who says so: models.dev, or a witness.
    source: SourceId
    #: What the source calls itself.
    source_name: str
    #: The day that the source's document is of; null where it is not known any more.
    source_day: date | None
    #: Where the source has it; https.
    source_link: str | None


class ChargedPart(NamedTuple):
    """One part of what an offering charges, beside whose it is."""

    #: The row of a table of costs.
    row: Any
    charge: ChargeRow


#: What each part of a request costs, and who says so.
CHARGE_COLUMNS = (
    Column("model", Kind.ID, "row.id"),
    Column("provider", Kind.TEXT, "row.provider_name"),
    Column("part", Kind.TEXT, "charge.part"),
    Column("count", Kind.COUNT, "charge.count"),
    Column("price", Kind.MTOK, "charge.price"),
    Column("conditions", Kind.TEXT, "charge.conditions"),
    Column("source", Kind.TEXT, "charge.source_name"),
    Column("source_day", Kind.DATE, "charge.source_day"),
    Column("source_link", Kind.TEXT, "charge.source_link"),
)


def charged_parts(rows: Iterable[Any]) -> tuple[ChargedPart, ...]:
    """Take the rows of a table of costs apart, in their order."""
    return tuple(ChargedPart(row, charge) for row in rows for charge in row.charges)


def charge_rows(
    catalogue: Catalogue, entry: Entry, serving: Serving, charges: Collection[Charge]
) -> tuple[ChargeRow, ...]:
    """Show what an offering charges, each part with its source."""
    sources = {charge.rule.source for charge in charges}
    said = testimonies(entry) if sources - {UPSTREAM} else {}
    whence = {source: told_by(catalogue, serving, source, said) for source in sources}
    return tuple(
        ChargeRow(
            part=charge.part,
            count=charge.count,
            price=charge.price,
            conditions=charge.rule.conditions,
            source=charge.rule.source,
            source_name=whence[charge.rule.source].name,
            source_day=whence[charge.rule.source].day,
            source_link=whence[charge.rule.source].link,
        )
        for charge in charges
    )
