"""The changes between published days, in the store. They are derived and can be rebuilt."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from modelario.history.differences import from_text, to_text
from modelario.history.journal import DatedChange
from modelario.records import Change, ChangeKind
from modelario.store.tables import change, snapshot

#: The columns that the hash of derived rows covers.
HASHED_COLUMNS = (
    "number",
    "kind",
    "provider",
    "offering",
    "model",
    "field",
    "old",
    "new",
    "percent",
)


def write(connection: sa.Connection, seq: int, changes: Sequence[Change]) -> list[tuple[Any, ...]]:
    """Write the changes that a snapshot brought; returns them as they are hashed."""
    rows = [
        {
            "seq": seq,
            "number": number,
            "kind": each.kind.value,
            "provider": each.provider or "",
            "offering": each.offering_id or "",
            "model": each.model,
            "field": each.field,
            "old": to_text(each.old),
            "new": to_text(each.new),
            "percent": None if each.percent is None else str(each.percent),
        }
        for number, each in enumerate(changes, start=1)
    ]
    if rows:
        connection.execute(sa.insert(change), rows)
    return [tuple(row[name] for name in HASHED_COLUMNS) for row in rows]


def erase(connection: sa.Connection, seqs: Iterable[int]) -> None:
    """Take back the changes of snapshots."""
    connection.execute(sa.delete(change).where(change.c.seq.in_(list(seqs))))


def read(
    connection: sa.Connection, since: date | None, until: date | None
) -> tuple[DatedChange, ...]:
    """The changes of some days, both inclusive, the oldest first."""
    query = sa.select(change, snapshot.c.as_of).join_from(change, snapshot)
    if since is not None:
        query = query.where(snapshot.c.as_of >= since)
    if until is not None:
        query = query.where(snapshot.c.as_of <= until)
    rows = connection.execute(query.order_by(change.c.seq, change.c.number)).mappings().all()
    # Within each snapshot, the moves of prices that some provider made.
    made = {(row["seq"], _move(row)) for row in rows if row["provider"]}
    return tuple(_dated(row, switched=(row["seq"], _move(row)) not in made) for row in rows)


def _move(row: sa.RowMapping) -> tuple[Any, ...]:
    return row["model"], row["field"], row["old"], row["new"]


def _dated(row: sa.RowMapping, *, switched: bool) -> DatedChange:
    kind = ChangeKind(row["kind"])
    return DatedChange(
        switched=switched and kind is ChangeKind.PRICE,
        seq=row["seq"],
        number=row["number"],
        as_of=row["as_of"],
        change=Change(
            kind=kind,
            provider=row["provider"] or None,
            offering_id=row["offering"] or None,
            model=row["model"],
            field=row["field"],
            old=from_text(kind, row["old"]),
            new=from_text(kind, row["new"]),
            percent=None if row["percent"] is None else Decimal(row["percent"]),
        ),
    )
