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
    "source",
    "day",
)
#: So many there were from the beginning, whatever they say.
_FIRST_COLUMNS = HASHED_COLUMNS.index("switched")

#: Of which kinds; of all where none is named.
Kinds = Collection[ChangeKind]


def hashed_row(row: Sequence[Any]) -> tuple[Any, ...]:
    """A change's values as they are hashed: the last ones say nothing where they are unset."""
    told = list(row)
    while len(told) > _FIRST_COLUMNS and not told[-1]:
        told.pop()
    return tuple(told)


def write(connection: sa.Connection, seq: int, changes: Sequence[Change]) -> None:
    """Write the changes that a snapshot brought."""
    _insert(connection, seq, changes, None)


def announce(connection: sa.Connection, seq: int, day: date, changes: Sequence[Change]) -> set[int]:
    """Write what witnesses brought on a day, beside the snapshot that was published then.

    It takes the place of what was told of that day before; gives the snapshots that had it.
    """
    mine = change.c.day == day
    former = set(connection.scalars(sa.select(change.c.seq).where(mine).distinct()))
    connection.execute(sa.delete(change).where(mine))
    _insert(connection, seq, changes, day)
    return former


def _insert(
    connection: sa.Connection, seq: int, changes: Sequence[Change], day: date | None
) -> None:
    last = connection.scalar(sa.select(sa.func.max(change.c.number)).where(change.c.seq == seq))
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
            "source": each.source,
            "day": day,
        }
        for number, each in enumerate(changes, start=(last or 0) + 1)
    ]
    if rows:
        connection.execute(sa.insert(change), rows)


def erase(connection: sa.Connection, seqs: Iterable[int]) -> None:
    """Take back the changes of snapshots, but not what witnesses told meanwhile."""
    of_document = sa.and_(change.c.seq.in_(list(seqs)), change.c.day.is_(None))
    connection.execute(sa.delete(change).where(of_document))


def erase_all(connection: sa.Connection) -> None:
    """Take back every change."""
    connection.execute(sa.delete(change))


def read(
    connection: sa.Connection,
    since: date | None,
    until: date | None,
    kinds: Kinds = (),
) -> tuple[DatedChange, ...]:
    """The changes of some days, both inclusive, the oldest first; of some kinds, or of all."""
    day = sa.func.coalesce(change.c.day, snapshot.c.as_of, type_=sa.Date())
    query = sa.select(change, day.label("as_of")).join_from(change, snapshot)
    if since is not None:
        query = query.where(day >= since)
    if until is not None:
        query = query.where(day <= until)
    if kinds:
        query = query.where(change.c.kind.in_([kind.value for kind in kinds]))
    rows = connection.execute(query.order_by(day, change.c.seq, change.c.number)).mappings().all()
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
            source=row["source"],
        ),
    )
