"""`login_attempts` becomes `rate_limit_counters`: it also counts requested links and access requests."""

from alembic import op

from services.chassis.persistence.table_changes import create_rate_limit_counters

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_rate_limit_counters(op)
    op.execute(
        "INSERT INTO rate_limit_counters (subject, count, next_at) SELECT subject, count, next_at FROM login_attempts"
    )
    op.drop_table("login_attempts")
