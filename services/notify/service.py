"""Operations of the notify service."""

from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.notify import commands, contracts, prepare, queries


class NotifyService(BaseService):
    """Mails about events: queued, sent, and their history."""

    name = "notify"

    send_mail = operation(contracts.SendMail, commands.send_mail, prepare=prepare.deliver)
    list_mails = operation(contracts.ListMails, queries.list_mails)
    count_mails = operation(contracts.CountMails, queries.count_mails)
    list_mailbox = operation(contracts.ListMailbox, queries.list_mailbox, prepare=prepare.list_mailbox)
    read_mailbox = operation(contracts.ReadMailbox, queries.read_mailbox, prepare=prepare.read_mailbox)
