"""The part of identity's door that the dealer's pages use: customers as they are kept, and the dealer's own staff."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.identity import commands, contracts, prepare, queries


class DealerOperations:
    @operation(contracts.FindCustomer)
    def find_customer(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_customer(work, caller, **request)

    @operation(contracts.CreateCustomer)
    def create_customer(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.create_customer(work, caller, **request)

    @operation(contracts.ChangeCustomer)
    def change_customer(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_customer(work, caller, **request)

    @operation(contracts.FindOwnCustomer)
    def find_own_customer(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_own_customer(work, caller, **request)

    @operation(contracts.ListStaff)
    def list_staff(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_staff(work, caller, **request)

    @operation(contracts.FindStaff)
    def find_staff(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_staff(work, caller, **request)

    @operation(contracts.InviteStaff)
    def invite_staff(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.invite_staff(work, caller, **request)

    @operation(contracts.InviteStaffAgain, prepare=prepare.count_staff_invitation)
    def invite_staff_again(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.invite_staff_again(work, caller, **request)

    @operation(contracts.ChangeStaffRights)
    def change_staff_rights(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_staff_rights(work, caller, **request)

    @operation(contracts.DeactivateStaff)
    def deactivate_staff(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.deactivate_staff(work, caller, **request)

    @operation(contracts.ReactivateStaff)
    def reactivate_staff(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.reactivate_staff(work, caller, **request)

    @operation(contracts.RemoveStaff)
    def remove_staff(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.remove_staff(work, caller, **request)
