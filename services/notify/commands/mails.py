"""Commands on mails."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete

from services.chassis.contract import Caller
from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.settings import Settings
from services.notify import queries
from services.notify.contracts import MailHasLink, MailOutdated, MailStatus, SendMail
from services.notify.mail_backends import Delivery
from services.notify.mails import has_one_time_link, rules_for
from services.notify.model import Mail, Priority


def queue_mails(uow: UnitOfWork, event: IncomingEvent, settings: Settings) -> None:
    """Queue the mails about an event and schedule the jobs that send them. A mail about the same event, of the same
    template and for the same recipient, is queued once."""
    for rule in rules_for(event, settings):
        source_id = rule.source_of(event.data)
        mail = Mail.queue(
            event.id,
            rule.template,
            rule.recipient_id(event.data),
            event.data,
            uow.now,
            source_id=source_id,
            priority=rule.priority,
            turn=queries.mails.next_turn(uow, rule.priority, source_id),
        )
        if uow.insert_if_absent(mail):
            schedule(uow, mail)


def send_mail(
    uow: UnitOfWork, caller: Caller, mail_id: UUID, taken_id: UUID | None, delivery: Delivery | None
) -> dict[str, MailStatus | None]:
    """Store the result of the delivery, which `prepare.sending` attempted before this transaction.

    `taken_id` is the mail that was the next to send, not necessarily the one whose job this is (`mail_id`).
    """
    mail = uow.get(Mail, mail_id)
    taken = uow.get(Mail, taken_id) if taken_id else None
    if taken is not None and delivery is not None and taken.status is MailStatus.QUEUED:
        if delivery.accepted:
            taken.mark_sent(uow.now)
        elif delivery.permanent:
            taken.give_up(delivery.problem)
        else:
            taken.postpone(delivery.problem, uow.now)
        schedule(uow, taken)
    if mail is not None and mail is not taken:
        schedule(uow, mail)
    return {"status": mail.status if mail else None}


def resend_mail(uow: UnitOfWork, caller: Caller, mail_id: UUID, outdated: bool) -> Mail:
    """`outdated`: as `prepare.resending` found just before. Raises NotFound, MailWaiting, MailHasLink, MailOutdated."""
    mail = queries.mails.mail_of(uow, caller, mail_id)
    if has_one_time_link(mail.template):
        raise MailHasLink
    if outdated:
        raise MailOutdated
    mail.queue_again(queries.mails.next_turn(uow, Priority(mail.priority), mail.source_id), uow.now)
    schedule(uow, mail)
    return mail


def delete_mails(uow: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Delete mails that do not wait to be sent."""
    uow.session.execute(delete(Mail).where(Mail.id.in_(ids), Mail.status != MailStatus.QUEUED))


def schedule(uow: UnitOfWork, mail: Mail) -> None:
    """Each queued mail has a job, which is due when the mail is, and sends the mail that is the next to send then."""
    if mail.status is MailStatus.QUEUED:
        uow.schedule(SendMail, str(mail.id), mail.due_at, mail_id=mail.id)
    else:
        uow.cancel(SendMail, str(mail.id))
