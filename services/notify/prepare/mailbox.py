"""Reading the demo's mailbox."""

import datetime as dt
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.runtime.prepare_context import PrepareContext
from services.notify.mail_backends import mailbox_folder

MAX_SHOWN = 100


def list_mailbox(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """The demo's mails, newest first. Raises NotFound outside the demo."""
    files = sorted(_mailbox(context).glob("*.eml"), key=_modified_at, reverse=True)[:MAX_SHOWN]
    return {"found": {"rows": [_row(UUID(file.stem), _read(file)) for file in files]}}


def read_mailbox(context: PrepareContext, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Raises NotFound, also outside the demo."""
    file = _mailbox(context) / f"{request['message_id']}.eml"
    if not file.is_file():
        raise NotFound
    message = _read(file)
    parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    return {
        "found": _row(request["message_id"], message)
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


def _modified_at(file: Path) -> tuple[int, str]:
    """When the mail was sent last, in nanoseconds, with the file's name, so that mails of the same moment have a stable
    order."""
    return file.stat().st_mtime_ns, file.stem


def _read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def _row(message_id: UUID, message: EmailMessage) -> dict[str, Any]:
    sent_at: dt.datetime = message["Date"].datetime
    return {"message_id": message_id, "to": str(message["To"]), "subject": str(message["Subject"]), "sent_at": sent_at}
