"""What guests order and report with a pass: builders, situations and triggers (`guests.py` has what their customers
allow)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from contracts.builders import MODEL, Customer, a_machine, a_service_request, a_supply, number
from contracts.example_installation import ExampleInstallation
from contracts.guests import allow_guests
from contracts.running import Installation

from services.chassis.contract import Caller, Event, Kind, Operation
from services.identity.contracts import Right
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

Request = dict[str, Any]
Situation = Callable[[ExampleInstallation, Request], tuple[Caller, Request]]


def a_guest(customer: Customer, machine_id: str, right: Right, language: str = "nl") -> Caller:
    """A guest with a new pass for this machine."""
    return Caller(
        kind=Kind.GUEST,
        person_id=str(uuid4()),
        customer_id=UUID(str(customer.id)),
        resource_id=UUID(machine_id),
        rights=frozenset({right}),
        language=language,
    )


def who() -> dict[str, str]:
    """Name and address of a guest that nobody else has."""
    return {"name": "Ine Willems", "email": f"{number('ine')}@bezoek.example"}


def a_guest_order(installation: Installation, customer: Customer, machine_id: str, sku: str, **values: Any) -> str:
    """The reference number of an order by a guest with a new pass."""
    guest = a_guest(customer, machine_id, Right.ORDER_SUPPLIES)
    values = who() | {"lines": [{"sku": sku, "quantity": 1}], "reason": "Nog een doos."} | values
    return str(installation.call(ordering.PlaceGuestOrder, guest, **values)["reference_number"])


def a_guest_request(installation: Installation, customer: Customer, machine_id: str, **values: Any) -> str:
    """The reference number of a service request by a guest with a new pass."""
    guest = a_guest(customer, machine_id, Right.REQUEST_SERVICE)
    values = who() | {"category": "paper_jam", "description": "Papier loopt vast."} | values
    return str(installation.call(servicedesk.FileGuestRequest, guest, **values)["reference_number"])


def act_as_guest(
    installation: Installation, customer: Customer, colleague: Caller, guest: dict[str, str], text: str
) -> None:
    """Order, report and see a fault of a colleague's without logging in. `text` is in all that is typed."""
    allow_guests(installation, customer)
    sku = a_supply(installation, (MODEL["manufacturer"], MODEL["model_name"]))["sku"]
    location = {"site": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    machine_ids = [a_machine(installation, customer, location=location) for _ in range(3)]
    a_guest_order(installation, customer, machine_ids[0], sku, **guest, reason=text)
    report = {"description": text, "category": "error_code", "error_code": f"E-{text}"}
    a_guest_request(installation, customer, machine_ids[1], **guest, **report)
    seen = a_service_request(installation, colleague, machine_ids[2])
    pass_ = a_guest(customer, machine_ids[2], Right.REQUEST_SERVICE)
    installation.call(servicedesk.AddGuestSighting, pass_, request_id=seen["id"], **guest)


def with_order_placed(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A guest calls; an order with the toner is open, and another one needs a reason."""
    installation.order_after()
    further = {"email": who()["email"], "reason": "Nog een doos."} if request else {}
    return _guest(installation, Right.ORDER_SUPPLIES), request | further


def with_request_known(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A guest calls; a service request for the machine is open."""
    id = installation.file_service_request()["id"]
    known = {"request_id": id, "email": who()["email"]}
    return _guest(installation, Right.REQUEST_SERVICE), {name: known.get(name, request[name]) for name in request}


def with_guest_order(caller: Caller) -> Situation:
    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        return caller, _about(installation, request, ordering.IssueGuestOrderLink, place_order)

    return bring_about


def with_guest_request(caller: Caller) -> Situation:
    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        return caller, _about(installation, request, servicedesk.IssueGuestRequestLink, _request)

    return bring_about


def _guest(installation: ExampleInstallation, right: Right) -> Caller:
    return a_guest(installation.customer, installation.machine_id, right)


def place_order(installation: ExampleInstallation, **values: Any) -> str:
    """A guest orders a toner; returns the order's reference number."""
    sku = installation.order_line()["sku"]
    return a_guest_order(installation.installation, installation.customer, installation.machine_id, sku, **values)


def _request(installation: ExampleInstallation, **values: Any) -> str:
    return a_guest_request(installation.installation, installation.customer, installation.machine_id, **values)


def _about(
    installation: ExampleInstallation, request: Request, issue: type[Operation], make: Callable[..., str]
) -> Request:
    """The request with number, address or token of something that a guest made and whose status guests may ask."""
    allow_guests(installation.installation, installation.customer)
    guest = who()
    reference = {"reference_number": make(installation, **guest)}
    known = reference | guest
    if "token" in request:
        known |= installation.installation.call(issue, Caller.service("notify"), **reference)
    return {name: known.get(name, value) for name, value in request.items()}


def _add_sighting(installation: ExampleInstallation) -> str:
    filed = installation.file_service_request()
    guest = _guest(installation, Right.REQUEST_SERVICE)
    installation.installation.call(servicedesk.AddGuestSighting, guest, request_id=filed["id"], **who())
    return str(filed["id"])


SITUATIONS: dict[type[Operation], Situation] = {
    ordering.CheckGuestOrder: with_order_placed,
    ordering.FindGuestOrder: with_guest_order(Caller.visitor()),
    ordering.GetGuestOrderForm: with_order_placed,
    ordering.GetGuestOrderStatus: with_guest_order(Caller.visitor()),
    ordering.IssueGuestOrderLink: with_guest_order(Caller.service("notify")),
    ordering.PlaceGuestOrder: with_order_placed,
    servicedesk.AddGuestSighting: with_request_known,
    servicedesk.FileGuestRequest: with_request_known,
    servicedesk.FindGuestRequest: with_guest_request(Caller.visitor()),
    servicedesk.GetGuestRequestForm: with_request_known,
    servicedesk.GetGuestRequestStatus: with_guest_request(Caller.visitor()),
    servicedesk.IssueGuestRequestLink: with_guest_request(Caller.service("notify")),
}
TRIGGERS: dict[type[Event], Callable[[ExampleInstallation], str]] = {servicedesk.GuestSightingAdded: _add_sighting}
