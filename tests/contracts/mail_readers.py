"""Users who receive mails, and the events that cause mails."""

import json
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from contracts.builders import Customer, a_logged_in_user, a_service_request, number
from contracts.mails import MailServer
from contracts.running import Installation, subscription_of
from eventually import eventually
from sqlalchemy import select

from services.chassis.bus import OutgoingEvent
from services.chassis.persistence.tables import outbox
from services.identity.contracts import Right
from services.notify.model import Mail
from services.servicedesk.contracts import ServiceRequestReceived


class Reader:
    """A user with a unique address who files service requests."""

    def __init__(
        self, installation: Installation, customer: Customer, machine: str, mailbox: str = "reader", **values: Any
    ) -> None:
        self.address = f"{number(mailbox)}@vandijk.example"
        self.caller = a_logged_in_user(installation, customer, Right.REQUEST_SERVICE, email=self.address, **values)
        self._installation, self._machine = installation, machine

    def file_service_request(self) -> str:
        """File a request; its reference number."""
        return str(a_service_request(self._installation, self.caller, self._machine)["reference_number"])

    def rows(self) -> list[Any]:
        """Notify's rows of the mails to this user, oldest first."""
        statement = select(Mail).where(Mail.recipient_id == UUID(self.caller.person_id)).order_by(Mail.queued_at)
        return [row.Mail for row in self._installation.rows("notify", statement)]

    def sent(self, reference: str) -> Any:
        """The mail about a request, after it has been sent."""
        return eventually(
            lambda: next(
                (m for m in self.rows() if (m.event_data["reference_number"], m.status) == (reference, "sent")), None
            )
        )

    def row(self, status: str, attempts: int = 0) -> Any:
        """A mail, as soon as it has this status and so many attempts."""
        return eventually(lambda: next((m for m in self.rows() if m.status == status and m.attempts >= attempts), None))


def about(mail_server: MailServer, reader: Reader, reference: str) -> list[EmailMessage]:
    """The mails about a request that the server received for a user."""
    return [mail for mail in mail_server.mails(reader.address) if reference in mail["Subject"]]


def received_event(installation: Installation, reference: str = "") -> dict[str, Any]:
    """The `service_request_received` event of a request in the outbox; without `reference`, the newest."""
    received = select(outbox.c.body).where(outbox.c.type == ServiceRequestReceived.type).order_by(outbox.c.id.desc())
    bodies = [row.body for row in installation.rows("servicedesk", received)]
    return next(body for body in bodies if reference in ("", body["data"]["reference_number"]))


def deliver(installation: Installation, event: dict[str, Any]) -> bytes:
    """Publish an event to notify's queue; the body that was sent."""
    subscription = subscription_of(ServiceRequestReceived.type, "notify")
    body = json.dumps(event).encode()
    outgoing = OutgoingEvent(event["id"], subscription.exchange, subscription.event_type, body, mandatory=True)
    assert installation.transport("servicedesk").publish([outgoing]) == {event["id"]}
    return body
