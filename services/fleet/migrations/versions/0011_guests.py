"""Guest access settings, labels, and the spelling of numbers and postcodes by which guests find a machine."""

import re

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guest_access",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actions", Json, nullable=False),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_access")),
    )
    op.create_table(
        "machine_labels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("machine_id", sa.Uuid(), nullable=False),
        sa.Column("live_machine_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["machine_id"], ["machines.id"], name=op.f("fk_machine_labels_machine_id_machines")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_labels")),
        sa.UniqueConstraint("code", name=op.f("uq_machine_labels_code")),
        sa.UniqueConstraint("live_machine_id", name=op.f("uq_machine_labels_live_machine_id")),
    )
    op.create_index(op.f("ix_machine_labels_machine_id"), "machine_labels", ["machine_id"], unique=False)
    op.create_index(op.f("ix_machine_labels_revoked_at"), "machine_labels", ["revoked_at"], unique=False)
    op.add_column("machines", sa.Column("number_key", sa.String(20), nullable=False, server_default=""))
    op.add_column("machines", sa.Column("postcode_key", sa.String(12), nullable=False, server_default=""))
    _fill_keys()
    op.create_index(op.f("ix_machines_number_key"), "machines", ["number_key"], unique=False)


def _fill_keys() -> None:
    columns = ("id", "equipment_number", "postcode", "number_key", "postcode_key")
    machines = sa.table("machines", *(sa.column(name, sa.Uuid() if name == "id" else sa.String()) for name in columns))
    query = sa.select(machines.c.id, machines.c.equipment_number, machines.c.postcode)
    change = (
        sa.update(machines)
        .where(machines.c.id == sa.bindparam("machine"))
        .values(number_key=sa.bindparam("number"), postcode_key=sa.bindparam("code"))
    )
    rows = [
        {"machine": row.id, "number": _key(row.equipment_number or ""), "code": _key(row.postcode)}
        for row in op.get_bind().execute(query).all()
    ]
    if rows:
        op.get_bind().execute(change, rows)


def _key(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()
