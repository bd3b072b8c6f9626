"""The first tables of ordering."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.first_tables import create_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.create_table(
        "machine_models",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("manufacturer", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_models")),
    )
    op.create_index(op.f("ix_machine_models_name"), "machine_models", ["name"], unique=False)
    op.create_table(
        "machines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machines")),
    )
    op.create_index(op.f("ix_machines_customer_id"), "machines", ["customer_id"], unique=False)
    op.create_index(op.f("ix_machines_model_id"), "machines", ["model_id"], unique=False)
    op.create_table(
        "supplies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("colour", sa.String(40), nullable=False),
        sa.Column("yield_pages", sa.Integer(), nullable=True),
        sa.Column("included_in_contract", sa.Boolean(), nullable=False),
        sa.Column("price_amount", sa.Integer(), nullable=True),
        sa.Column("price_currency", sa.String(length=3), nullable=True),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplies")),
        sa.UniqueConstraint("sku", name=op.f("uq_supplies_sku")),
    )
    op.create_table(
        "fits",
        sa.Column("supply_id", sa.Uuid(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["supply_id"], ["supplies.id"], name=op.f("fk_fits_supply_id")),
        sa.PrimaryKeyConstraint("supply_id", "model_id", name=op.f("pk_fits")),
    )
    op.create_index(op.f("ix_fits_model_id"), "fits", ["model_id"], unique=False)
