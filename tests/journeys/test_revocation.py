"""A revoked right, scope or account has no effect any more: in open sessions, at another gateway, under load."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from browser import Person, Windows
from contracts.builders import Customer, a_service_request, an_order, number
from eventually import eventually
from extra_processes import STAFF_CALLER, BackgroundLoad, BusClient, SecondGateway
from full_installation import FullInstallation
from people import ADMINISTRATOR, CUSTOMER_NUMBER, a_user

from services.chassis.contract import Caller, ContractError, NotAllowed, Operation
from services.chassis.contract.caller import GATEWAY, OPERATE, OPS
from services.fleet import contracts as fleet
from services.identity.contracts import IssueLink, ListCustomers, Right
from services.notify.contracts import ListMails
from services.ordering.contracts import GetOrder, ListFittingSupplies
from services.servicedesk.contracts import GetServiceRequest

REPEATS = 6
"""Number of repeated requests, so that each of the gateway's processes responds."""
VISIBLE, HIDDEN, REFUSED, LOGIN = [200] * 3, [404] * 3, [403] * 3, [303] * 3


@dataclass(frozen=True, slots=True)
class CustomerData:
    """A machine with an order and a service request, and a user of the customer with every right."""

    customer: Customer
    machine: str
    order: str
    request: str

    @property
    def pages(self) -> list[str]:
        return [f"/machines/{self.machine}", f"/orders/{self.order}", f"/service-requests/{self.request}"]

    @property
    def user(self) -> Caller:
        return self.customer.caller(*Right)


@pytest.fixture(scope="module")
def full(full_portal: FullInstallation) -> FullInstallation:
    if not full_portal.is_running:
        full_portal.start()
    return full_portal


@pytest.fixture(scope="module")
def calls(full: FullInstallation) -> Iterator[BusClient]:
    client = BusClient(full)
    yield client
    client.close()


@pytest.fixture(scope="module")
def second(full: FullInstallation) -> Iterator[SecondGateway]:
    gateway = SecondGateway(full)
    yield gateway
    gateway.stop()


@pytest.fixture(scope="module")
def customer_data(calls: Any) -> CustomerData:
    (row,) = calls.call(ListCustomers, text=CUSTOMER_NUMBER)["rows"]
    customer = Customer(UUID(row["id"]), CUSTOMER_NUMBER, row["name"])
    caller = customer.caller(*Right)
    machine = calls.call(fleet.ListMachines, text="Balie", customer_id=row["id"])["rows"][0]["id"]
    sku = calls.call(ListFittingSupplies, caller, machine_id=machine)["rows"][0]["sku"]
    order = an_order(calls, caller, {"machine_id": machine, "sku": sku, "quantity": 1})
    request = a_service_request(calls, caller, machine)
    return CustomerData(customer, machine, order["reference_number"], request["reference_number"])


@pytest.fixture(scope="module", autouse=True)
def _background_load(calls: BusClient, second: SecondGateway) -> Iterator[None]:
    load = BackgroundLoad(calls)
    load.start()
    yield
    load.stop()
    assert load.errors == []
    assert load.published > 2 * BackgroundLoad.EVENTS_PER_SECOND


@pytest.fixture
def administrator(full: FullInstallation, windows: Windows) -> Iterator[Person]:
    """An administrator at the first gateway."""
    with windows.people() as open_browser:
        person = open_browser(full, scripts=False)
        person.log_in(ADMINISTRATOR)
        yield person


@pytest.fixture
def open_browser(second: SecondGateway, windows: Windows) -> Iterator[Callable[[], Person]]:
    """`open_browser()` returns a person at the second gateway."""
    with windows.people() as open_browser:
        yield functools.partial(open_browser, second, scripts=False)


def test_revoked_right_is_refused(open_browser: Callable[[], Person], administrator: Person) -> None:
    rights = ["order_supplies", "request_service", "manage_machines"]
    user, page_path = a_user(open_browser, administrator, *rights)
    _set_scope(administrator, page_path, "all")
    pages = ["/basket", "/service-requests/new", "/groups/new"]
    _expect_visible(user, pages)
    administrator.open(page_path)
    for right in rights:
        administrator.page.locator(f"input[name=rights][value={right}]").uncheck()
    administrator.press("section[aria-labelledby=rights] button[type=submit]")
    _expect_revoked(user, pages, REFUSED)


def test_revoked_scope_of_all_machines_is_hidden(
    open_browser: Callable[[], Person], administrator: Person, customer_data: CustomerData
) -> None:
    user, page_path = a_user(open_browser, administrator)
    _set_scope(administrator, page_path, "all")
    _expect_visible(user, customer_data.pages)
    _set_scope(administrator, page_path, "chosen")
    _expect_revoked(user, customer_data.pages, HIDDEN)


