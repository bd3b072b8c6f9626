"""Test data builders: through operations, or as values of a request. Identifying values are unique unless given."""

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID, uuid4

from contracts.running import STAFF, Installation
from structlog.contextvars import bound_contextvars

from services.chassis.contract import Caller, Kind
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from services.identity.contracts import Right
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

PASSWORD = "correct horse battery"
MODEL = {"manufacturer": "Konica Minolta", "model_name": "bizhub C250i"}
_numbers = itertools.count(1)


def number(prefix: str = "") -> str:
    """A number that is unique in this process."""
    return f"{prefix}{next(_numbers):06d}"


@dataclass(frozen=True, slots=True)
class Customer:
    id: UUID
    number: str
    name: str

    def caller(self, *rights: str, groups: Sequence[str] | Literal["all"] = "all", **values: Any) -> Caller:
        """A user of the customer with these rights and no account; sees all machines, or those of some groups."""
        scope = "all" if groups == "all" else tuple(map(UUID, groups))
        values.setdefault("person_id", str(uuid.uuid4()))
        return Caller(kind=Kind.USER, customer_id=self.id, rights=frozenset(map(str, rights)), scope=scope, **values)

    def collector(self) -> Caller:
        return Caller(kind=Kind.COLLECTOR, person_id="collector", customer_id=self.id)


def a_customer(installation: Installation, name: str = "Van Dijk Logistiek B.V.", **values: Any) -> Customer:
    """A customer that every service knows."""
    values.setdefault("customer_number", number("1"))
    created = installation.call(identity.UpsertCustomer, name=name, **values)
    installation.settle()
    return Customer(UUID(created["id"]), created["customer_number"], name)


def an_account(installation: Installation, customer: Customer, *rights: str, email: str = "", **values: Any) -> str:
    """A user with an account; the address to log in with. Sees all machines, or those of `group_ids`."""
    email = email or f"{number('reader')}@vandijk.example"
    values = {"name": "Sanne de Wit", "password": PASSWORD, "all_machines": "group_ids" not in values} | values
    installation.call(identity.UpsertUser, customer_number=customer.number, email=email, rights=list(rights), **values)
    return email


def a_staff_member(installation: Installation, *rights: str, name: str = "Joris Bakker") -> str:
    """A member of the dealer's staff; the address to log in with. Another member with `manage_staff` is ensured, so
    that this one may lose that right."""
    new_email = f"{number('member')}@dealer.example"
    for email, allowed in (("boss@dealer.example", ["manage_staff"]), (new_email, list(rights))):
        installation.call(identity.UpsertStaff, email=email, name=name, password=PASSWORD, rights=allowed)
    return new_email


def a_logged_in_user(installation: Installation, customer: Customer, *rights: str, **values: Any) -> Caller:
    """A user with an account, as the caller of a new session."""
    return logged_in(
        installation, an_account(installation, customer, *rights, **values), values.get("password", PASSWORD)
    )


def logged_in(installation: Installation, email: str, password: str = PASSWORD) -> Caller:
    """The caller that the gateway creates from a new session."""
    return caller_of(installation.call(identity.LogIn, Caller.visitor(), email=email, password=password))


def caller_of(session: dict[str, Any]) -> Caller:
    return Caller(
        kind=Kind.STAFF if session["staff"] else Kind.USER,
        person_id=session["person_id"],
        customer_id=UUID(session["customer"]["id"]) if session["customer"] else None,
        rights=frozenset(session["rights"]),
        scope="all" if session["all_machines"] else tuple(map(UUID, session["group_ids"])),
        language=session["language"],
    )


def a_machine(installation: Installation, customer: Customer, **values: Any) -> str:
    """A machine that every service knows; its id."""
    values = {"equipment_number": number("E"), "serial_number": number("S")} | MODEL | values
    created = installation.call(fleet.UpsertMachine, customer_number=customer.number, **values)
    installation.settle()
    return str(created["id"])


def a_group(
    installation: Installation, customer: Customer, *machine_ids: str, name: str = "", caller: Caller = STAFF
) -> str:
    """A group of exactly these machines, which every service knows; its id."""
    name = name or number("Group ")
    created = installation.call(
        fleet.UpsertGroup, caller, customer_number=customer.number, name=name, machine_ids=list(machine_ids)
    )
    installation.settle()
    return str(created["id"])


def a_toner(level: int | None = 50, colour: str = "black", **values: Any) -> dict[str, Any]:
    """A row of a device's supplies, its level in percent. Its `index` is 1 unless given."""
    return {
        "index": 1,
        "supply_class": "consumed",
        "supply_type": "toner",
        "description": f"Toner ({colour.title()})",
        "colorant": colour,
        "unit": "percent",
        "max_capacity": 100,
        "level": level,
    } | values


