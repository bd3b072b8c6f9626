"""Columns and purposes of links get plain names: `started_at`, `requested_at`, `access_requested`."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json
from services.chassis.persistence.table_changes import rename_column

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PURPOSES = {"access_asked": "access_requested", "registration_asked": "registration_requested"}
FACTS = {"asker_name": "requester_name", "asker_email": "requester_email"}


def upgrade() -> None:
    rename_column(op, "sessions", "begun_at", "started_at")
    for table in ("registrations", "access_requests"):
        rename_column(op, table, "asked_at", "requested_at")
        op.drop_index(f"ix_{table}_status_asked_at", table)
        op.create_index(f"ix_{table}_status_requested_at", table, ["status", "requested_at", "id"])
    links = sa.table("links", sa.column("id", sa.Uuid()), sa.column("purpose", sa.String()), sa.column("about", Json))
    for id, about in op.get_bind().execute(sa.select(links.c.id, links.c.about)).all():
        if FACTS.keys() & about.keys():
            renamed = {FACTS.get(name, name): value for name, value in about.items()}
            op.execute(sa.update(links).where(links.c.id == id).values(about=renamed))
    for old, new in PURPOSES.items():
        op.execute(sa.update(links).where(links.c.purpose == old).values(purpose=new))