def test_machine_removed_from_a_scope_is_hidden(
    open_browser: Callable[[], Person], administrator: Person, customer_data: CustomerData
) -> None:
    user, page_path = a_user(open_browser, administrator)
    box = f"input[name=machine_id][value='{customer_data.machine}']"
    administrator.open(f"{page_path}/machines?text=Balie")
    administrator.page.locator(box).check()
    administrator.press("main form[method=post] button[type=submit]")
    _expect_visible(user, customer_data.pages)
    administrator.open(f"{page_path}/machines?text=Balie")
    administrator.page.locator(box).uncheck()
    administrator.press("main form[method=post] button[type=submit]")
    _expect_revoked(user, customer_data.pages, HIDDEN)


def test_machine_of_a_deleted_group_is_hidden(
    open_browser: Callable[[], Person], administrator: Person, customer_data: CustomerData, calls: Any
) -> None:
    user, group = _with_group_in_scope(open_browser, administrator, customer_data, calls)
    administrator.open(f"/groups/{group}/delete")
    administrator.press("main form button[type=submit]")
    _expect_revoked(user, customer_data.pages, HIDDEN)


def test_machine_removed_from_a_group_is_hidden(
    open_browser: Callable[[], Person], administrator: Person, customer_data: CustomerData, calls: Any
) -> None:
    user, group = _with_group_in_scope(open_browser, administrator, customer_data, calls)
    administrator.open(f"/groups/{group}")
    administrator.page.locator("main tbody input[name=machine_id]").check()
    administrator.press('form[action$="/machines/remove"] button[type=submit]')
    _expect_revoked(user, customer_data.pages, HIDDEN)


def test_deactivated_account_is_logged_out(
    open_browser: Callable[[], Person], administrator: Person, customer_data: CustomerData
) -> None:
    user, page_path = a_user(open_browser, administrator)
    _set_scope(administrator, page_path, "all")
    _expect_visible(user, customer_data.pages)
    administrator.open(page_path)
    administrator.press(f'form[action="{page_path}/deactivate"] button')
    _expect_revoked(user, customer_data.pages, LOGIN)


def test_broker_users_may_not_claim_other_callers(calls: Any, customer_data: CustomerData) -> None:
    """Services trust only the sender that RabbitMQ has validated."""
    user, request = customer_data.user, {"machine_id": customer_data.machine}
    attempts: list[tuple[str, type[Operation], Caller, dict[str, str]]] = [
        (OPS, fleet.GetMachine, user, request),
        ("notify", fleet.GetMachine, user, request),
        ("notify", fleet.GetMachine, STAFF_CALLER, request),
        ("notify", fleet.FeedMachines, Caller.service("ordering"), {}),
        ("notify", GetOrder, user, {"reference_number": customer_data.order}),
        (OPS, GetServiceRequest, user, {"reference_number": customer_data.request}),
        (GATEWAY, fleet.FeedMachines, Caller.service("ordering"), {}),
        (GATEWAY, IssueLink, Caller.service("notify"), {"link_id": customer_data.machine}),
        (GATEWAY, ListMails, Caller.operator(OPERATE), {}),
    ]
    assert [_outcome(calls, *one) for one in attempts] == [NotAllowed.code] * len(attempts)
    assert calls.call(fleet.GetMachine, user, **request)["id"] == customer_data.machine


def _outcome(calls: Any, sender: str, operation: type[Operation], caller: Caller, request: dict[str, str]) -> str:
    try:
        calls.call(operation, caller, user=sender, **request)
    except ContractError as refusal:
        return refusal.code
    return "answered"


def _with_group_in_scope(
    open_browser: Callable[[], Person], administrator: Person, customer_data: CustomerData, calls: Any
) -> tuple[Person, str]:
    """A user whose scope contains the machine through a group only."""
    user, page_path = a_user(open_browser, administrator)
    request = {"customer_number": customer_data.customer.number, "machine_ids": [customer_data.machine]}
    group = calls.call(fleet.UpsertGroup, name=number("Tijdelijk "), **request)["id"]
    administrator.open(f"/groups/{group}/users")
    administrator.page.locator(f"input[name=person_id][value='{page_path.rsplit('/', 1)[1]}']").check()
    administrator.press("main form[method=post] button[type=submit]")
    assert "done=" in administrator.path, administrator.main
    _expect_visible(user, customer_data.pages)
    return user, str(group)


def _set_scope(administrator: Person, page_path: str, what: str) -> None:
    administrator.open(page_path)
    administrator.page.locator(f"input[name=sees][value={what}]").check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    assert "done=scope" in administrator.path


def _statuses(person: Person, pages: list[str]) -> list[int]:
    """Statuses of pages in the person's open session."""
    get = person.page.context.request.get
    return [get(person.portal.url + path, max_redirects=0).status for path in pages]


def _expect_visible(person: Person, pages: list[str]) -> None:
    def is_visible() -> bool:
        assert _statuses(person, pages) == VISIBLE
        return True

    eventually(is_visible)


def _expect_revoked(person: Person, pages: list[str], expected: list[int]) -> None:
    """The status is reached soon, and by every process (tests/gateway/test_callers.py limits the time)."""
    eventually(lambda: [_statuses(person, pages) for _ in range(REPEATS)] == [expected] * REPEATS)
