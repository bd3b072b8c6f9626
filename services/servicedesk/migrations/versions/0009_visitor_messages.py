"""Contact messages of visitors, who have no account: ids may be missing, address and language are stored."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contact_messages") as table:
        table.alter_column("customer_id", existing_type=sa.Uuid(), nullable=True)
        table.alter_column("sender_id", existing_type=sa.Uuid(), nullable=True)
    op.add_column("contact_messages", sa.Column("email", sa.String(254), nullable=False, server_default=""))
    op.add_column("contact_messages", sa.Column("customer_number", sa.String(20), nullable=False, server_default=""))
    op.add_column("contact_messages", sa.Column("language", sa.String(40), nullable=False, server_default="nl"))
    is_suspected = sa.Column("is_suspected", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("contact_messages", is_suspected)
