"""`moved_from` of the event `visit_scheduled` becomes `rescheduled_from`, in the outbox."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    outbox = sa.table("outbox", sa.column("id", sa.Uuid()), sa.column("type", sa.String()), sa.column("body", Json))
    query = sa.select(outbox.c.id, outbox.c.body).where(outbox.c.type == "visit_scheduled")
    for id, body in op.get_bind().execute(query).all():
        data = {"rescheduled_from" if name == "moved_from" else name: value for name, value in body["data"].items()}
        op.execute(sa.update(outbox).where(outbox.c.id == id).values(body=body | {"data": data}))
