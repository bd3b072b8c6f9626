"""Commands of notify: one function per use case, one transaction each."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.notify.contracts import MailStatus, SendMail
from services.notify.mail_backends import Delivery
from services.notify.mail_details import INBOX
from services.notify.model import Mail


def queue_mail(uow: UnitOfWork, template: str, *, to: UUID, event_id: UUID, about: dict[str, Any]) -> None:
    """Queue a mail about an event and schedule the job that sends it. Does nothing when the same event, template and
    reader were queued before."""
    mail = Mail.queue(event_id, template, to, about, uow.now)
    if uow.insert_if_absent(mail):
        uow.schedule(SendMail, str(mail.id), uow.now, mail_id=mail.id)


def queue_link(uow: UnitOfWork, *, event_id: UUID, about: dict[str, Any]) -> None:
    """Queue a mail with a one-time link. `reader_id` is the link's id when the address belongs to no person yet."""
    reader_id = about["person_id"] or about["link_id"]
    queue_mail(uow, f"link_{about['purpose']}", to=reader_id, event_id=event_id, about=about)


def queue_answer(uow: UnitOfWork, template: str, *, event_id: UUID, about: dict[str, Any]) -> None:
    """Queue a mail to the requester about a message of the dealer. Messages of customers are not mailed; the dealer
    sees them in the work list."""
    if about["by_staff"]:
        queue_mail(uow, template, to=about["requester_id"], event_id=event_id, about=about)


def queue_for_dealer(uow: UnitOfWork, address: str, *, event_id: UUID, about: dict[str, Any]) -> None:
    """Queue a mail to the dealer's address, if set, about a new contact message. `reader_id` is the message's id,
    because the reader is no person."""
    if address:
        queue_mail(uow, INBOX, to=about["message_id"], event_id=event_id, about=about)


def send_mail(uow: UnitOfWork, caller: Caller, mail_id: UUID, delivery: Delivery | None) -> Mail:
    """Store the result of the delivery, which `prepare.deliver` attempted before this transaction. Raises NotFound."""
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
        retry_at = mail.not_taken(delivery.problem, uow.now)
        uow.schedule(SendMail, str(mail.id), retry_at, mail_id=mail.id)
    return mail
