"""A timeline entry has the user who made the change."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("timeline_entries", sa.Column("author_id", sa.Uuid(), nullable=True))
    op.create_index("ix_timeline_entries_author_id", "timeline_entries", ["author_id"])
    requests = sa.table("service_requests", sa.column("id", sa.Uuid()), sa.column("requester_id", sa.Uuid()))
    entries = sa.table(
        "timeline_entries",
        sa.column("request_id", sa.Uuid()),
        sa.column("author_id", sa.Uuid()),
        sa.column("status", sa.String()),
    )
    requester = sa.select(requests.c.requester_id).where(requests.c.id == entries.c.request_id).scalar_subquery()
    op.execute(entries.update().where(entries.c.status == "received").values(author_id=requester))
