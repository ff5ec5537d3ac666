"""What witnesses tell anew of announced ends, among the changes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("change", sa.Column("source", sa.String(32)))
    op.add_column("change", sa.Column("day", sa.Date()))
