"""Tables and columns get the standard terms of the field (`deleted`, `idempotency_keys`)."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.table_changes import rename_to_standard_terms

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEMPLATES = {
    "customer_asked": "service_request_waiting_for_customer",
    "parts_awaited": "service_request_waiting_for_parts",
    "service_started": "service_request_started",
}
"""Mails that are still to be sent have the name of their event."""


def upgrade() -> None:
    rename_to_standard_terms(op)
    mails = sa.table("mails", sa.column("template", sa.String()))
    for old, new in TEMPLATES.items():
        op.execute(sa.update(mails).where(mails.c.template == old).values(template=new))
