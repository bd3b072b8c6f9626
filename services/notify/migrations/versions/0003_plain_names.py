"""`mails.reader_id` becomes `recipient_id`, the templates `link_…_asked` become `link_…_requested`."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.table_changes import rename_column

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEMPLATES = {
    "link_access_asked": "link_access_requested",
    "link_registration_asked": "link_registration_requested",
}


def upgrade() -> None:
    rename_column(op, "mails", "reader_id", "recipient_id")
    op.drop_index("ix_mails_reader_id", "mails")
    op.create_index("ix_mails_recipient_id", "mails", ["recipient_id"])
    mails = sa.table("mails", sa.column("template", sa.String()))
    for old, new in TEMPLATES.items():
        op.execute(sa.update(mails).where(mails.c.template == old).values(template=new))
