"""What the gates hold back, for the operator to decide about."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from modelario.history.journal import Gate, Hold
from modelario.queries.columns import Column, Kind

#: Amounts in USD per 1M tokens that a column of prices can hold.
_LEAST, _MOST = Decimal("0.000001"), Decimal(10**12)


class HoldRow(Struct, frozen=True, kw_only=True):
    """One hold; prices in USD per 1M tokens."""

    id: int
    gate: Gate
    provider: str | None
    offering_id: str | None
    field: str | None
    #: The last good value, which is published, and the one that is held back.
    kept: Decimal | None
    #: Nothing where what upstream states is no amount of money.
    new: Decimal | None
    #: What is held back in upstream's own words.
    stated: str | None
    since: date
    rejected: bool


HOLD_COLUMNS = (
    Column("id", Kind.COUNT),
    Column("gate", Kind.WORDS, labels="gate"),
    Column("since", Kind.DATE),
    Column("provider", Kind.TEXT),
    Column("offering_id", Kind.ID),
    Column("field", Kind.WORDS, labels="field"),
    Column("kept", Kind.MTOK),
    Column("stated", Kind.TEXT),
    Column("rejected", Kind.FLAG),
)


def hold_rows(holds: Iterable[Hold], sequence: int | None = None) -> tuple[HoldRow, ...]:
    """Flatten holds for showing, the oldest first, as they stood after snapshot ``sequence``."""
    return tuple(
        HoldRow(
            id=hold.id,
            gate=hold.gate,
            provider=hold.provider or None,
            offering_id=hold.offering_id or None,
            field=hold.record_field,
            kept=hold.kept,
            new=_amount(hold.new),
            stated=hold.stated,
            since=hold.since,
            rejected=hold.rejected_seq is not None
            and (sequence is None or hold.rejected_seq <= sequence),
        )
        for hold in holds
    )


def _amount(stated: Decimal | None) -> Decimal | None:
    """What upstream states, where it can be written as an amount at all."""
    if stated is None or not stated.is_finite():
        return None
    return stated if stated == 0 or _LEAST <= abs(stated) < _MOST else None
