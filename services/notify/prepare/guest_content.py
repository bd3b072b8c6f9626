"""Recipient and details of a mail to a guest, requested from the owner of what the guest made."""

from typing import Any

from services.chassis.contract import NotFound
from services.chassis.runtime.prepare_context import PrepareContext
from services.notify.mail_details import Details
from services.notify.mail_rules import Topic
from services.notify.mails import topic_of
from services.notify.rendering import MailSource, Recipient
from services.ordering.contracts import GetOrder, IssueGuestOrderLink
from services.servicedesk.contracts import GetServiceRequest, IssueGuestRequestLink

HIDDEN = "…"
"""Shown to staff in place of the secret of a link, or the code that withdraws a consent."""
STATUS_PAGES = {Topic.ORDER: "/guest/status/orders", Topic.SERVICE_REQUEST: "/guest/status/requests"}


def of_guest(context: PrepareContext, mail: MailSource, *, with_secret: bool) -> tuple[Recipient, Details]:
    """Nothing that the guest typed is in the mail, not even the name: the address may be that of somebody else, to whom
    the portal would send any text that a stranger likes. `status_page` is empty if guests may not ask the status.

    Raises NotFound if the address was erased.
    """
    topic = topic_of(mail.template)
    is_order = topic is Topic.ORDER
    ids = {"reference_number": mail.event_data["reference_number"]}
    found = context.call(GetOrder if is_order else GetServiceRequest, **ids)
    guest = _guest(found, mail.event_data)
    if guest is None or not guest["email"]:
        raise NotFound
    token = HIDDEN
    if with_secret and is_order:
        token = context.call(IssueGuestOrderLink, **ids)["token"]
    elif with_secret:
        sighting_id = mail.event_data.get("sighting_id")
        token = context.call(IssueGuestRequestLink, sighting_id=sighting_id, **ids)["token"]
    page = f"{STATUS_PAGES[topic]}/{token}" if topic and token else ""
    details = _without_own_names(mail.event_data) | {"status_page": page}
    return Recipient("", guest["email"], guest["language"]), details


def _without_own_names(event_data: dict[str, Any]) -> dict[str, Any]:
    """The event's data without the customer's own reference and the serial number of its machines."""
    hidden = {"own_reference": "", "serial_number": ""}
    if "lines" in event_data:
        lines = [line | {"machine": line["machine"] | hidden} for line in event_data["lines"]]
        return event_data | {"lines": lines}
    return event_data | {"machine": event_data["machine"] | hidden}


def _guest(found: dict[str, Any], event_data: dict[str, Any]) -> dict[str, Any] | None:
    """The guest of an order or request, or of the event's sighting."""
    if "sighting_id" not in event_data:
        guest: dict[str, Any] | None = found["guest"]
        return guest
    sightings = [row for row in found["sightings"] if row["id"] == event_data["sighting_id"]]
    return sightings[0] if sightings else None
