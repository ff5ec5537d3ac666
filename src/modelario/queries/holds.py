"""What the gates hold back, for the operator to decide about."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from modelario.history.journal import Gate, Hold
from modelario.queries.columns import Column, Kind


class HoldRow(Struct, frozen=True, kw_only=True):
    """One hold; prices in USD per 1M tokens."""

    id: int
    gate: Gate
    provider: str | None
    offering: str | None
    field: str | None
    #: The last good value, which is published, and the one that is held back.
    kept: Decimal | None
    new: Decimal | None
    since: date
    rejected: bool


HOLD_COLUMNS = (
    Column("id", Kind.COUNT),
    Column("gate", Kind.WORDS, labels="gate"),
    Column("since", Kind.DATE),
    Column("provider", Kind.TEXT),
    Column("offering", Kind.ID),
    Column("field", Kind.WORDS, labels="field"),
    Column("kept", Kind.MTOK),
    Column("new", Kind.MTOK),
    Column("rejected", Kind.FLAG),
)


def hold_rows(holds: Iterable[Hold], sequence: int | None = None) -> tuple[HoldRow, ...]:
    """Flatten holds for showing, the oldest first, as they stood after snapshot ``sequence``."""
    return tuple(
        HoldRow(
            id=hold.id,
            gate=hold.gate,
            provider=hold.provider or None,
            offering=hold.offering or None,
            field=_field(hold.field),
            kept=hold.kept,
            new=hold.new,
            since=hold.since,
            rejected=hold.rejected_seq is not None
            and (sequence is None or hold.rejected_seq <= sequence),
        )
        for hold in holds
    )


def _field(path: str) -> str | None:
    """Name a price field as everywhere else: upstream's ``cost/input`` is ``input_mtok``."""
    return f"{path.removeprefix('cost/')}_mtok" if path else None
