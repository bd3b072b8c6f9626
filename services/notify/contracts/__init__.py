"""Contracts of notify: mails and the demo's mailbox."""

from services.notify.contracts.mails import (
    CountMails,
    ListMailbox,
    ListMails,
    MailSent,
    MailStatus,
    ReadMailbox,
    SendMail,
)

__all__ = ["CountMails", "ListMailbox", "ListMails", "MailSent", "MailStatus", "ReadMailbox", "SendMail"]
