"""Copies of machines, and lines of orders, have the machine's cost centre."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("machines", _column())
    op.add_column("order_lines", _column())


def _column() -> sa.Column[str]:
    return sa.Column("cost_centre", sa.String(40), nullable=False, server_default="")
