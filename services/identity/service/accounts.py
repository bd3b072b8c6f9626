"""The part of identity's door where people keep their own account: logging in, sessions, password, address, profile."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.identity import commands, contracts, prepare, queries


class AccountOperations:
    @operation(contracts.LogIn, prepare=prepare.count_and_check)
    def log_in(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.log_in(work, caller, **request)

    @operation(contracts.LogOut)
    def log_out(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.log_out(work, caller, **request)

    @operation(contracts.FindSession)
    def find_session(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_session(work, caller, **request)

    @operation(contracts.TouchSession, prepare=prepare.tell_idle)
    def touch_session(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.touch_session(work, caller, **request)

    @operation(contracts.ListSessions)
    def list_sessions(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_sessions(work, caller, **request)

    @operation(contracts.EndSession)
    def end_session(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.end_session(work, caller, **request)

    @operation(contracts.EndOtherSessions)
    def end_other_sessions(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.end_other_sessions(work, caller, **request)

    @operation(contracts.SwitchCustomer)
    def switch_customer(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.switch_customer(work, caller, **request)

    @operation(contracts.ViewAs)
    def view_as(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.view_as(work, caller, **request)

    @operation(contracts.StopViewing)
    def stop_viewing(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.stop_viewing(work, caller, **request)

    @operation(contracts.FindAccount)
    def find_account(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_account(work, caller, **request)

    @operation(contracts.ChangeProfile)
    def change_profile(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_profile(work, caller, **request)

    @operation(contracts.ChangePassword, prepare=prepare.check_and_hash)
    def change_password(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_password(work, caller, **request)

    @operation(contracts.AskPasswordReset, prepare=prepare.count_link)
    def ask_password_reset(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.ask_password_reset(work, caller, **request)

    @operation(contracts.SetPassword, prepare=prepare.hash_linked_password)
    def set_password(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.set_password(work, caller, **request)

    @operation(contracts.AskEmailChange, prepare=prepare.check_and_count_link)
    def ask_email_change(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.ask_email_change(work, caller, **request)

    @operation(contracts.ConfirmEmail)
    def confirm_email(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.confirm_email(work, caller, **request)

    @operation(contracts.UndoEmail)
    def undo_email(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.undo_email(work, caller, **request)

    @operation(contracts.FindLink)
    def find_link(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_link(work, caller, **request)

    @operation(contracts.IssueLink)
    def issue_link(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.issue_link(work, caller, **request)
