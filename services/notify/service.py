"""Notify's door for calls."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.chassis.service.house import Resident
from services.notify import commands, contracts, prepare, queries


class NotifyService(Resident):
    """Mails: kept until sent, and their history."""

    name = "notify"

    @operation(contracts.SendMail, prepare=prepare.deliver)
    def send_mail(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.send_mail(work, caller, **request)

    @operation(contracts.ListMails)
    def list_mails(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_mails(work, caller, **request)

    @operation(contracts.CountMails)
    def count_mails(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_mails(work, **request)

    @operation(contracts.ListMailbox, prepare=prepare.list_mailbox)
    def list_mailbox(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return {"rows": request["rows"]}

    @operation(contracts.ReadMailbox, prepare=prepare.read_mailbox)
    def read_mailbox(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return request["mail"]
