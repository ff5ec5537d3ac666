"""The changes between published days, in the store. They are derived and can be rebuilt."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from modelario.history.differences import from_text, to_text
from modelario.history.journal import DatedChange
from modelario.records import Change, ChangeKind
from modelario.store.tables import change, snapshot

#: The columns that the hash of derived rows covers, as :func:`hashed_row` has them.
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
    "switched",
)


#: Of which kinds; of all where none is named.
Kinds = Collection[ChangeKind]


def hashed_row(row: Sequence[Any]) -> tuple[Any, ...]:
    """A change's values as they are hashed: the last is a mark that says nothing where unset."""
    return tuple(row) if row[-1] else tuple(row[:-1])


def write(connection: sa.Connection, seq: int, changes: Sequence[Change]) -> None:
    """Write the changes that a snapshot brought."""
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
            "switched": each.switched,
        }
        for number, each in enumerate(changes, start=1)
    ]
    if rows:
        connection.execute(sa.insert(change), rows)


def erase(connection: sa.Connection, seqs: Iterable[int]) -> None:
    """Take back the changes of snapshots."""
    connection.execute(sa.delete(change).where(change.c.seq.in_(list(seqs))))


def read(
    connection: sa.Connection,
    since: date | None,
    until: date | None,
    kinds: Kinds = (),
) -> tuple[DatedChange, ...]:
    """The changes of some days, both inclusive, the oldest first; of some kinds, or of all."""
    query = sa.select(change, snapshot.c.as_of).join_from(change, snapshot)
    if since is not None:
        query = query.where(snapshot.c.as_of >= since)
    if until is not None:
        query = query.where(snapshot.c.as_of <= until)
    if kinds:
        query = query.where(change.c.kind.in_([kind.value for kind in kinds]))
    rows = connection.execute(query.order_by(change.c.seq, change.c.number)).mappings().all()
    return tuple(map(_dated, rows))


def _dated(row: sa.RowMapping) -> DatedChange:
    kind = ChangeKind(row["kind"])
    return DatedChange(
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
            switched=row["switched"],
        ),
    )
