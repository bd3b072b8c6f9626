"""Mail backends: SMTP, and a folder whose mails the demo shows at `/mailbox`."""

import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from services.chassis.settings import Settings
from services.notify.contracts import MailProblem

SECONDS = 20


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of one attempt. `accepted`: the server accepted the mail. `permanent`: the mail is not retried."""

    accepted: bool
    problem: str = ""
    permanent: bool = False


class MailBackend(Protocol):
    """Delivers a mail. Idempotent per `message_id`."""

    def deliver(self, message_id: UUID, message: EmailMessage) -> Delivery: ...


class SmtpBackend:
    """Sends over `smtp://` (with STARTTLS if the server offers it) or `smtps://`, with the URL's user and password, if
    any."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def deliver(self, message_id: UUID, message: EmailMessage) -> Delivery:
        try:
            with self._connect() as server:
                if self._url.username:
                    server.login(unquote(self._url.username), unquote(self._url.password or ""))
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            return Delivery(accepted=False, problem=f"{MailProblem.RECIPIENT_REFUSED} {code}", permanent=code >= 500)
        except smtplib.SMTPDataError as error:
            return Delivery(
                accepted=False, problem=f"SMTPDataError ({error.smtp_code})", permanent=error.smtp_code >= 500
            )
        except smtplib.SMTPResponseException as error:  # the server's text may hold the address, which is not stored
            return Delivery(accepted=False, problem=f"{type(error).__name__} ({error.smtp_code})")
        except smtplib.SMTPNotSupportedError as error:  # such as an address with letters that the server cannot take
            return Delivery(accepted=False, problem=f"{type(error).__name__}", permanent=True)
        except (smtplib.SMTPException, OSError) as error:
            return Delivery(accepted=False, problem=f"{type(error).__name__}: {error}")
        return Delivery(accepted=True)

    def _connect(self) -> smtplib.SMTP:
        host, secure = self._url.hostname or "", self._url.scheme == "smtps"
        if secure:
            return smtplib.SMTP_SSL(host, self._url.port or 465, timeout=SECONDS)
        server = smtplib.SMTP(host, self._url.port or 25, timeout=SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls()
        return server


class FolderBackend:
    """Writes `.eml` files named after the message id, so that a mail delivered twice is one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message_id: UUID, message: EmailMessage) -> Delivery:
        self._folder.mkdir(parents=True, exist_ok=True)
        partial_file = self._folder / f".{message_id}"
        partial_file.write_bytes(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
        partial_file.replace(self._folder / f"{message_id}.eml")
        return Delivery(accepted=True)


def remove_from_folder(settings: Settings, message_ids: Iterable[UUID]) -> None:
    """Remove these mails from the folder, and what a killed process has left of them."""
    for message_id in message_ids:
        for name in (f"{message_id}.eml", f".{message_id}"):
            (mailbox_folder(settings) / name).unlink(missing_ok=True)


def mailbox_folder(settings: Settings) -> Path:
    return settings.var / "mailbox"


def mail_backend(settings: Settings) -> MailBackend:
    return SmtpBackend(settings.smtp_url) if settings.smtp_url else FolderBackend(mailbox_folder(settings))
