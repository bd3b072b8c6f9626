"""Fleet's mapped classes: machines, models, groups, readings and projections."""

from services.fleet.model.base import Base
from services.fleet.model.catalogue import MachineModel
from services.fleet.model.customer import Customer
from services.fleet.model.group import Group
from services.fleet.model.guest_access import GuestAccess
from services.fleet.model.machine import Machine
from services.fleet.model.machine_label import MachineLabel
from services.fleet.model.member import Member
from services.fleet.model.reading import MeterReading

__all__ = [
    "Base", "Customer", "Group", "GuestAccess", "Machine", "MachineLabel", "MachineModel", "Member", "MeterReading",
]  # fmt: skip
