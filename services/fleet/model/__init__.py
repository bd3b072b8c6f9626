"""Fleet's mapped classes: machines, models, groups, readings and projections."""

from services.fleet.model.base import Base
from services.fleet.model.catalogue import MachineModel
from services.fleet.model.customer import Customer
from services.fleet.model.group import Group
from services.fleet.model.machine import Machine
from services.fleet.model.member import Member
from services.fleet.model.reading import MeterReading

__all__ = ["Base", "Customer", "Group", "Machine", "MachineModel", "Member", "MeterReading"]
