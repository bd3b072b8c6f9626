"""A step of an order has the user who made it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("order_steps", sa.Column("author_id", sa.Uuid(), nullable=True))
    op.create_index("ix_order_steps_author_id", "order_steps", ["author_id"])
    orders = sa.table("orders", sa.column("id", sa.Uuid()), sa.column("orderer_id", sa.Uuid()))
    steps = sa.table(
        "order_steps",
        sa.column("order_id", sa.Uuid()),
        sa.column("author_id", sa.Uuid()),
        sa.column("status", sa.String()),
    )
    orderer = sa.select(orders.c.orderer_id).where(orders.c.id == steps.c.order_id).scalar_subquery()
    op.execute(steps.update().where(steps.c.status == "placed").values(author_id=orderer))
