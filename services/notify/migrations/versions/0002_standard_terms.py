"""Tables and columns get the standard terms of the field (`deleted`, `idempotency_keys`)."""

from alembic import op

from services.chassis.persistence.table_changes import rename_to_standard_terms

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename_to_standard_terms(op)
