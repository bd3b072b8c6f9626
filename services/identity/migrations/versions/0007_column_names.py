"""Columns get plain names: `sessions.started_at`."""

from alembic import op

from services.chassis.persistence.table_changes import rename_column

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename_column(op, "sessions", "begun_at", "started_at")
