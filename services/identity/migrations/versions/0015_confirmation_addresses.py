"""Customers have a fixed confirmation address for service requests."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "customers", sa.Column("confirmation_email", sa.String(length=254), nullable=False, server_default="")
    )
    op.add_column(
        "customers", sa.Column("confirmation_language", sa.String(length=40), nullable=False, server_default="nl")
    )
    op.add_column("customers", sa.Column("confirmation_link_id", sa.Uuid(), nullable=True))
