"""Operations of the notify service."""

from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.notify import commands, contracts, queries
from services.notify.prepare import mail_pages, mailbox, resending, sending


class NotifyService(BaseService):
    """Mails about events: queued, sent, and their history."""

    name = "notify"

    send_mail = operation(contracts.SendMail, commands.send_mail, prepare=sending.deliver)
    list_mails = operation(contracts.ListMails, queries.as_prepared, prepare=mail_pages.list_mails, per_hour=3000)
    export_mails = operation(contracts.ExportMails, queries.as_prepared, prepare=mail_pages.export_mails, per_hour=20)
    get_mail = operation(contracts.GetMail, queries.as_prepared, prepare=mail_pages.get_mail)
    resend_mail = operation(contracts.ResendMail, commands.resend_mail, prepare=resending.check, per_hour=120)
    count_undeliverable_mails = operation(contracts.CountUndeliverableMails, queries.count_undeliverable_mails)
    count_mails = operation(contracts.CountMails, queries.count_mails)
    list_mailbox = operation(contracts.ListMailbox, queries.as_prepared, prepare=mailbox.list_mailbox)
    read_mailbox = operation(contracts.ReadMailbox, queries.as_prepared, prepare=mailbox.read_mailbox)
