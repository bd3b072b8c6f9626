"""Each rule deletes or blanks what is old, and keeps what is not."""

from collections.abc import Iterator
from typing import Any

import pytest
from contracts.builders import (
    MODEL,
    a_contact_message,
    a_customer,
    a_machine,
    a_service_request,
    a_supply,
    an_account,
    an_order,
    logged_in,
)
from contracts.guest_work import a_guest_order, a_guest_request
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import func, select

from services.identity import contracts as identity
from services.identity.model import AuditEntry
from services.notify.model import Mail
from services.ordering import contracts as ordering
from services.ordering.model import Order
from services.servicedesk import contracts as servicedesk
from services.servicedesk.model import ContactMessage, ServiceRequest

PLACE = {"site": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}


@pytest.fixture
def clock(installation: Installation) -> Iterator[Installation]:
    yield installation
    installation.clock.unlink(missing_ok=True)


def count(installation: Installation, service: str, model: type[Any], *conditions: Any) -> int:
    return int(installation.rows(service, select(func.count()).select_from(model).where(*conditions))[0][0])


def test_contacts_and_messages_go_after_their_periods(clock: Installation) -> None:
    installation = clock
    customer = a_customer(installation)
    machine_id = a_machine(installation, customer)
    user = customer.caller("request_service", "order_supplies")
    sku = a_supply(installation, (MODEL["manufacturer"], MODEL["model_name"]))["sku"]
    line = {"machine_id": machine_id, "sku": sku, "quantity": 1}
    done, kept = (an_order(installation, user, line, attention="Kees", remarks="Bel") for _ in range(2))
    installation.call(ordering.CancelOrder, user, reference_number=done["reference_number"])
    closed, waiting = (a_service_request(installation, user, machine_id) for _ in range(2))
    installation.call(servicedesk.CancelServiceRequest, user, reference_number=closed["reference_number"])
    message = a_contact_message(installation, user)
    installation.call(servicedesk.HandleContactMessage, STAFF, reference_number=message["reference_number"])
    a_contact_message(installation, user)
    installation.settle()
    assert count(installation, "notify", Mail)

    installation.shift(days=366)
    eventually(lambda: count(installation, "servicedesk", ContactMessage) == 1)
    eventually(lambda: not count(installation, "notify", Mail, Mail.status != "queued"))
    assert count(installation, "ordering", Order, Order.attention == "Kees") == 2

    installation.shift(days=731)
    eventually(lambda: count(installation, "ordering", Order, Order.attention == "Kees") == 1)
    rows = installation.rows("ordering", select(Order.reference_number, Order.attention, Order.remarks))
    expected = {(done["reference_number"], "", "Bel"), (kept["reference_number"], "Kees", "Bel")}
    assert {tuple(row) for row in rows} == expected
    named = ServiceRequest.contact_name != ""
    eventually(lambda: count(installation, "servicedesk", ServiceRequest, named) == 1)
    still_named = installation.rows("servicedesk", select(ServiceRequest.reference_number).where(named))
    assert [row.reference_number for row in still_named] == [waiting["reference_number"]]


def test_what_guests_wrote_goes_with_their_names(clock: Installation) -> None:
    installation = clock
    customer = a_customer(installation)
    machine_id = a_machine(installation, customer, location=PLACE)
    sku = a_supply(installation, (MODEL["manufacturer"], MODEL["model_name"]))["sku"]
    order = a_guest_order(installation, customer, machine_id, sku, reason="Ik, Ine, wacht")
    request = a_guest_request(installation, customer, machine_id, description="Ik, Ine, hoor gekraak")
    installation.call(ordering.CancelOrder, STAFF, reference_number=order, reason="Dubbel")
    installation.call(servicedesk.CancelServiceRequest, STAFF, reference_number=request, note="Dubbel")
    user = customer.caller("request_service")
    kept = a_service_request(installation, user, machine_id, description="Hij kraakt")
    installation.call(servicedesk.CancelServiceRequest, user, reference_number=kept["reference_number"])

    installation.shift(days=731)
    eventually(lambda: not count(installation, "ordering", Order, Order.reason != ""))
    described = select(ServiceRequest.description).where(ServiceRequest.description != "")
    eventually(lambda: [row.description for row in installation.rows("servicedesk", described)] == ["Hij kraakt"])


def test_the_audit_log_is_kept_for_three_years(clock: Installation) -> None:
    customer = a_customer(clock)
    caller = logged_in(clock, an_account(clock, customer, "manage_users"))
    clock.call(identity.ChangeSelfRegistration, caller, policy="off")
    clock.shift(days=1094)
    assert count(clock, "identity", AuditEntry)
    clock.shift(days=1096)
    eventually(lambda: not count(clock, "identity", AuditEntry))
