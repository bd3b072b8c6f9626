"""A timeline entry has the engineer of its visit; that of the present visit is known."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("timeline_entries", sa.Column("technician", sa.String(length=120), nullable=True))
    requests = sa.table(
        "service_requests",
        sa.column("id", sa.Uuid()),
        sa.column("technician", sa.String()),
        sa.column("visit_number", sa.Integer()),
    )
    entries = sa.table(
        "timeline_entries",
        sa.column("request_id", sa.Uuid()),
        sa.column("technician", sa.String()),
        sa.column("status", sa.String()),
        sa.column("visit_number", sa.Integer()),
    )
    present = (requests.c.id == entries.c.request_id) & (requests.c.visit_number == entries.c.visit_number)
    technician = sa.select(requests.c.technician).where(present).scalar_subquery()
    op.execute(entries.update().where(entries.c.status == "scheduled").values(technician=technician))
