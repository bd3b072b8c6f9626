"""Operations of user administration and on the audit log."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.identity import commands, contracts, prepare, queries


class UserOperations:
    @operation(contracts.ListUsers)
    def list_users(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_users(uow, caller, **request)

    @operation(contracts.GetUser)
    def get_user(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_user(uow, caller, **request)

    @operation(contracts.InviteUser, prepare=prepare.learn_groups)
    def invite_user(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.invite_user(uow, caller, **request)

    @operation(contracts.AnswerInvitation)
    def answer_invitation(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.answer_invitation(uow, caller, **request)

    @operation(contracts.ResendInvitation, prepare=prepare.count_invitation)
    def resend_invitation(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.resend_invitation(uow, caller, **request)

    @operation(contracts.ChangeRights)
    def change_rights(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_rights(uow, caller, **request)

    @operation(contracts.ChangeScope, prepare=prepare.learn_groups)
    def change_scope(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_scope(uow, caller, **request)

    @operation(contracts.AddUsersToGroup, prepare=prepare.learn_groups)
    def add_users_to_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.add_users_to_group(uow, caller, **request)

    @operation(contracts.RemoveUserFromGroup, prepare=prepare.learn_groups)
    def remove_user_from_group(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.remove_user_from_group(uow, caller, **request)

    @operation(contracts.DeactivateUser)
    def deactivate_user(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.deactivate_user(uow, caller, **request)

    @operation(contracts.ReactivateUser)
    def reactivate_user(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.reactivate_user(uow, caller, **request)

    @operation(contracts.RemoveUser)
    def remove_user(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.remove_user(uow, caller, **request)

    @operation(contracts.ListAudit)
    def list_audit(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_audit(uow, caller, **request)
