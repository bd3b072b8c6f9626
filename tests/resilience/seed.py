"""Seed data: a customer with users and machines, and supplies for these machines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from eventually import eventually

from services.chassis.bus import Client
from services.chassis.contract import Caller, ContractError
from services.chassis.contract.caller import OPERATE
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.ordering import contracts as ordering

OPERATOR = Caller.operator(*identity.StaffRight, OPERATE)
CUSTOMER, PASSWORD = "1000001", "demo-machinepark"
ADMINISTRATOR, CLERK = "admin@vandijk.example", "clerk@vandijk.example"
MODEL = {"manufacturer": "Konica Minolta", "name": "bizhub C250i"}
SUPPLIES = ("TN328K", "TN328C", "TN328M", "TN328Y")
USERS, MACHINES = 6, 12


@dataclass(slots=True)
class SeedData:
    """`clerk_id` is the user whose rights the administrator changes."""

    users: list[str]
    machine_ids: list[str]
    clerk_id: str
    supplies: tuple[str, ...] = field(default=SUPPLIES)


def seed_installation(client: Client) -> SeedData:
    def make(operation: Any, **request: Any) -> dict[str, Any]:
        return _patiently(lambda: client.call(operation, OPERATOR, **request))

    make(identity.UpsertCustomer, customer_number=CUSTOMER, name="Van Dijk Logistiek B.V.")
    make(fleet.UpsertModel, **MODEL, colour=True)
    for sku in SUPPLIES:
        values = {"sku": sku, "name": f"Toner {sku}", "kind": "toner", "colour": "black", "fits": [MODEL]}
        make(ordering.UpsertSupply, **values, included_in_contract=True, price=None, yield_pages=None)
    machine_ids = [
        make(
            fleet.UpsertMachine,
            customer_number=CUSTOMER,
            equipment_number=f"{10001 + i}",
            manufacturer=MODEL["manufacturer"],
            model_name=MODEL["name"],
        )["id"]
        for i in range(MACHINES)
    ]

    def user(email: str, *rights: str) -> str:
        values = {"customer_number": CUSTOMER, "email": email, "name": email.partition("@")[0], "language": "nl"}
        return str(make(identity.UpsertUser, **values, password=PASSWORD, rights=list(rights), all_machines=True)["id"])

    users = [f"user{i}@vandijk.example" for i in range(USERS)]
    for email in users:
        user(email, "order_supplies", "request_service")
    user(ADMINISTRATOR, "manage_users", "order_supplies", "request_service")
    return SeedData(users, machine_ids, user(CLERK, "request_service"))


def _patiently(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Retries, because other services receive the events of earlier calls with a delay."""

    def attempt() -> dict[str, Any] | None:
        try:
            return call()
        except ContractError as error:
            errors.append(error)
            return None

    errors: list[ContractError] = []
    response = eventually(attempt, within=120)
    assert response is not None, errors[-1]
    return response
