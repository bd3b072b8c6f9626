"""Indexes for what the removal of an account looks up by address or action."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_entries_action_at", "audit_entries", ["action", "at", "id"])
    op.create_index("ix_links_email", "links", ["email"])
    op.create_index("ix_registrations_email", "registrations", ["email"])
