"""What changes in fleet: one function per use case, each within one transaction."""

from services.fleet.commands.groups import delete_group, record_group
from services.fleet.commands.machines import record_machine, record_model
from services.fleet.commands.readings import submit_readings

__all__ = ["delete_group", "record_group", "record_machine", "record_model", "submit_readings"]
