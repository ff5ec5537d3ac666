"""What witnesses said: their documents, each packed with what it has in common with an earlier one.

From one day to the next little changes: a document is kept as its difference from a whole one,
and every so often whole again.
"""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from modelario.history.journal import Hearing, State
from modelario.records import SourceId
from modelario.store.chain import hearing_hash, plain
from modelario.store.packing import Packing, packing
from modelario.store.tables import hearing

_FIELDS = Hearing.__struct_fields__
_COLUMNS = [hearing.c[field] for field in _FIELDS]
_PUBLISHED = hearing.c.state == State.PUBLISHED.value
#: Of so many documents one is kept whole.
_WHOLE_EVERY = 16


def add(connection: sa.Connection, found: Hearing, body: bytes | None) -> Hearing:
    """Keep what a witness said, under the next number; ``body`` is what is published of it."""
    number = (connection.scalar(sa.select(sa.func.max(hearing.c.number))) or 0) + 1
    kept = msgspec.structs.replace(found, number=number)
    columns = msgspec.structs.asdict(kept) | {"state": kept.state.value}
    base = None if body is None else _base(connection, kept.witness)
    values = {
        **columns,
        "hash": hearing_hash(plain(columns)),
        "base": base,
        "body": None if body is None else _packing(connection, base).pack(body),
    }
    connection.execute(sa.insert(hearing), values)
    return kept


def latest(connection: sa.Connection, witness: SourceId) -> tuple[Hearing, ...]:
    """The last published hearing of a witness and those that were held since, in order."""
    last = sa.select(sa.func.max(hearing.c.number)).where(hearing.c.witness == witness, _PUBLISHED)
    query = sa.select(*_COLUMNS).where(
        hearing.c.witness == witness,
        hearing.c.number >= sa.func.coalesce(last.scalar_subquery(), 0),
    )
    return tuple(map(_hearing, connection.execute(query.order_by(hearing.c.number))))


def at(connection: sa.Connection, day: date | None) -> tuple[Hearing, ...]:
    """What was published of each witness last, or by the end of a day."""
    newest = sa.select(sa.func.max(hearing.c.number)).where(_PUBLISHED)
    if day is not None:
        newest = newest.where(hearing.c.as_of <= day)
    query = sa.select(*_COLUMNS).where(hearing.c.number.in_(newest.group_by(hearing.c.witness)))
    return tuple(map(_hearing, connection.execute(query.order_by(hearing.c.number))))


def body(connection: sa.Connection, number: int) -> bytes:
    """The document of a published hearing, to the byte; ``ValueError`` where it was edited."""
    query = sa.select(hearing.c.body, hearing.c.base, hearing.c.sha256)
    row = connection.execute(query.where(hearing.c.number == number)).one_or_none()
    if row is None or row.body is None:
        raise LookupError(f"hearing {number} has no document")
    found = _packing(connection, row.base).unpack(row.body)
    if sha256(found).hexdigest() != row.sha256:
        raise ValueError(f"the document of hearing {number} was edited")
    return found


def days(connection: sa.Connection) -> dict[int, date]:
    """The day of each hearing that is published, by its number."""
    rows = connection.execute(sa.select(hearing.c.number, hearing.c.as_of).where(_PUBLISHED))
    return {row.number: row.as_of for row in rows}


def hashes(connection: sa.Connection) -> dict[int, str]:
    """The hash of every hearing, by its number."""
    rows = connection.execute(sa.select(hearing.c.number, hearing.c.hash))
    return {row.number: row.hash for row in rows}


def published_hashes(connection: sa.Connection) -> Iterator[str]:
    """The hashes of what is published, in order."""
    yield from connection.scalars(
        sa.select(hearing.c.hash).where(_PUBLISHED).order_by(hearing.c.number)
    )


def _base(connection: sa.Connection, witness: SourceId) -> int | None:
    """The hearing whose document the next one is packed with; none where that is kept whole."""
    mine = sa.and_(hearing.c.witness == witness, _PUBLISHED)
    whole = sa.select(sa.func.max(hearing.c.number)).where(mine, hearing.c.base.is_(None))
    last: int | None = connection.scalar(whole)
    if last is None:
        return None
    since = sa.select(sa.func.count()).where(mine, hearing.c.number >= last)
    return last if (connection.scalar(since) or 0) < _WHOLE_EVERY else None


def _packing(connection: sa.Connection, base: int | None) -> Packing:
    return packing(connection) if base is None else Packing(body(connection, base))


def _hearing(row: sa.Row[Any]) -> Hearing:
    return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Hearing)
