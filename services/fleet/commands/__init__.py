"""Commands of fleet: one function per use case, one transaction each."""

from services.fleet.commands.groups import (
    add_machines_to_group,
    create_group,
    delete_group,
    remove_machines_from_group,
    rename_group,
    upsert_group,
)
from services.fleet.commands.machines import upsert_machine, upsert_model
from services.fleet.commands.readings import submit_readings

__all__ = [
    "add_machines_to_group", "create_group", "delete_group", "remove_machines_from_group", "rename_group",
    "submit_readings", "upsert_group", "upsert_machine", "upsert_model",
]  # fmt: skip
