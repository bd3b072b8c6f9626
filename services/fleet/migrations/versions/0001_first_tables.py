"""The first tables of fleet."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime
from services.chassis.persistence.first_tables import create_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("customer_number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_index(op.f("ix_customers_customer_number"), "customers", ["customer_number"], unique=False)
    op.create_table(
        "groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("customer_id", "name", name=op.f("uq_groups_customer_id_name")),
    )
    op.create_table(
        "machine_models",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("manufacturer", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("colour", sa.Boolean(), nullable=False),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_models")),
        sa.UniqueConstraint("manufacturer", "name", name=op.f("uq_machine_models_manufacturer_name")),
    )
    op.create_table(
        "machines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_number", sa.String(length=20), nullable=True),
        sa.Column("serial_number", sa.String(length=60), nullable=True),
        sa.Column("mac_address", sa.String(length=17), nullable=True),
        sa.Column("own_reference", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("building", sa.String(length=60), nullable=False),
        sa.Column("floor", sa.String(length=30), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("cost_centre", sa.String(length=40), nullable=False),
        sa.Column("contract", sa.String(length=80), nullable=False),
        sa.Column("monitoring", sa.String(40), nullable=False),
        sa.Column("last_contact_at", UtcDateTime(), nullable=True),
        sa.Column("condition", sa.String(40), nullable=False),
        sa.Column("other_model_name", sa.String(length=80), nullable=False),
        sa.Column("alerts", Json, nullable=False),
        sa.Column("group_ids", Json, nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("mono", sa.Integer(), nullable=True),
        sa.Column("colour", sa.Integer(), nullable=True),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["machine_models.id"], name=op.f("fk_machines_model_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machines")),
        sa.UniqueConstraint("equipment_number", name=op.f("uq_machines_equipment_number")),
        sa.UniqueConstraint("mac_address", name=op.f("uq_machines_mac_address")),
        sa.UniqueConstraint("serial_number", name=op.f("uq_machines_serial_number")),
    )
    op.create_index("ix_machines_condition", "machines", ["condition"], unique=False)
    op.create_index("ix_machines_customer_id_site_id", "machines", ["customer_id", "site", "id"], unique=False)
    op.create_index("ix_machines_last_contact_at", "machines", ["last_contact_at"], unique=False)
    op.create_index(op.f("ix_machines_model_id"), "machines", ["model_id"], unique=False)
    op.create_index("ix_machines_site_id", "machines", ["site", "id"], unique=False)
    op.create_table(
        "meter_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("machine_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("mono", sa.Integer(), nullable=True),
        sa.Column("colour", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["machine_id"], ["machines.id"], name=op.f("fk_meter_readings_machine_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter_readings")),
        sa.UniqueConstraint("machine_id", "key", name=op.f("uq_meter_readings_machine_id_key")),
    )
    op.create_index(
        "ix_meter_readings_machine_id_observed_at_id",
        "meter_readings",
        ["machine_id", "observed_at", "id"],
        unique=False,
    )
    op.create_table(
        "supply_levels",
        sa.Column("machine_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("colour", sa.String(40), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=False),
        sa.Column("part_number", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("direction", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["machine_id"], ["machines.id"], name=op.f("fk_supply_levels_machine_id")),
        sa.PrimaryKeyConstraint("machine_id", "row", name=op.f("pk_supply_levels")),
    )
