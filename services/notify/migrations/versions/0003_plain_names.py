"""Mails about requests have the present names of their templates."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEMPLATES = {
    "link_access_asked": "link_access_requested",
    "link_registration_asked": "link_registration_requested",
}


def upgrade() -> None:
    mails = sa.table("mails", sa.column("template", sa.String()))
    for old, new in TEMPLATES.items():
        op.execute(sa.update(mails).where(mails.c.template == old).values(template=new))
