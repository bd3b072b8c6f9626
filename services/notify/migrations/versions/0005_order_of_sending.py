"""Mails are sent by priority and turn, found by reference number, and can be sent again."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NO_ID = "00000000000000000000000000000000"


def upgrade() -> None:
    op.add_column("mails", sa.Column("source_id", sa.Uuid(), nullable=False, server_default=NO_ID))
    op.add_column("mails", sa.Column("priority", sa.Integer(), nullable=False, server_default="2"))
    op.add_column("mails", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("mails", sa.Column("reference_number", sa.String(20), nullable=False, server_default=""))
    op.add_column("mails", sa.Column("resends", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("mails", sa.Column("due_at", UtcDateTime(), nullable=False, server_default="2000-01-01 00:00:00"))
    mails = sa.table(
        "mails",
        sa.column("template", sa.String()),
        sa.column("recipient_id", sa.Uuid()),
        sa.column("source_id", sa.Uuid()),
        sa.column("priority", sa.Integer()),
        sa.column("reference_number", sa.String()),
        sa.column("about", Json),
        sa.column("queued_at", UtcDateTime()),
        sa.column("due_at", UtcDateTime()),
    )
    number = sa.func.coalesce(mails.c.about["reference_number"].as_string(), "")
    op.execute(
        mails.update().values(
            source_id=mails.c.recipient_id, due_at=mails.c.queued_at, reference_number=sa.func.substr(number, 1, 20)
        )
    )
    of_account = mails.c.template.startswith("link_", autoescape=True) | (mails.c.template == "password_changed")
    op.execute(mails.update().where(of_account).values(priority=1))
    op.create_index("ix_mails_reference_number", "mails", ["reference_number"])
    op.create_index("ix_mails_status_priority_turn_queued_at", "mails", ["status", "priority", "turn", "queued_at"])
    op.create_index("ix_mails_source_id_status_turn", "mails", ["source_id", "status", "turn"])
