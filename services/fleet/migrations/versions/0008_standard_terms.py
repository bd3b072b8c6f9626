"""Tables and columns get the standard terms of the field (`deleted`, `idempotency_keys`)."""

from alembic import op

from services.chassis.persistence.table_changes import rename_column, rename_to_standard_terms

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename_to_standard_terms(op)
    rename_column(op, "customers", "gone", "deleted")
    rename_column(op, "members", "gone", "deleted")
    rename_column(op, "machines", "words", "search_text")
    op.drop_index("ix_machines_customer_id_emptiest_toner", "machines")
    rename_column(op, "machines", "emptiest_toner", "lowest_toner_percent")
    columns = ["customer_id", "condition", "lowest_toner_percent", "siteless", "site", "id"]
    op.create_index("ix_machines_customer_id_lowest_toner_percent", "machines", columns, unique=False)
