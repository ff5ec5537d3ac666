"""What the gates hold back, in the store."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import sqlalchemy as sa
import zstandard
from msgspec import structs

from modelario.history.gates import WHOLE
from modelario.history.journal import Ending, HeldPath, HeldValue, Hold, Withheld
from modelario.records import OfferingKey
from modelario.store import listings
from modelario.store.chain import digest
from modelario.store.packing import packing
from modelario.store.tables import document, held, snapshot
from modelario.upstream.field_paths import FLAGS, is_number_path

_FIELDS = Hold.__struct_fields__
_COLUMNS = [held.c["offering" if field == "offering_id" else field] for field in _FIELDS]

#: The columns of a hold that the snapshot hash covers when it is opened.
HASHED_COLUMNS = (
    "id",
    "gate",
    "provider",
    "offering",
    "field",
    "kept",
    "new",
    "digest",
    "since",
)


def pending(connection: sa.Connection, seq: int | None = None) -> tuple[Hold, ...]:
    """The holds in force now, or after snapshot ``seq``."""
    until = held.c.decided_seq
    if seq is None:
        return _select(connection, until.is_(None))
    return _select(
        connection, sa.and_(held.c.since_seq <= seq, sa.or_(until.is_(None), until > seq))
    )


def every(connection: sa.Connection) -> tuple[Hold, ...]:
    """All holds there ever were, in order."""
    return _select(connection, sa.true())


def accepted(connection: sa.Connection, since: date) -> dict[HeldPath, date]:
    """What was believed or released from a day on, and when last."""
    query = (
        sa.select(held.c.provider, held.c.offering, held.c.field, sa.func.max(snapshot.c.as_of))
        .join(snapshot, held.c.decided_seq == snapshot.c.seq)
        .where(snapshot.c.as_of >= since)
        .where(held.c.decision.in_([Ending.BELIEVED.value, Ending.RELEASED.value]))
        .group_by(held.c.provider, held.c.offering, held.c.field)
    )
    return {
        (OfferingKey(provider, offering), field): day
        for provider, offering, field, day in connection.execute(query)
    }


def body(connection: sa.Connection, hold_id: int) -> bytes | None:
    """Upstream's new object that a hold keeps back; a whole document is packed."""
    query = sa.select(document.c.body).join_from(held, document).where(held.c.id == hold_id)
    found = connection.scalar(query)
    return None if found is None else packing(connection).unpack(found)


def open_(connection: sa.Connection, seq: int, opened: Sequence[Withheld]) -> list[tuple[Any, ...]]:
    """Write new holds; returns them as they are hashed."""
    if not opened:
        return []
    first = (connection.scalar(sa.select(sa.func.max(held.c.id))) or 0) + 1
    bodies = [_packed(each) for each in opened]
    listings.keep(connection, filter(None, bodies))
    rows = [
        {
            "id": number,
            "gate": each.gate.value,
            "provider": each.provider,
            "offering": each.offering_id,
            "field": each.field,
            "kept": _text(each.kept),
            "new": _text(each.new),
            "digest": digest(kept) if kept else None,
            "since": each.since,
            "since_seq": seq,
        }
        for number, (each, kept) in enumerate(zip(opened, bodies, strict=True), start=first)
    ]
    connection.execute(sa.insert(held), rows)
    return [hashed_row(row) for row in rows]


def close(
    connection: sa.Connection, seq: int, closed: Iterable[tuple[int, Ending]]
) -> list[tuple[int, str]]:
    """Write how holds ended; returns the decisions as they are hashed."""
    rows = [{"the_id": number, "seq": seq, "how": how.value} for number, how in closed]
    if rows:
        connection.execute(_CLOSE, rows)
    return [(row["the_id"], row["how"]) for row in rows]  # type: ignore[misc]


def reject(connection: sa.Connection, seq: int, rejected: Iterable[int]) -> list[tuple[int, str]]:
    """Write that an operator does not believe holds; returns this as it is hashed."""
    numbers = list(rejected)
    if numbers:
        query = sa.update(held).where(held.c.id.in_(numbers)).values(rejected_seq=seq)
        connection.execute(query)
    return [(number, "rejected") for number in numbers]


def hashed_row(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 – a mapping or a row's mapping
    """A hold's row with plain values, in the order in which it is hashed."""
    return tuple(
        value.hex() if isinstance(value, bytes) else value
        for value in (row[name] for name in HASHED_COLUMNS)
    )


def _packed(withheld: Withheld) -> bytes | None:
    if withheld.body is None or withheld.gate not in WHOLE:
        return withheld.body
    return zstandard.compress(withheld.body)


def _text(value: HeldValue) -> str | None:
    return None if value is None else str(value)


def _value(field: str, text: str | None) -> HeldValue:
    """Read what :func:`_text` wrote: a number, one of two words for a flag, or a text."""
    if text is None:
        return text
    if field in FLAGS:
        return {"True": True, "False": False}[text]
    return Decimal(text) if is_number_path(field) else text


def _select(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> tuple[Hold, ...]:
    rows = connection.execute(sa.select(*_COLUMNS).where(condition).order_by(held.c.id))
    return tuple(_hold(dict(zip(_FIELDS, row, strict=True))) for row in rows)


def _hold(row: dict[str, Any]) -> Hold:
    stated = {name: _value(row["field"], row[name]) for name in ("kept", "new")}
    return structs.replace(msgspec.convert({**row, **dict.fromkeys(stated)}, Hold), **stated)


_CLOSE = (
    sa.update(held)
    .where(held.c.id == sa.bindparam("the_id"))
    .values(decided_seq=sa.bindparam("seq"), decision=sa.bindparam("how"))
)
