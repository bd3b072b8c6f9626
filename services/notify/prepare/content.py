"""What a mail is written from besides the event's data: recipient, message and engineer, requested from their owners
just before; none of it is stored."""

from typing import Any

from services.chassis.contract import NotFound
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity.contracts import GetLinkMail, GetMailRecipient, IssueLink
from services.notify.mails import CONTACT_INBOX, is_about_visit
from services.notify.rendering import MailSource, Recipient
from services.servicedesk.contracts import (
    ContactMessageHandled,
    ContactMessageReceived,
    GetContactMessage,
    GetServiceRequest,
    MessagePosted,
)

DEALERS_LANGUAGE = "nl"
HIDDEN = "…"
"""Shown to staff in place of the secret of a one-time link."""
_CONTACT = (CONTACT_INBOX, ContactMessageReceived.type, ContactMessageHandled.type)


def content_of(context: PrepareContext, mail: MailSource, *, with_secret: bool) -> tuple[Recipient, dict[str, Any]]:
    """Recipient and details of a mail: the event's data, with what its owners add. With `with_secret`, a one-time link
    gets a new secret, which is only in the mail; else the link is shown without one.

    Raises NotFound if the recipient has no account any more, and `with_secret` LinkExpired.
    """
    if "link_id" in mail.about:
        return _of_link(context, mail, with_secret=with_secret)
    details = mail.about | _texts(context, mail.template, mail.about)
    if mail.template == CONTACT_INBOX:
        return Recipient("", context.settings.brand_email, DEALERS_LANGUAGE), details
    return Recipient(**context.call(GetMailRecipient, person_id=mail.recipient_id)), details


def _of_link(context: PrepareContext, mail: MailSource, *, with_secret: bool) -> tuple[Recipient, dict[str, Any]]:
    if with_secret:
        link = context.call(IssueLink, link_id=mail.about["link_id"])
    else:
        link = context.call(GetLinkMail, link_id=mail.about["link_id"]) | {"token": HIDDEN}
    recipient = {name: link.pop(name) for name in ("name", "email", "language")}
    about = link.pop("about")
    return Recipient(**recipient), mail.about | link | about | {"address": recipient["email"]}


def _texts(context: PrepareContext, template: str, about: dict[str, Any]) -> dict[str, Any]:
    """What events do not carry because it is personal: the text of a message, and who comes to a visit. Empty if the
    owner no longer has it."""
    try:
        if template in _CONTACT:
            message = context.call(GetContactMessage, reference_number=about["reference_number"])
            note = message["note"] if template == ContactMessageHandled.type else ""
            return {"sender": message["name"], "message": message["text"], "reply": note}
        if template == MessagePosted.type or is_about_visit(template):
            request = context.call(GetServiceRequest, reference_number=about["reference_number"])
            return _message(request, about) if template == MessagePosted.type else _technician(request, about)
    except NotFound:
        pass
    return {}


def _message(request: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    texts = [message["text"] for message in request["messages"] if message["id"] == about.get("message_id")]
    return {"message": texts[0]} if texts else {}


def _technician(request: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """Nobody if the visit was moved or called off since."""
    visit = request["visit"]
    return {"technician": request["technician"]} if visit and visit["number"] == about["visit"]["number"] else {}
