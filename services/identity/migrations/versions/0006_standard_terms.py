"""Tables and columns get the standard terms of the field (`deleted`, `idempotency_keys`)."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import UtcDateTime
from services.chassis.persistence.table_changes import rename_column, rename_to_standard_terms

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename_to_standard_terms(op)
    rename_column(op, "groups", "gone", "deleted")
    op.create_table(
        "login_attempts",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_login_attempts")),
    )
    op.execute("INSERT INTO login_attempts (subject, count, next_at) SELECT subject, count, next_at FROM tries")
    op.drop_table("tries")
    op.create_index(op.f("ix_login_attempts_next_at"), "login_attempts", ["next_at"], unique=False)
