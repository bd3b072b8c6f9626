"""`login_attempts` becomes `rate_limit_counters`: it also counts requested links and access requests."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_limit_counters",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_rate_limit_counters")),
    )
    op.execute(
        "INSERT INTO rate_limit_counters (subject, count, next_at) SELECT subject, count, next_at FROM login_attempts"
    )
    op.drop_table("login_attempts")
    op.create_index(op.f("ix_rate_limit_counters_next_at"), "rate_limit_counters", ["next_at"], unique=False)
