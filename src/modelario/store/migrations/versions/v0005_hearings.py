"""What witnesses said, and the attempts to hear them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hearing",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("witness", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("fetched_at", sa.String(32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("base", sa.Integer(), sa.ForeignKey("hearing.number")),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.add_column("sync_attempt", sa.Column("witness", sa.String(32)))
    op.add_column("sync_attempt", sa.Column("hearing", sa.Integer()))
