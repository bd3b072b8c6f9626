"""Operations for the dealer: customers and staff."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.identity import commands, contracts, prepare, queries


class DealerOperations:
    @operation(contracts.GetCustomer)
    def get_customer(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_customer(uow, caller, **request)

    @operation(contracts.CreateCustomer)
    def create_customer(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.create_customer(uow, caller, **request)

    @operation(contracts.ChangeCustomer)
    def change_customer(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_customer(uow, caller, **request)

    @operation(contracts.GetOwnCustomer)
    def get_own_customer(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_own_customer(uow, caller, **request)

    @operation(contracts.ListStaff)
    def list_staff(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_staff(uow, caller, **request)

    @operation(contracts.GetStaff)
    def get_staff(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_staff(uow, caller, **request)

    @operation(contracts.InviteStaff)
    def invite_staff(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.invite_staff(uow, caller, **request)

    @operation(contracts.ResendStaffInvitation, prepare=prepare.count_staff_invitation)
    def resend_staff_invitation(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.resend_staff_invitation(uow, caller, **request)

    @operation(contracts.ChangeStaffRights)
    def change_staff_rights(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_staff_rights(uow, caller, **request)

    @operation(contracts.DeactivateStaff)
    def deactivate_staff(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.deactivate_staff(uow, caller, **request)

    @operation(contracts.ReactivateStaff)
    def reactivate_staff(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.reactivate_staff(uow, caller, **request)

    @operation(contracts.RemoveStaff)
    def remove_staff(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.remove_staff(uow, caller, **request)
