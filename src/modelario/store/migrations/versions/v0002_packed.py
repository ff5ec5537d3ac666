"""Bodies are packed with a dictionary that the store keeps."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from modelario.store.packing import Packing, new_dictionary

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: So many documents at a time fit in memory, whatever they are.
_BATCH = 1_000


def upgrade() -> None:
    dictionary = op.create_table(
        "dictionary",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    phrases = new_dictionary()
    op.bulk_insert(dictionary, [{"digest": sha256(phrases).digest(), "body": phrases}])
    _pack_all(op.get_bind(), Packing(phrases))


def _pack_all(connection: sa.Connection, packing: Packing) -> None:
    document = sa.table(
        "document", sa.column("digest", sa.LargeBinary), sa.column("body", sa.LargeBinary)
    )
    pack = (
        sa.update(document)
        .where(document.c.digest == sa.bindparam("key"))
        .values(body=sa.bindparam("packed", type_=sa.LargeBinary))
    )
    digests = list(connection.scalars(sa.select(document.c.digest)))
    for start in range(0, len(digests), _BATCH):
        batch = sa.select(document.c.digest, document.c.body).where(
            document.c.digest.in_(digests[start : start + _BATCH])
        )
        rows = connection.execute(batch).all()
        connection.execute(
            pack, [{"key": digest, "packed": packing.pack(body)} for digest, body in rows]
        )
