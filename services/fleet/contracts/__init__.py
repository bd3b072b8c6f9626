"""What others may know of fleet: machines, models, groups, readings, supply levels."""

from services.fleet.contracts.groups import DeleteGroup, FeedGroups, GroupRecorded, RecordGroup
from services.fleet.contracts.machine_lists import (
    CountMachines,
    FindMachine,
    ListMachineFilters,
    ListMachines,
    MachineSort,
)
from services.fleet.contracts.machines import (
    Condition,
    FeedMachines,
    MachineNotFound,
    MachineRecorded,
    Monitoring,
    NumberTaken,
    RecordMachine,
)
from services.fleet.contracts.models import FeedModels, ModelRecorded, RecordModel
from services.fleet.contracts.readings import ListReadings, Outcome, ReadingSource, Reason, SubmitReadings
from services.fleet.contracts.supplies import LevelDirection, LevelState, SupplyColour, SupplyKind

__all__ = [
    "Condition", "CountMachines", "DeleteGroup", "FeedGroups", "FeedMachines", "FeedModels", "FindMachine",
    "GroupRecorded", "LevelDirection", "LevelState", "ListMachineFilters", "ListMachines", "ListReadings",
    "MachineNotFound", "MachineRecorded", "MachineSort", "ModelRecorded", "Monitoring", "NumberTaken", "Outcome",
    "ReadingSource", "Reason", "RecordGroup", "RecordMachine", "RecordModel", "SubmitReadings", "SupplyColour",
    "SupplyKind",
]  # fmt: skip
