"""Commands of notify: one function per use case, one transaction each."""

from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.settings import Settings
from services.notify.contracts import MailStatus, SendMail
from services.notify.mail_backends import Delivery
from services.notify.mails import rules_for
from services.notify.model import Mail


def queue_mails(uow: UnitOfWork, event: IncomingEvent, settings: Settings) -> None:
    """Queue the mails about an event and schedule the jobs that send them. A mail about the same event, of the same
    template and for the same recipient, is queued once."""
    for rule in rules_for(event, settings):
        mail = Mail.queue(event.id, rule.template, rule.recipient_id(event.data), event.data, uow.now)
        if uow.insert_if_absent(mail):
            uow.schedule(SendMail, str(mail.id), uow.now, mail_id=mail.id)


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
