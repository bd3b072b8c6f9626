"""The part of identity's door for requests: for an account, and to see a machine."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.identity import commands, contracts, prepare, queries


class RequestOperations:
    @operation(contracts.Register, prepare=prepare.count_and_hash)
    def register(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.register(work, caller, **request)

    @operation(contracts.ConfirmRegistration)
    def confirm_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.confirm_registration(work, caller, **request)

    @operation(contracts.FindSelfRegistration)
    def find_self_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_self_registration(work, caller, **request)

    @operation(contracts.ChangeSelfRegistration)
    def change_self_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_self_registration(work, caller, **request)

    @operation(contracts.ListRegistrations)
    def list_registrations(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_registrations(work, caller, **request)

    @operation(contracts.FindRegistration)
    def find_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_registration(work, caller, **request)

    @operation(contracts.ApproveRegistration, prepare=prepare.learn_groups)
    def approve_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.approve_registration(work, caller, **request)

    @operation(contracts.RefuseRegistration)
    def refuse_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.refuse_registration(work, caller, **request)

    @operation(contracts.AssignRegistration)
    def assign_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.assign_registration(work, caller, **request)

    @operation(contracts.RemindRegistration)
    def remind_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.remind_registration(work, caller, **request)

    @operation(contracts.ExpireRegistration)
    def expire_registration(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.expire_registration(work, caller, **request)

    @operation(contracts.AskMachineAccess, prepare=prepare.identify_wanted)
    def ask_machine_access(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.ask_machine_access(work, caller, **request)

    @operation(contracts.ListAccessRequests)
    def list_access_requests(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_access_requests(work, caller, **request)

    @operation(contracts.CountRegistrations)
    def count_registrations(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_registrations(work, caller, **request)

    @operation(contracts.FindAccessRequest)
    def find_access_request(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_access_request(work, caller, **request)

    @operation(contracts.GrantAccess, prepare=prepare.identify_asked)
    def grant_access(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.grant_access(work, caller, **request)

    @operation(contracts.RefuseAccess)
    def refuse_access(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.refuse_access(work, caller, **request)
