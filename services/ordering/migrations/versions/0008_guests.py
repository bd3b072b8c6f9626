"""Orders of guests, and the passes that were used for them."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime
from services.chassis.persistence.table_changes import allow_null

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow_null(op, "orders", "orderer_id", sa.Uuid(), index="ix_orders_orderer_id")
    op.add_column("orders", sa.Column("by_guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("orders", sa.Column("guest_name", sa.String(120), nullable=False, server_default=""))
    op.add_column("orders", sa.Column("guest_email", sa.String(254), nullable=False, server_default=""))
    op.add_column("orders", sa.Column("guest_language", sa.String(2), nullable=False, server_default=""))
    op.add_column("orders", sa.Column("status_secret_hashes", Json, nullable=False, server_default="[]"))
    op.create_index("ix_orders_by_guest_placed_at_id", "orders", ["by_guest", "placed_at", "id"])
    op.create_table(
        "used_passes",
        sa.Column("pass_id", sa.Uuid(), nullable=False),
        sa.Column("reference_number", sa.String(20), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("pass_id", name=op.f("pk_used_passes")),
    )
    op.create_index(op.f("ix_used_passes_used_at"), "used_passes", ["used_at"])
