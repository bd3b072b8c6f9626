"""What others may know of notify: mails and the demo's mailbox."""

from services.notify.contracts.mails import (
    ListMailbox,
    ListMails,
    MailSent,
    MailStatus,
    ReadMailbox,
    SendMail,
)

__all__ = ["ListMailbox", "ListMails", "MailSent", "MailStatus", "ReadMailbox", "SendMail"]
