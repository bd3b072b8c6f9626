"""Steps before the transaction: calls to identity, SMTP, reading the demo's mailbox."""

import datetime as dt
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

from services.chassis import faultpoints
from services.chassis.contract import Caller, NotFound
from services.chassis.faultpoints import FaultPoint
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity.contracts import GetMailRecipient, IssueLink, LinkExpired
from services.notify import rendering
from services.notify.contracts import MailStatus
from services.notify.mail_backends import Delivery, mail_backend, mailbox_folder
from services.notify.mails import CONTACT_INBOX
from services.notify.model import Mail
from services.notify.rendering import Recipient

MAX_SHOWN = 100
DEALERS_LANGUAGE = "nl"


def deliver(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Attempt to deliver a queued mail. If the process dies afterwards, the mail is sent again with the same
    Message-ID."""
    with context.read() as uow:
        mail = uow.get(Mail, request["mail_id"])
        if mail is None or mail.status is not MailStatus.QUEUED:
            return {"delivery": None}
        template, about, recipient_id = mail.template, mail.about, mail.recipient_id
    try:
        recipient, about = _recipient_and_details(context, template, recipient_id, about)
    except (NotFound, LinkExpired) as error:
        problem = (
            "the recipient has no account any more" if isinstance(error, NotFound) else "the link is no longer valid"
        )
        return {"delivery": Delivery(left=False, problem=problem, hopeless=True)}
    message = rendering.render(request["mail_id"], template, about, recipient, context.settings, context.now)
    delivery = context.run_in_thread(mail_backend(context.settings).deliver, request["mail_id"], message)
    faultpoints.hit(FaultPoint.MAIL_ACCEPTED, template)
    return {"delivery": delivery}


def _sender_name(context: PrepareContext, about: dict[str, Any]) -> str:
    """Name of the sender of a contact message; empty when the person no longer exists."""
    try:
        return str(context.call(GetMailRecipient, person_id=about["sender_id"])["name"])
    except NotFound:
        return ""


def _recipient_and_details(
    context: PrepareContext, template: str, recipient_id: UUID, about: dict[str, Any]
) -> tuple[Recipient, dict[str, Any]]:
    """Recipient and details of a mail. The secret of a link is issued now and is only in the mail, not stored."""
    if template == CONTACT_INBOX:
        return Recipient("", context.settings.brand_email, DEALERS_LANGUAGE), about | {
            "sender": _sender_name(context, about)
        }
    if "link_id" not in about:
        return Recipient(**context.call(GetMailRecipient, person_id=recipient_id)), about
    link = context.call(IssueLink, link_id=about["link_id"])
    recipient = {name: link.pop(name) for name in ("name", "email", "language")}
    return Recipient(**recipient), about | link | link.pop("about") | {"address": recipient["email"]}


def list_mailbox(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """The demo's mails, newest first (file names are UUIDv7). Raises NotFound outside the demo."""
    files = sorted(_mailbox(context).glob("*.eml"), reverse=True)[:MAX_SHOWN]
    return {"rows": [_row(UUID(file.stem), _read(file)) for file in files]}


def read_mailbox(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Raises NotFound, also outside the demo."""
    file = _mailbox(context) / f"{request['mail_id']}.eml"
    if not file.is_file():
        raise NotFound
    message = _read(file)
    parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    return {
        "mail": _row(request["mail_id"], message)
        | {
            "language": str(message["Content-Language"]),
            "text": parts["plain"].get_content() if parts["plain"] else "",
            "html": parts["html"].get_content() if parts["html"] else "",
            "attachments": [
                {"name": part.get_filename(), "content_type": part.get_content_type(), "content": part.get_content()}
                for part in message.iter_attachments()
            ],
        }
    }


def _mailbox(context: PrepareContext) -> Path:
    if not context.settings.demo or context.settings.smtp_url:
        raise NotFound
    return mailbox_folder(context.settings)


def _read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def _row(mail_id: UUID, message: EmailMessage) -> dict[str, Any]:
    sent_at: dt.datetime = message["Date"].datetime
    return {"id": mail_id, "to": str(message["To"]), "subject": str(message["Subject"]), "sent_at": sent_at}