def a_reading(installation: Installation, total: int | None = 1000, **values: Any) -> dict[str, Any]:
    """A reading of an unknown device, observed now. `device` and `counters` extend the defaults."""
    device = {"serial_number": number("S"), "manufacturer": "Konica Minolta", "model_name": "bizhub C250i"}
    return {
        "key": number("key-"),
        "observed_at": installation.now.isoformat(),
        "source": "collector",
        "supplies": [a_toner()],
    } | values | {
        "device": device | values.get("device", {}),
        "counters": {"total": total} | values.get("counters", {}),
    }  # fmt: skip


def submit(
    installation: Installation, customer: Customer, *readings: dict[str, Any], caller: Caller = STAFF
) -> list[dict[str, Any]]:
    """Submit readings; the result of each."""
    response = installation.call(fleet.SubmitReadings, caller, customer_number=customer.number, readings=list(readings))
    return list(response["results"])


def a_connected_machine(
    installation: Installation, customer: Customer, *supplies: dict[str, Any], **values: Any
) -> str:
    """A machine that has just reported these supplies; its id."""
    serial = values.setdefault("serial_number", number("S"))
    machine_id = a_machine(installation, customer, **values)
    submit(installation, customer, a_reading(installation, device={"serial_number": serial}, supplies=list(supplies)))
    return machine_id


def a_supply(installation: Installation, *models: tuple[str, str], **values: Any) -> dict[str, Any]:
    """A supply of the catalogue that fits these models (manufacturer, name)."""
    values = {"sku": number("TN-"), "name": "Toner", "kind": "toner", "colour": "black"} | values
    fits = [{"manufacturer": manufacturer, "name": name} for manufacturer, name in models]
    return installation.call(ordering.UpsertSupply, fits=fits, **values)


def a_service_request(installation: Installation, caller: Caller, machine_id: str, **values: Any) -> dict[str, Any]:
    """A request for a machine, filed by a user who may (`Right.REQUEST_SERVICE`)."""
    values = {
        "category": "paper_jam",
        "description": "Papier loopt vast bij lade 2.",
        "contact_name": "Sanne de Wit",
        "telephone": "010 555 01 01",
    } | values
    return installation.call(servicedesk.FileServiceRequest, caller, machine_id=machine_id, **values)


def a_contact_message(installation: Installation, caller: Caller, **values: Any) -> dict[str, Any]:
    """A message of a user to the dealer."""
    values = {"subject": "company_data", "name": "Sanne de Wit", "text": "Ons nieuwe adres."} | values
    return installation.call(servicedesk.SendContactMessage, caller, **values)


def a_visitor_message(installation: Installation, **values: Any) -> str:
    """The reference number of a message from somebody without an account, from an address of their own."""
    address = values.pop("from_address", f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1")
    message = {"subject": "question", "name": "Vera", "email": f"{number('vera')}@elders.example", "text": "Een vraag."}
    opened_at = (installation.now - dt.timedelta(seconds=40)).isoformat()
    fields = message | {"language": "nl", "opened_at": opened_at} | values
    with bound_contextvars(client_address=address):
        sent = installation.call(servicedesk.SendVisitorMessage, Caller.visitor(), **fields)
    return str(sent["reference_number"])


def a_delivery(**values: Any) -> dict[str, Any]:
    """Delivery arguments of `PlaceOrder`; the reason permits a duplicate order."""
    address = {"name": "Hoofdkantoor", "street": "Voorbeeldkade 12", "postcode": "1000 AA", "city": "Amsterdam"}
    return {"deliver_to": address, "reason": "Nog een doos."} | values


def an_order(installation: Installation, caller: Caller, *lines: dict[str, Any], **values: Any) -> dict[str, Any]:
    """An order of these lines (machine_id, sku, quantity), placed by a user who may (`Right.ORDER_SUPPLIES`)."""
    return installation.call(ordering.PlaceOrder, caller, lines=list(lines), **a_delivery(**values))


def an_orderer(customer: Customer, **values: Any) -> Caller:
    return customer.caller(Right.ORDER_SUPPLIES, **values)


def a_requester(customer: Customer, **values: Any) -> Caller:
    return customer.caller(Right.REQUEST_SERVICE, **values)


NAMES_IN_ORDER = ("Ångström", "de Vries", "Filiaal 2", "filiaal 10", "Österreich", "'t Hoekje", "Zoë", "zus")
"""As a Dutch or English reader expects them."""


def pages_of(list_page: Callable[..., dict[str, Any]], size: int = 3) -> list[dict[str, Any]]:
    """The rows of all pages, one after another. `list_page` takes `limit` and `after`."""
    rows, after = [], ""
    while after is not None:
        page = list_page(limit=size, after=after)
        rows, after = rows + page["rows"], page["page"]["next"]
    return rows
