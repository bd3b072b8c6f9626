"""Tables and columns get the standard terms of the field (`deleted`, `idempotency_keys`)."""

from alembic import op

from services.chassis.persistence.table_changes import rename_column, rename_to_standard_terms

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename_to_standard_terms(op)
    for table in ("machine_models", "machines", "customers"):
        rename_column(op, table, "gone", "deleted")
    op.execute("UPDATE jobs SET command = 'expire_draft' WHERE command = 'forget_draft'")
