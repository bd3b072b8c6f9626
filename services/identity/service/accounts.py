"""Operations on the own account: login, sessions, password, address, profile."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.identity import commands, contracts, prepare, queries


class AccountOperations:
    @operation(contracts.LogIn, prepare=prepare.count_and_check)
    def log_in(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.log_in(uow, caller, **request)

    @operation(contracts.LogOut)
    def log_out(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.log_out(uow, caller, **request)

    @operation(contracts.GetSession)
    def get_session(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_session(uow, caller, **request)

    @operation(contracts.TouchSession, prepare=prepare.tell_idle)
    def touch_session(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.touch_session(uow, caller, **request)

    @operation(contracts.ListSessions)
    def list_sessions(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_sessions(uow, caller, **request)

    @operation(contracts.EndSession)
    def end_session(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.end_session(uow, caller, **request)

    @operation(contracts.EndOtherSessions)
    def end_other_sessions(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.end_other_sessions(uow, caller, **request)

    @operation(contracts.SwitchCustomer)
    def switch_customer(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.switch_customer(uow, caller, **request)

    @operation(contracts.StartImpersonation)
    def start_impersonation(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.start_impersonation(uow, caller, **request)

    @operation(contracts.StopImpersonation)
    def stop_impersonation(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.stop_impersonation(uow, caller, **request)

    @operation(contracts.GetAccount)
    def get_account(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_account(uow, caller, **request)

    @operation(contracts.ChangeProfile)
    def change_profile(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_profile(uow, caller, **request)

    @operation(contracts.ChangePassword, prepare=prepare.check_and_hash)
    def change_password(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_password(uow, caller, **request)

    @operation(contracts.RequestPasswordReset, prepare=prepare.count_link)
    def request_password_reset(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.request_password_reset(uow, caller, **request)

    @operation(contracts.SetPassword, prepare=prepare.hash_linked_password)
    def set_password(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.set_password(uow, caller, **request)

    @operation(contracts.RequestEmailChange, prepare=prepare.check_and_count_link)
    def request_email_change(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.request_email_change(uow, caller, **request)

    @operation(contracts.ConfirmEmail)
    def confirm_email(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.confirm_email(uow, caller, **request)

    @operation(contracts.UndoEmail)
    def undo_email(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.undo_email(uow, caller, **request)

    @operation(contracts.GetLink)
    def get_link(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_link(uow, caller, **request)

    @operation(contracts.IssueLink)
    def issue_link(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.issue_link(uow, caller, **request)
