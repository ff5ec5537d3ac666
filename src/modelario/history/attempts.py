"""What became of each attempt to take in a document, for the status page."""

import msgspec
import sqlalchemy as sa

from modelario.history.journal import Attempt
from modelario.history.tables import sync_attempt

_FIELDS = Attempt.__struct_fields__
_COLUMNS = [sync_attempt.c[field] for field in _FIELDS]


def record(connection: sa.Connection, attempt: Attempt) -> None:
    """Add an attempt."""
    values = msgspec.structs.asdict(attempt)
    connection.execute(sa.insert(sync_attempt), {**values, "outcome": attempt.outcome.value})


def latest(connection: sa.Connection, limit: int) -> tuple[Attempt, ...]:
    """The last attempts, the newest first."""
    query = sa.select(*_COLUMNS).order_by(sync_attempt.c.id.desc()).limit(limit)
    rows = connection.execute(query)
    return tuple(msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Attempt) for row in rows)
