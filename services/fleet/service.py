"""Operations of the fleet service."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.fleet import commands, contracts, prepare, queries


class FleetService(BaseService):
    """Machines and their models, groups, readings and supply levels."""

    name = "fleet"

    @operation(contracts.UpsertModel)
    def upsert_model(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.upsert_model(uow, caller, **request)

    @operation(contracts.UpsertMachine)
    def upsert_machine(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.upsert_machine(uow, caller, **request)

    @operation(contracts.SubmitReadings)
    def submit_readings(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.submit_readings(uow, caller, **request)

    @operation(contracts.UpsertGroup)
    def upsert_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.upsert_group(uow, caller, **request)

    @operation(contracts.DeleteGroup)
    def delete_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.delete_group(uow, caller, **request)

    @operation(contracts.ListMachines)
    def list_machines(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_machines(uow, caller, **request)

    @operation(contracts.ListMachineFilters)
    def list_machine_filters(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_machine_filters(uow, caller, **request)

    @operation(contracts.CountMachines)
    def count_machines(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_machines(uow, caller, **request)

    @operation(contracts.GetMachine)
    def get_machine(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_machine(uow, caller, **request)

    @operation(contracts.ListReadings)
    def list_readings(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_readings(uow, caller, **request)

    @operation(contracts.ListMonthlyVolumes, prepare=prepare.tell_zone)
    def list_monthly_volumes(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_monthly_volumes(uow, caller, **request)

    @operation(contracts.FeedMachines)
    def feed_machines(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_machines(uow, caller, **request)

    @operation(contracts.FeedModels)
    def feed_models(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_models(uow, caller, **request)

    @operation(contracts.FeedGroups)
    def feed_groups(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_groups(uow, caller, **request)

    @operation(contracts.CreateGroup)
    def create_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.create_group(uow, caller, **request)

    @operation(contracts.RenameGroup)
    def rename_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.rename_group(uow, caller, **request)

    @operation(contracts.AddMachinesToGroup)
    def add_machines_to_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.add_machines_to_group(uow, caller, **request)

    @operation(contracts.RemoveMachinesFromGroup)
    def remove_machines_from_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.remove_machines_from_group(uow, caller, **request)

    @operation(contracts.ListGroups)
    def list_groups(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_groups(uow, caller, **request)

    @operation(contracts.GetGroup)
    def get_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_group(uow, caller, **request)

    @operation(contracts.GetHiddenMachine)
    def get_hidden_machine(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_hidden_machine(uow, caller, **request)

    @operation(contracts.IdentifyMachine)
    def identify_machine(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.identify_machine(uow, caller, **request)
