"""Tombstones of erased persons."""

from alembic import op

from services.chassis.persistence.table_changes import create_erased_persons

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_erased_persons(op)
