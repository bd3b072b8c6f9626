"""Copies of machines, and lines of orders, have the machine's cost centre."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("machines", "order_lines"):
        op.add_column(table, sa.Column("cost_centre", sa.String(40), nullable=False, server_default=""))
