"""Mails about visits: the template `visit_moved` becomes `visit_rescheduled`, `moved_from` of their data
`rescheduled_from`."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEMPLATES = {"visit_scheduled": "visit_scheduled", "visit_moved": "visit_rescheduled"}


def upgrade() -> None:
    mails = sa.table(
        "mails", sa.column("id", sa.Uuid()), sa.column("template", sa.String()), sa.column("event_data", Json)
    )
    query = sa.select(mails).where(mails.c.template.in_(list(TEMPLATES)))
    for id, template, data in op.get_bind().execute(query).all():
        renamed = {"rescheduled_from" if name == "moved_from" else name: value for name, value in data.items()}
        values = {"template": TEMPLATES[template], "event_data": renamed}
        op.execute(sa.update(mails).where(mails.c.id == id).values(values))
