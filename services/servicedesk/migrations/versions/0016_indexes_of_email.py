"""Indexes for what is looked up by the address of a guest or visitor."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_contact_messages_email", "contact_messages", ["email"])
    op.create_index("ix_guest_sightings_guest_email", "guest_sightings", ["guest_email"])
    op.create_index("ix_service_requests_guest_email", "service_requests", ["guest_email"])
