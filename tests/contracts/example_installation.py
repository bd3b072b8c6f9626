"""An installation with the data of the contracts' examples: Van Dijk, its user Sanne and its machine 10042."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from contracts.builders import PASSWORD, Customer, a_delivery, a_service_request, an_order, logged_in, number
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import insert, select, update

from services.chassis.contract import Caller, Kind, Operation
from services.chassis.persistence.tables import jobs, outbox
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.notify import contracts as notify
from services.notify.model import Mail
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

SANNE = "sanne@vandijk.example"


@dataclass(frozen=True, slots=True)
class ExampleInstallation:
    """Its ids come from executing the contracts' examples."""

    installation: Installation
    customer: Customer
    sanne: Caller
    machine_id: str
    group_id: str

    def execute_example(self, operation: type[Operation], **overrides: Any) -> dict[str, Any]:
        return execute_example(self.installation, operation, **overrides)

    def log_in(self) -> str:
        """A new session's token."""
        session = self.installation.call(identity.LogIn, Caller.visitor(), email=SANNE, password=PASSWORD)
        return str(session["token"])

    def file_service_request(self) -> dict[str, Any]:
        """A new service request of Sanne for her machine."""
        return a_service_request(self.installation, self.sanne, self.machine_id)

    def service_request_after(self, *steps: type[Operation]) -> dict[str, Any]:
        """A new request of Sanne after these steps: staff execute those that they may, Sanne the others."""
        request = self.file_service_request()
        for step in steps:
            example = step.example[0] | {"reference_number": request["reference_number"]}
            if step is servicedesk.ScheduleVisit:
                begins = self.installation.now + dt.timedelta(days=1)
                ends = begins + dt.timedelta(hours=2)
                example |= {"begins_at": begins.isoformat(), "ends_at": ends.isoformat()}
            caller = STAFF if Kind.STAFF in step.allowed else self.sanne
            request = self.installation.call(step, caller, **example)
        return request

    def order_line(self) -> dict[str, Any]:
        """Two of the example's toners for Sanne's machine."""
        return {"machine_id": self.machine_id, "sku": ordering.UpsertSupply.example[0]["sku"], "quantity": 2}

    def order_after(self, *steps: type[Operation]) -> dict[str, Any]:
        """A new order of Sanne after these steps of the dealer."""
        order = an_order(self.installation, self.sanne, self.order_line())
        for step in steps:
            order = self.execute_example(step, reference_number=order["reference_number"])
        return order

    def fill_draft(self, *, with_delivery: bool = False) -> dict[str, Any]:
        """Sanne's draft with two toners; the same toner is already on an open order."""
        self.order_after()
        draft = self.installation.call(ordering.AddToDraft, self.sanne, **self.order_line())
        if with_delivery:
            delivery = a_delivery() | {"draft_id": draft["id"]}
            draft = self.installation.call(ordering.SetDraftDelivery, self.sanne, **delivery)
        return draft

    def add_dead_letter(self) -> str:
        """Add a dead job to every service; its id, which is the same in each."""
        token, past = uuid4(), self.installation.now - dt.timedelta(days=2)
        row = {"command": "removed", "key": str(token), "request": {}, "due_at": past, "token": token, "attempts": 60}
        for runtime in self.installation.process.runtimes.values():
            with runtime.database.write("add dead letter") as session:
                session.execute(insert(jobs).values(**row, error="there is no command removed", dead=True))
        return str(token)

    def add_sent_event(self) -> None:
        """Add a sent event, to which nobody subscribes, to the outbox of every service."""
        now = self.installation.now
        row = {"type": "nothing_happened", "body": {"subject": str(uuid4())}, "persons": [], "recorded_at": now}
        for runtime in self.installation.process.runtimes.values():
            with runtime.database.write("add sent event") as session:
                session.execute(insert(outbox).values(id=uuid4(), **row, sent_at=now, attempts=0))

    def outdate_projections(self) -> None:
        """Reset the version of every projection's rows, so that they are behind their source."""
        for runtime in self.installation.process.runtimes.values():
            with runtime.database.write("reset projection versions") as session:
                for spec in runtime.projections.values():
                    session.execute(update(spec.model).values(version=0))

    def mail_event_ids(self) -> list[str]:
        """The ids of the events that caused the mails."""
        with self.installation.process.runtimes["notify"].database.read() as session:
            return [str(id) for id in session.scalars(select(Mail.event_id))]

    def newest_mail(self) -> dict[str, Any]:
        """The newest mail that all staff may read, after it has been sent."""
        self.installation.settle()
        eventually(lambda: not self.installation.call(notify.ListMails, STAFF, statuses=["queued"])["rows"])
        reader = dataclasses.replace(STAFF, rights=frozenset())
        return dict(self.installation.call(notify.ListMails, reader)["rows"][0])


def execute_example(installation: Installation, operation: type[Operation], **overrides: Any) -> dict[str, Any]:
    """Execute a command's example as staff; its response, after every service has handled the events."""
    request, _ = operation.example
    response = installation.call(operation, STAFF, **request | overrides)
    installation.settle()
    return response


def example_reading() -> dict[str, Any]:
    """The reading of the example, with a new key."""
    (example,) = fleet.SubmitReadings.example[0]["readings"]
    return example | {"key": number("walk-")}


def create_example_installation(installation: Installation) -> ExampleInstallation:
    customer = execute_example(installation, identity.UpsertCustomer)
    execute_example(installation, identity.UpsertUser)
    execute_example(installation, identity.UpsertStaff)
    execute_example(installation, fleet.UpsertModel)
    machine_id = execute_example(installation, fleet.UpsertMachine)["id"]
    execute_example(
        installation, fleet.SubmitReadings, readings=[example_reading() | {"observed_at": installation.now.isoformat()}]
    )
    group_id = execute_example(installation, fleet.UpsertGroup, machine_ids=[machine_id])["id"]
    execute_example(installation, ordering.UpsertSupply)
    return ExampleInstallation(
        installation,
        Customer(UUID(customer["id"]), customer["customer_number"], customer["name"]),
        logged_in(installation, SANNE),
        machine_id,
        group_id,
    )
