"""What others may know of fleet: machines, models, groups, readings, supply levels."""

from services.fleet.contracts.grouping import (
    AddMachinesToGroup,
    CreateGroup,
    DeleteGroup,
    FindGroup,
    GroupNameTaken,
    ListGroups,
    RemoveMachinesFromGroup,
    RenameGroup,
)
from services.fleet.contracts.groups import FeedGroups, GroupRecorded, RecordGroup
from services.fleet.contracts.hidden import FindHiddenMachine, IdentifyMachine
from services.fleet.contracts.machine_lists import (
    CountMachines,
    FindMachine,
    ListMachineFilters,
    ListMachines,
    MachineSort,
)
from services.fleet.contracts.machine_rows import Condition, Monitoring
from services.fleet.contracts.machines import (
    FeedMachines,
    MachineNotFound,
    MachineRecorded,
    NumberTaken,
    RecordMachine,
)
from services.fleet.contracts.models import FeedModels, ModelRecorded, RecordModel
from services.fleet.contracts.readings import ListReadings, Outcome, ReadingSource, Reason, SubmitReadings
from services.fleet.contracts.supplies import LevelDirection, LevelState, SupplyColour, SupplyKind
from services.fleet.contracts.volumes import ListMonthlyVolumes

__all__ = [
    "AddMachinesToGroup", "Condition", "CountMachines", "CreateGroup", "DeleteGroup", "FeedGroups", "FeedMachines",
    "FeedModels", "FindGroup", "FindHiddenMachine", "FindMachine", "GroupNameTaken", "GroupRecorded",
    "IdentifyMachine", "LevelDirection", "LevelState", "ListGroups", "ListMachineFilters", "ListMachines",
    "ListMonthlyVolumes", "ListReadings", "MachineNotFound", "MachineRecorded", "MachineSort", "ModelRecorded",
    "Monitoring", "NumberTaken", "Outcome", "ReadingSource", "Reason", "RecordGroup", "RecordMachine", "RecordModel",
    "RemoveMachinesFromGroup", "RenameGroup", "SubmitReadings", "SupplyColour", "SupplyKind",
]  # fmt: skip
