"""The steps that load the demo data, all idempotent."""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from deploy.demo.catalogue import MODELS, supplies
from deploy.demo.machines import DemoMachine, machines
from deploy.demo.messages import DemoMessage, messages
from deploy.demo.orders import DemoOrder, orders
from deploy.demo.people import CUSTOMERS, PASSWORD, STAFF, USERS
from deploy.demo.places import GROUPS
from deploy.demo.printing import history_of
from deploy.demo.service_requests import DemoRequest, demo_service_requests
from services.chassis.bus import Client
from services.chassis.contract import Caller, Operation
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

OPERATOR = Caller.operator(*identity.StaffRight)
MACHINES = "machines and their readings"
TIMEOUT_SECONDS = 30.0
"""Of a call: the installation may still process the events of earlier steps."""


class Step(NamedTuple):
    """`stage` is displayed as progress; `name` identifies the step."""

    stage: str
    name: str
    run: Callable[[], Any]


class Demo:
    """The demo data, with dates relative to `today`."""

    def __init__(self, client: Client, today: dt.date, *, scale: float, weeks: int) -> None:
        self._client, self._today = client, today
        self._machines = machines(scale)
        self._people: dict[str, str] = {}
        self._histories = {machine.number: history_of(machine, today, weeks) for machine in self._machines}

    def steps(self) -> list[Step]:
        return [
            *(self._step("customers", row["customer_number"], identity.UpsertCustomer, **row) for row in CUSTOMERS),
            *(self._step("staff", row["email"], identity.UpsertStaff, password=PASSWORD, **row) for row in STAFF),
            *(
                self._step(
                    "models", m.name, fleet.UpsertModel, manufacturer=m.manufacturer, name=m.name, colour=m.in_colour
                )
                for m in MODELS
            ),
            *(self._step("catalogue", row["sku"], ordering.UpsertSupply, **row) for row in supplies()),
            *self._machine_steps(),
            *(Step("groups", f"groups {number}", functools.partial(self._group, number)) for number in GROUPS),
            *(Step("users", user["email"], functools.partial(self._add_user, user["email"])) for user in USERS),
            *(
                Step("service requests", request.key, functools.partial(self._file, request))
                for request in demo_service_requests(self._machines, self._today)
            ),
            *(
                Step("messages", message.key, functools.partial(self._write, message))
                for message in messages(self._today)
            ),
            *(
                Step("orders", order.key, functools.partial(self._order, order))
                for order in orders(self._machines, self._histories, self._today)
            ),
        ]

    def _call(self, operation: type[Operation], /, **request: Any) -> dict[str, Any]:
        return self._client.call(operation, OPERATOR, timeout=TIMEOUT_SECONDS, **request)

    def _step(self, stage: str, name: str, operation: type[Operation], /, **request: Any) -> Step:
        return Step(stage, f"{stage} {name}", functools.partial(self._call, operation, **request))

    def _machine_steps(self) -> Iterator[Step]:
        """Each machine, then its readings. A machine that moved is first created, with half of its readings, at its
        former customer."""
        for machine in self._machines:
            readings = self._histories[machine.number].readings
            earlier = len(readings) // 2 if machine.former else 0
            if machine.former:
                yield self._step(MACHINES, f"{machine.number} before", fleet.UpsertMachine, **machine.former.record)
                yield self._readings_step(machine.former, "readings before", readings[:earlier])
            yield self._step(MACHINES, machine.number, fleet.UpsertMachine, **machine.record)
            if readings:
                yield self._readings_step(machine, "readings", readings[earlier:])

    def _readings_step(self, machine: DemoMachine, name: str, readings: list[dict[str, Any]]) -> Step:
        return self._step(
            MACHINES,
            f"{machine.number} {name}",
            fleet.SubmitReadings,
            customer_number=machine.customer_number,
            readings=readings,
        )

    def _group(self, customer_number: str) -> None:
        for name, sites in GROUPS[customer_number].items():
            ids = [
                self._id(machine)
                for machine in self._machines
                if machine.customer_number == customer_number and machine.site in sites
            ]
            self._call(fleet.UpsertGroup, customer_number=customer_number, name=name, machine_ids=ids)

    def _add_user(self, email: str) -> None:
        (user,) = (dict(row) for row in USERS if row["email"] == email)
        group = user.pop("group", "")
        groups = self._call(fleet.ListMachineFilters)["groups"] if group else []
        ids = [row["id"] for row in groups if row["name"] == group]
        self._people[email] = self._call(identity.UpsertUser, password=PASSWORD, group_ids=ids, **user)["id"]

    def _file(self, request: DemoRequest) -> None:
        ids = {"machine_id": self._id(request.machine), "requester_id": self._person(request.email)}
        self._call(servicedesk.ImportServiceRequest, key=request.key, **ids, **request.fields)

    def _write(self, message: DemoMessage) -> None:
        (user,) = (row for row in USERS if row["email"] == message.email)
        (customer,) = self._call(identity.ListCustomers, text=user["customer_number"])["rows"]
        ids = {"customer_id": customer["id"], "sender_id": self._person(message.email)}
        self._call(servicedesk.ImportContactMessage, key=message.key, **ids, **message.fields)

    def _order(self, order: DemoOrder) -> None:
        lines = [{"machine_id": self._id(machine), "sku": part.sku, "quantity": 1} for machine, part in order.lines]
        orderer_id = self._person(order.email)
        self._call(ordering.ImportOrder, key=order.key, orderer_id=orderer_id, lines=lines, **order.fields)

    def _id(self, machine: DemoMachine) -> str:
        return self._ids[machine.number]

    @functools.cached_property
    def _ids(self) -> dict[str, str]:
        """Machine ids by equipment number."""
        ids: dict[str, str] = {}
        after = ""
        while after is not None:
            page = self._call(fleet.ListMachines, limit=200, after=after)
            ids |= {row["equipment_number"]: row["id"] for row in page["rows"]}
            after = page["page"]["next"]
        return ids

    def _person(self, email: str) -> str:
        """A user's id. It is unknown if an earlier load added the user; the idempotent step is repeated to get it."""
        if email not in self._people:
            self._add_user(email)
        return self._people[email]
