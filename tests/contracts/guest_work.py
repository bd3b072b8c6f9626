"""What guests order and report with a pass (`guests.py` has what their customers allow)."""

from typing import Any
from uuid import UUID, uuid4

from contracts.builders import Customer, number
from contracts.running import Installation

from services.chassis.contract import Caller, Kind
from services.identity.contracts import Right
from services.ordering.contracts import PlaceGuestOrder
from services.servicedesk.contracts import FileGuestRequest


def a_guest(customer: Customer, machine_id: str, right: Right, language: str = "nl") -> Caller:
    """A guest with a new pass for this machine."""
    return Caller(
        kind=Kind.GUEST,
        person_id=f"guest:{uuid4()}",
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
    return str(installation.call(PlaceGuestOrder, guest, **values)["reference_number"])


def a_guest_request(installation: Installation, customer: Customer, machine_id: str, **values: Any) -> str:
    """The reference number of a service request by a guest with a new pass."""
    guest = a_guest(customer, machine_id, Right.REQUEST_SERVICE)
    values = who() | {"category": "paper_jam", "description": "Papier loopt vast."} | values
    return str(installation.call(FileGuestRequest, guest, **values)["reference_number"])
