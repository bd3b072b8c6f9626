"""What changes in notify: one function per use case, each within one transaction."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.notify.contracts import MailStatus, SendMail
from services.notify.mail_backends import Delivery
from services.notify.mail_details import INBOX
from services.notify.model import Mail


def queue_mail(uow: UnitOfWork, template: str, *, to: UUID, event_id: UUID, about: dict[str, Any]) -> None:
    """Have a person told about an event, once. It leaves after this transaction, as soon as a mail server takes it."""
    mail = Mail.queue(event_id, template, to, about, uow.now)
    if uow.insert_if_absent(mail):
        uow.schedule(SendMail, str(mail.id), uow.now, mail_id=mail.id)


def queue_link(uow: UnitOfWork, *, event_id: UUID, about: dict[str, Any]) -> None:
    """Send a one-time link. Where its address is nobody's yet, the link stands for the reader."""
    reader_id = about["person_id"] or about["link_id"]
    queue_mail(uow, f"link_{about['purpose']}", to=reader_id, event_id=event_id, about=about)


def queue_answer(uow: UnitOfWork, template: str, *, event_id: UUID, about: dict[str, Any]) -> None:
    """What the dealer wrote is told to the requester; what the customer wrote waits in the dealer's queue."""
    if about["by_staff"]:
        queue_mail(uow, template, to=about["requester_id"], event_id=event_id, about=about)


def queue_for_dealer(uow: UnitOfWork, address: str, *, event_id: UUID, about: dict[str, Any]) -> None:
    """Tell the dealer of a message that waits in the inbox, where he has set a mail address. The message stands for
    the reader, who is no person."""
    if address:
        queue_mail(uow, INBOX, to=about["message_id"], event_id=event_id, about=about)


def send_mail(uow: UnitOfWork, caller: Caller, mail_id: UUID, delivery: Delivery | None) -> Mail:
    """Note how the delivery went (it was tried before this transaction). Raises NotFound."""
    mail = uow.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    if delivery is None or mail.status is not MailStatus.QUEUED:
        return mail
    if delivery.left:
        mail.sent(uow.now)
    elif delivery.hopeless:
        mail.give_up(delivery.problem)
    else:
        again_at = mail.not_taken(delivery.problem, uow.now)
        uow.schedule(SendMail, str(mail.id), again_at, mail_id=mail.id)
    return mail
