"""What changes in notify: one function per use case, each within one transaction."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.fields import wire
from services.chassis.service import Work
from services.notify.contracts import MailStatus, SendMail
from services.notify.model import Mail
from services.notify.post import Delivery


def queue_mail(work: Work, template: str, *, to: UUID, event_id: UUID, about: dict[str, Any]) -> None:
    """Have a person told about an event, once. It leaves after this transaction, as soon as a mail server takes it."""
    before = select(Mail.id).where(Mail.event_id == event_id, Mail.template == template, Mail.reader_id == to)
    if work.session.scalar(before) is not None:
        return
    facts = json.loads(json.dumps(about, default=wire))
    mail = work.keep(Mail.queue(event_id, template, to, facts, work.now))
    work.schedule(SendMail, str(mail.id), work.now, mail_id=mail.id)


def queue_answer(work: Work, template: str, *, event_id: UUID, about: dict[str, Any]) -> None:
    """What the dealer wrote is told to the requester; what the customer wrote waits in the dealer's queue."""
    if about["by_staff"]:
        queue_mail(work, template, to=about["requester_id"], event_id=event_id, about=about)


def send_mail(work: Work, caller: Caller, mail_id: UUID, delivery: Delivery | None) -> Mail:
    """Note how the delivery went (it was tried before this transaction). Raises NotFound."""
    mail = work.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    if delivery is None or mail.status is not MailStatus.QUEUED:
        return mail
    if delivery.left:
        mail.sent(work.now)
    elif delivery.hopeless:
        mail.give_up(delivery.problem)
    else:
        again_at = mail.not_taken(delivery.problem, work.now)
        work.schedule(SendMail, str(mail.id), again_at, mail_id=mail.id)
    return mail
