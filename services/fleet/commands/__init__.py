"""What changes in fleet: one function per use case, each within one transaction."""

from services.fleet.commands.grouping import (
    add_machines_to_group,
    create_group,
    delete_group,
    remove_machines_from_group,
    rename_group,
)
from services.fleet.commands.groups import record_group
from services.fleet.commands.machines import record_machine, record_model
from services.fleet.commands.readings import submit_readings

__all__ = [
    "add_machines_to_group", "create_group", "delete_group", "record_group", "record_machine", "record_model",
    "remove_machines_from_group", "rename_group", "submit_readings",
]  # fmt: skip
