"""What a mail is rendered from besides the event's data: recipient, message, engineer and prices, requested from their
owners just before; none of it is stored."""

import datetime as dt
from typing import Any
from uuid import UUID

from services.chassis.contract import NotFound
from services.chassis.contract.caller import Scope
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity.contracts import (
    GetConfirmationAddress,
    GetLinkMail,
    GetMailRecipient,
    GetNewsReader,
    IssueLink,
)
from services.identity.contracts.languages import Language
from services.notify import queries
from services.notify.guest_mails import TO_GUESTS
from services.notify.mail_details import Details
from services.notify.mail_rules import Topic
from services.notify.mails import (
    CONTACT_INBOX,
    NEWS,
    SERVICE_REQUEST_CONFIRMATION,
    TEST_NEWS,
    TO_VISITORS,
    VISITOR_MESSAGE_HANDLED,
    topic_of,
)
from services.notify.prepare import guest_content
from services.notify.prepare.guest_content import HIDDEN
from services.notify.rendering import MailSource, Recipient
from services.notify.visits import is_about_visit, is_planned
from services.ordering.contracts import GetOrder
from services.servicedesk.contracts import (
    ContactMessageHandled,
    GetContactMessage,
    GetServiceRequest,
    MessagePosted,
)

DEALERS_LANGUAGE = "nl"


class NotVisible(Exception):
    """The recipient does not see what the mail is about."""


def content_of(context: PrepareContext, mail: MailSource, *, with_secret: bool) -> tuple[Recipient, Details]:
    """Recipient and details of a mail: the event's data, with what its owners add. With `with_secret`, a one-time link
    gets a new secret, which is only in the mail; else the link is shown without one. Mails of news have the text of
    their item.

    Raises NotFound if the recipient has no account any more, is no user of the customer, the customer has no fixed
    address any more, or the dealer's message was emptied, NotVisible if the order or request is out of the recipient's
    scope, and `with_secret` LinkExpired.
    """
    event_data = mail.event_data
    if "link_id" in event_data:
        return _of_link(context, mail, with_secret=with_secret)
    if mail.template == CONTACT_INBOX:
        dealer = Recipient("", context.settings.brand_email, DEALERS_LANGUAGE)
        return dealer, event_data | _message_to_dealer(context, mail)
    if mail.template in TO_VISITORS:
        return _of_visitor(context, mail)
    if mail.template == NEWS:
        return _of_news(context, mail, with_secret=with_secret)
    if mail.template in TO_GUESTS:
        return guest_content.of_guest(context, mail, with_secret=with_secret)
    customer_id = event_data.get("customer_id")
    if mail.template == SERVICE_REQUEST_CONFIRMATION:
        return _of_customer(context, mail), event_data
    person = context.call(GetMailRecipient, person_id=mail.recipient_id, customer_id=customer_id)
    scope: Scope = "all" if person.pop("all_machines") else tuple(map(UUID, person["group_ids"]))
    del person["group_ids"]
    recipient = Recipient(**person)
    if mail.template == TEST_NEWS:
        return _test_of_news(context, mail, recipient)
    if topic_of(mail.template) is Topic.CONTACT_MESSAGE:
        return recipient, event_data | _contact_texts(context, mail)
    if customer_id is None:
        return recipient, event_data
    return recipient, event_data | _visible_details(context, mail, UUID(customer_id), scope)


def _of_link(context: PrepareContext, mail: MailSource, *, with_secret: bool) -> tuple[Recipient, Details]:
    if with_secret:
        link = context.call(IssueLink, link_id=mail.event_data["link_id"])
    else:
        link = context.call(GetLinkMail, link_id=mail.event_data["link_id"]) | {"token": HIDDEN}
    recipient = {name: link.pop(name) for name in ("name", "email", "language")}
    further = link.pop("about")
    return Recipient(**recipient), mail.event_data | link | further | {"address": recipient["email"]}


def _of_visitor(context: PrepareContext, mail: MailSource) -> tuple[Recipient, Details]:
    """Until staff have handled the message, nothing of what was typed: the address may be that of somebody else, to
    whom the portal would send any text that a stranger likes. Raises NotFound if the message does not exist any
    more."""
    message = context.call(GetContactMessage, reference_number=mail.event_data["reference_number"])
    name, texts = "", {"language": message["language"]}
    if mail.template == VISITOR_MESSAGE_HANDLED:
        name, texts = message["name"], texts | {"message": message["text"], "reply": message["note"]}
    return Recipient(name, message["email"], message["language"]), mail.event_data | texts


