"""A name for each store, and a chain over its attempts."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from modelario.store.chain import attempt_hash, plain

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COLUMNS = ("id", "at", "source", "outcome", "as_of", "seq", "cause")


def upgrade() -> None:
    store = op.create_table("store", sa.Column("id", sa.String(32), primary_key=True))
    name = secrets.token_hex(16)
    op.bulk_insert(store, [{"id": name}])
    with op.batch_alter_table("sync_attempt") as altered:
        altered.add_column(sa.Column("hash", sa.String(64), nullable=False, server_default=""))
    _chain(op.get_bind(), name)
    with op.batch_alter_table("sync_attempt") as altered:
        altered.alter_column("hash", server_default=None, existing_type=sa.String(64))


def _chain(connection: sa.Connection, name: str) -> None:
    """Chain the attempts that there are."""
    table = sa.table(
        "sync_attempt",
        *(sa.column(each) for each in (*_COLUMNS, "hash")),
    )
    snapshots = sa.table("snapshot", sa.column("seq"), sa.column("hash"))
    hashes = {row.seq: row.hash for row in connection.execute(sa.select(snapshots))}
    previous = name
    for row in connection.execute(sa.select(table).order_by(table.c.id)).mappings().all():
        columns = plain({each: row[each] for each in _COLUMNS} | {"at": _moment(row["at"])})
        previous = attempt_hash(previous, columns, hashes.get(row["seq"]))
        connection.execute(sa.update(table).where(table.c.id == row["id"]).values(hash=previous))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
