"""Which changes of a model nobody made; until history is rebuilt, none is known to be one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "change", sa.Column("switched", sa.Boolean(), nullable=False, server_default=sa.false())
    )
