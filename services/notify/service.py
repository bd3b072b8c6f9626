"""Operations of the notify service."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.notify import commands, contracts, prepare, queries


class NotifyService(BaseService):
    """Mails about events: queued, sent, and their history."""

    name = "notify"

    @operation(contracts.SendMail, prepare=prepare.deliver)
    def send_mail(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.send_mail(uow, caller, **request)

    @operation(contracts.ListMails)
    def list_mails(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_mails(uow, caller, **request)

    @operation(contracts.CountMails)
    def count_mails(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_mails(uow, **request)

    @operation(contracts.ListMailbox, prepare=prepare.list_mailbox)
    def list_mailbox(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return {"rows": request["rows"]}

    @operation(contracts.ReadMailbox, prepare=prepare.read_mailbox)
    def read_mailbox(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return request["mail"]
