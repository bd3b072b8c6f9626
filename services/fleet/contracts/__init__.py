"""Contracts of fleet: machines, models, groups, readings and supply levels."""

from services.fleet.contracts.groups import (
    AddMachinesToGroup,
    CreateGroup,
    DeleteGroup,
    FeedGroups,
    GetGroup,
    GroupNameTaken,
    GroupStateChanged,
    ListGroups,
    RemoveMachinesFromGroup,
    RenameGroup,
    UpsertGroup,
)
from services.fleet.contracts.hidden import GetHiddenMachine, IdentifyMachine
from services.fleet.contracts.machine_lists import (
    CountMachines,
    GetMachine,
    ListMachineFilters,
    ListMachines,
    MachineSort,
)
from services.fleet.contracts.machine_rows import Condition, Monitoring
from services.fleet.contracts.machines import (
    FeedMachines,
    MachineNotFound,
    MachineStateChanged,
    NumberTaken,
    UpsertMachine,
)
from services.fleet.contracts.models import FeedModels, ModelStateChanged, UpsertModel
from services.fleet.contracts.readings import ListReadings, Outcome, ReadingSource, Reason, SubmitReadings
from services.fleet.contracts.supplies import LevelDirection, LevelState, SupplyColour, SupplyKind
from services.fleet.contracts.volumes import ListMonthlyVolumes

__all__ = [
    "AddMachinesToGroup", "Condition", "CountMachines", "CreateGroup", "DeleteGroup", "FeedGroups", "FeedMachines",
    "FeedModels", "GetGroup", "GetHiddenMachine", "GetMachine", "GroupNameTaken", "GroupStateChanged",
    "IdentifyMachine", "LevelDirection", "LevelState", "ListGroups", "ListMachineFilters", "ListMachines",
    "ListMonthlyVolumes", "ListReadings", "MachineNotFound", "MachineSort", "MachineStateChanged",
    "ModelStateChanged", "Monitoring", "NumberTaken", "Outcome", "ReadingSource", "Reason", "RemoveMachinesFromGroup",
    "RenameGroup", "SubmitReadings", "SupplyColour", "SupplyKind", "UpsertGroup", "UpsertMachine", "UpsertModel",
]  # fmt: skip
