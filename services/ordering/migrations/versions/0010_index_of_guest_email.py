"""An index for what is looked up by the address of a guest."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_orders_guest_email", "orders", ["guest_email"])
