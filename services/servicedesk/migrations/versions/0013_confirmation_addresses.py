"""The copy of a customer has a column for whether a fixed address gets the confirmations of service requests."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "customers", sa.Column("has_confirmation_address", sa.Boolean(), nullable=False, server_default=sa.false())
    )
