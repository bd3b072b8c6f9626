"""Operations on registrations and access requests."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.identity import commands, contracts, prepare, queries


class RequestOperations:
    @operation(contracts.Register, prepare=prepare.count_and_hash)
    def register(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.register(uow, caller, **request)

    @operation(contracts.ConfirmRegistration)
    def confirm_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.confirm_registration(uow, caller, **request)

    @operation(contracts.GetSelfRegistration)
    def get_self_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_self_registration(uow, caller, **request)

    @operation(contracts.ChangeSelfRegistration)
    def change_self_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_self_registration(uow, caller, **request)

    @operation(contracts.ListRegistrations)
    def list_registrations(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_registrations(uow, caller, **request)

    @operation(contracts.GetRegistration)
    def get_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_registration(uow, caller, **request)

    @operation(contracts.ApproveRegistration, prepare=prepare.learn_groups)
    def approve_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.approve_registration(uow, caller, **request)

    @operation(contracts.RefuseRegistration)
    def refuse_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.refuse_registration(uow, caller, **request)

    @operation(contracts.AssignRegistration)
    def assign_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.assign_registration(uow, caller, **request)

    @operation(contracts.RemindRegistration)
    def remind_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.remind_registration(uow, caller, **request)

    @operation(contracts.ExpireRegistration)
    def expire_registration(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.expire_registration(uow, caller, **request)

    @operation(contracts.RequestMachineAccess, prepare=prepare.identify_wanted)
    def request_machine_access(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.request_machine_access(uow, caller, **request)

    @operation(contracts.ListAccessRequests)
    def list_access_requests(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_access_requests(uow, caller, **request)

    @operation(contracts.CountRegistrations)
    def count_registrations(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_registrations(uow, caller, **request)

    @operation(contracts.GetAccessRequest)
    def get_access_request(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_access_request(uow, caller, **request)

    @operation(contracts.GrantAccess, prepare=prepare.identify_asked)
    def grant_access(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.grant_access(uow, caller, **request)

    @operation(contracts.RefuseAccess)
    def refuse_access(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.refuse_access(uow, caller, **request)
