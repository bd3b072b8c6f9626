"""The projection of customers has their status: guests do nothing at the machines of a disabled customer."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("status", sa.String(20), nullable=False, server_default="active"))
