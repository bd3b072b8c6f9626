"""Counts of rate limits."""

from alembic import op

from services.chassis.persistence.table_changes import create_rate_limit_counters

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_rate_limit_counters(op)
