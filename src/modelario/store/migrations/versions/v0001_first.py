"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "snapshot",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("fetched_at", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("providers", sa.Integer(), nullable=False),
        sa.Column("offerings", sa.Integer(), nullable=False),
        sa.Column("metadata", sa.Integer(), nullable=False),
        sa.Column("rejects", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("derived_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_snapshot_as_of", "snapshot", ["as_of"], unique=False)
    op.create_table(
        "sync_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "alias",
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["snapshot.seq"]),
        sa.PrimaryKeyConstraint("former", "seq"),
    )
    op.create_table(
        "assignment",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("offering", sa.Text(), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("until_seq", sa.Integer(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["from_seq"], ["snapshot.seq"]),
        sa.ForeignKeyConstraint(["until_seq"], ["snapshot.seq"]),
        sa.PrimaryKeyConstraint("provider", "offering", "from_seq"),
    )
    op.create_index("ix_assignment_until_seq", "assignment", ["until_seq"], unique=False)
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("offering", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("percent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["snapshot.seq"]),
        sa.PrimaryKeyConstraint("seq", "number"),
    )
    op.create_index("change_model", "change", ["model"], unique=False)
    op.create_index("change_provider", "change", ["provider"], unique=False)
    op.create_table(
        "held",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gate", sa.String(length=16), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("offering", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("since_seq", sa.Integer(), nullable=False),
        sa.Column("rejected_seq", sa.Integer(), nullable=True),
        sa.Column("decided_seq", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["decided_seq"], ["snapshot.seq"]),
        sa.ForeignKeyConstraint(["digest"], ["document.digest"]),
        sa.ForeignKeyConstraint(["rejected_seq"], ["snapshot.seq"]),
        sa.ForeignKeyConstraint(["since_seq"], ["snapshot.seq"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_held_decided_seq", "held", ["decided_seq"], unique=False)
    op.create_table(
        "listing",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("until_seq", sa.Integer(), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["document.digest"]),
        sa.ForeignKeyConstraint(["from_seq"], ["snapshot.seq"]),
        sa.ForeignKeyConstraint(["until_seq"], ["snapshot.seq"]),
        sa.PrimaryKeyConstraint("kind", "provider", "entry", "from_seq"),
    )
    op.create_index("ix_listing_until_seq", "listing", ["until_seq"], unique=False)