def _of_customer(context: PrepareContext, mail: MailSource) -> Recipient:
    """The customer's fixed confirmation address. Raises NotFound if it was removed."""
    address = context.call(GetConfirmationAddress, customer_id=mail.event_data["customer_id"])
    if not address["email"]:
        raise NotFound
    return Recipient("", address["email"], address["language"])


def _of_news(context: PrepareContext, mail: MailSource, *, with_secret: bool) -> tuple[Recipient, Details]:
    """Raises NotFound if the recipient does not consent any more, or the item does not exist."""
    purpose = mail.event_data["purpose"]
    reader = context.call(GetNewsReader, purpose=purpose, person_id=mail.recipient_id)
    code = reader.pop("code")
    code = code if with_secret else HIDDEN
    with context.read() as uow:
        item = queries.news.item_of(uow, UUID(mail.event_data["news_id"]))
        language = item.language_for(Language(reader["language"]))
        text = item.text_in(language)
    return Recipient(**reader | {"language": language}), mail.event_data | text | {"code": code}


def _test_of_news(context: PrepareContext, mail: MailSource, reader: Recipient) -> tuple[Recipient, Details]:
    """As a reader of that language gets it, but without a code. Raises NotFound."""
    language = Language(mail.event_data["language"])
    with context.read() as uow:
        text = queries.news.item_of(uow, UUID(mail.event_data["news_id"])).text_in(language)
    return Recipient(reader.name, reader.email, language), mail.event_data | text | {"code": ""}


def _contact_texts(context: PrepareContext, mail: MailSource) -> dict[str, Any]:
    """What the events of a contact message do not carry because it is personal. Empty if there is no message."""
    try:
        message = context.call(GetContactMessage, reference_number=mail.event_data["reference_number"])
    except NotFound:
        return {}
    note = message["note"] if mail.template == ContactMessageHandled.type else ""
    of_visitor = {"address": message["email"], "customer_number": message["customer_number"]}
    return {"sender": message["name"], "message": message["text"], "reply": note} | of_visitor


def _message_to_dealer(context: PrepareContext, mail: MailSource) -> dict[str, Any]:
    """Raises NotFound if the message was emptied, because the sender's account was removed."""
    texts = _contact_texts(context, mail)
    if not texts.get("message"):
        raise NotFound
    return texts


def _visible_details(context: PrepareContext, mail: MailSource, customer_id: UUID, scope: Scope) -> dict[str, Any]:
    """What the owner of an order or request adds to the event's data, as far as the recipient sees it. Raises
    NotVisible."""
    reader, number = context.service_caller.limited_to(customer_id, scope), mail.event_data["reference_number"]
    try:
        if topic_of(mail.template) is Topic.ORDER:
            return _of_order(context.call(GetOrder, reader, reference_number=number), mail.event_data)
        request = context.call(GetServiceRequest, reader, reference_number=number)
    except NotFound:
        raise NotVisible from None
    if mail.template == MessagePosted.type:
        return _message(request, mail.event_data)
    return _planned_visit(request, mail.event_data) if is_about_visit(mail.template) else {}


def _of_order(order: dict[str, Any], event_data: dict[str, Any]) -> dict[str, Any]:
    """The lines of the event that the recipient sees, with their prices, and the total of the order; of a parcel, also
    what was left to be shipped then. Raises NotVisible if no line is left: a parcel for other machines."""
    visible = {line["id"]: line for line in order["lines"]}
    lines = [
        line | {name: visible[line["line_id"]][name] for name in ("included_in_contract", "price")}
        for line in event_data["lines"]
        if line["line_id"] in visible
    ]
    if not lines:
        raise NotVisible
    seen = {"lines": lines, "total": order["total"]}
    return seen | {"left": _left(order, event_data["at"])} if "left" in event_data else seen


def _left(order: dict[str, Any], at: str) -> int:
    """How many pieces of the visible lines were not shipped yet at that moment (ISO 8601)."""
    until = dt.datetime.fromisoformat(at)
    shipments = [row for row in order["shipments"] if dt.datetime.fromisoformat(row["at"]) <= until]
    ordered: int = sum(line["quantity"] for line in order["lines"])
    shipped: int = sum(part["quantity"] for shipment in shipments for part in shipment["parts"])
    return ordered - shipped


def _message(request: dict[str, Any], event_data: dict[str, Any]) -> dict[str, Any]:
    texts = [message["text"] for message in request["messages"] if message["id"] == event_data.get("message_id")]
    return {"message": texts[0]} if texts else {}


def _planned_visit(request: dict[str, Any], event_data: dict[str, Any]) -> dict[str, Any]:
    """The engineer and the present number of the visit; nothing if it was rescheduled or called off since."""
    if not is_planned(event_data["visit"], request):
        return {}
    return {"technician": request["technician"], "visit": request["visit"]}
