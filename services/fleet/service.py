"""Fleet's door for calls."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.chassis.service.house import Resident
from services.fleet import commands, contracts, prepare, queries


class FleetService(Resident):
    """Machines and their models, groups, readings and supply levels."""

    name = "fleet"

    @operation(contracts.RecordModel)
    def record_model(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.record_model(work, caller, **request)

    @operation(contracts.RecordMachine)
    def record_machine(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.record_machine(work, caller, **request)

    @operation(contracts.SubmitReadings)
    def submit_readings(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.submit_readings(work, caller, **request)

    @operation(contracts.RecordGroup)
    def record_group(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.record_group(work, caller, **request)

    @operation(contracts.DeleteGroup)
    def delete_group(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.delete_group(work, caller, **request)

    @operation(contracts.ListMachines)
    def list_machines(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_machines(work, caller, **request)

    @operation(contracts.ListMachineFilters)
    def list_machine_filters(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_machine_filters(work, caller, **request)

    @operation(contracts.CountMachines)
    def count_machines(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_machines(work, caller, **request)

    @operation(contracts.FindMachine)
    def find_machine(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_machine(work, caller, **request)

    @operation(contracts.ListReadings)
    def list_readings(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_readings(work, caller, **request)

    @operation(contracts.ListMonthlyVolumes, prepare=prepare.tell_zone)
    def list_monthly_volumes(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_monthly_volumes(work, caller, **request)

    @operation(contracts.FeedMachines)
    def feed_machines(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_machines(work, caller, **request)

    @operation(contracts.FeedModels)
    def feed_models(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_models(work, caller, **request)

    @operation(contracts.FeedGroups)
    def feed_groups(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_groups(work, caller, **request)

    @operation(contracts.CreateGroup)
    def create_group(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.create_group(work, caller, **request)

    @operation(contracts.RenameGroup)
    def rename_group(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.rename_group(work, caller, **request)

    @operation(contracts.AddMachinesToGroup)
    def add_machines_to_group(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.add_machines_to_group(work, caller, **request)

    @operation(contracts.RemoveMachinesFromGroup)
    def remove_machines_from_group(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.remove_machines_from_group(work, caller, **request)

    @operation(contracts.ListGroups)
    def list_groups(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_groups(work, caller, **request)

    @operation(contracts.FindGroup)
    def find_group(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_group(work, caller, **request)

    @operation(contracts.FindHiddenMachine)
    def find_hidden_machine(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_hidden_machine(work, caller, **request)

    @operation(contracts.IdentifyMachine)
    def identify_machine(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.identify_machine(work, caller, **request)
