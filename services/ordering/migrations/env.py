"""Alembic environment; the chassis provides the connection."""

from alembic import context

from services.chassis.persistence.migrations import run_within

run_within(context.config.attributes["connection"])
