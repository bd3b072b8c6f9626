"""Lists and counts of machines find their rows by index, however many machines a customer has."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("machines", sa.Column("siteless", sa.Integer(), nullable=False, server_default="0"))
    machines = sa.table("machines", sa.column("site", sa.String()), sa.column("siteless", sa.Integer()))
    op.execute(sa.update(machines).where(machines.c.site == "").values(siteless=1))
    for name, columns in {
        "siteless": ["siteless", "site", "id"],
        "customer_id_siteless": ["customer_id", "siteless", "site", "id"],
        "customer_id_condition": ["customer_id", "condition", "monitoring", "last_contact_at"],
        "customer_id_needs_attention": ["customer_id", "needs_attention", "monitoring", "last_contact_at"],
        "customer_id_monitoring": ["customer_id", "monitoring", "last_contact_at"],
    }.items():
        op.create_index(f"ix_machines_{name}", "machines", columns, unique=False)
