"""A right, a scope or an account that is taken away stops working: in open sessions, at another gateway, under load."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from beside import STAFF, Bustle, Calls, SecondGateway
from browser import Person, Windows
from contracts.builders import Customer, a_service_request, an_order, number
from eventually import eventually
from full_installation import FullInstallation
from people import ADMINISTRATOR, a_user
from portal import CUSTOMER

from services.chassis.contract import Caller, ContractError, NotAllowed, Operation
from services.chassis.contract.caller import GATEWAY, OPERATE, OPS
from services.fleet import contracts as fleet
from services.identity.contracts import IssueLink, ListCustomers, Right
from services.notify.contracts import ListMails
from services.ordering.contracts import GetOrder, ListFittingSupplies
from services.servicedesk.contracts import GetServiceRequest

ROUNDS = 6
"""Requests in a row: the gateway's processes take turns in answering."""
SEEN, HIDDEN, REFUSED, LOGIN = [200] * 3, [404] * 3, [403] * 3, [303] * 3


@dataclass(frozen=True, slots=True)
class Estate:
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
        return self.customer.user(*Right)


@pytest.fixture(scope="module")
def full(full_portal: FullInstallation) -> FullInstallation:
    if not full_portal.is_running:
        full_portal.start()
    return full_portal


@pytest.fixture(scope="module")
def calls(full: FullInstallation) -> Iterator[Calls]:
    made = Calls(full)
    yield made
    made.close()


@pytest.fixture(scope="module")
def second(full: FullInstallation) -> Iterator[SecondGateway]:
    gateway = SecondGateway(full)
    yield gateway
    gateway.stop()


@pytest.fixture(scope="module")
def estate(calls: Any) -> Estate:
    (row,) = calls.call(ListCustomers, text=CUSTOMER)["rows"]
    customer = Customer(UUID(row["id"]), CUSTOMER, row["name"])
    caller = customer.user(*Right)
    machine = calls.call(fleet.ListMachines, text="Balie", customer_id=row["id"])["rows"][0]["id"]
    sku = calls.call(ListFittingSupplies, caller, machine_id=machine)["rows"][0]["sku"]
    order = an_order(calls, caller, {"machine_id": machine, "sku": sku, "quantity": 1})
    request = a_service_request(calls, caller, machine)
    return Estate(customer, machine, order["reference_number"], request["reference_number"])


@pytest.fixture(scope="module", autouse=True)
def _bustle(calls: Calls, second: SecondGateway) -> Iterator[None]:
    going_on = Bustle(calls)
    going_on.begin()
    yield
    going_on.end()
    assert going_on.wrong == []
    assert going_on.rate > Bustle.A_SECOND / 2


@pytest.fixture
def administrator(full: FullInstallation, windows: Windows) -> Iterator[Person]:
    """At the first gateway."""
    with windows.people() as come:
        person = come(full, scripts=False)
        person.log_in(ADMINISTRATOR)
        yield person


@pytest.fixture
def come(second: SecondGateway, windows: Windows) -> Iterator[Callable[[], Person]]:
    """`come()` is somebody at the second gateway."""
    with windows.people() as come:
        yield functools.partial(come, second, scripts=False)


def test_a_right(come: Callable[[], Person], administrator: Person) -> None:
    rights = ["order_supplies", "request_service", "manage_machines"]
    user, page = a_user(come, administrator, *rights)
    _show(administrator, page, "all")
    pages = ["/basket", "/service-requests/new", "/groups/new"]
    _expect_seen(user, pages)
    administrator.open(page)
    for right in rights:
        administrator.page.locator(f"input[name=rights][value={right}]").uncheck()
    administrator.press("section[aria-labelledby=rights] button[type=submit]")
    _expect_gone(user, pages, REFUSED)


def test_the_sight_of_all_machines(come: Callable[[], Person], administrator: Person, estate: Estate) -> None:
    user, page = a_user(come, administrator)
    _show(administrator, page, "all")
    _expect_seen(user, estate.pages)
    _show(administrator, page, "chosen")
    _expect_gone(user, estate.pages, HIDDEN)


def test_a_machine_that_was_shown_alone(come: Callable[[], Person], administrator: Person, estate: Estate) -> None:
    user, page = a_user(come, administrator)
    box = f"input[name=machine_id][value='{estate.machine}']"
    administrator.open(f"{page}/machines?text=Balie")
    administrator.page.locator(box).check()
    administrator.press("main form[method=post] button[type=submit]")
    _expect_seen(user, estate.pages)
    administrator.open(f"{page}/machines?text=Balie")
    administrator.page.locator(box).uncheck()
    administrator.press("main form[method=post] button[type=submit]")
    _expect_gone(user, estate.pages, HIDDEN)


def test_a_group(come: Callable[[], Person], administrator: Person, estate: Estate, calls: Any) -> None:
    user, group = _seeing_a_group(come, administrator, estate, calls)
    administrator.open(f"/groups/{group}/delete")
    administrator.press("main form button[type=submit]")
    _expect_gone(user, estate.pages, HIDDEN)


def test_a_machine_out_of_a_group(
    come: Callable[[], Person], administrator: Person, estate: Estate, calls: Any
) -> None:
    user, group = _seeing_a_group(come, administrator, estate, calls)
    administrator.open(f"/groups/{group}")
    administrator.page.locator("main tbody input[name=machine_id]").check()
    administrator.press('form[action$="/machines/remove"] button[type=submit]')
    _expect_gone(user, estate.pages, HIDDEN)


def test_the_account(come: Callable[[], Person], administrator: Person, estate: Estate) -> None:
    user, page = a_user(come, administrator)
    _show(administrator, page, "all")
    _expect_seen(user, estate.pages)
    administrator.open(page)
    administrator.press(f'form[action="{page}/deactivate"] button')
    _expect_gone(user, estate.pages, LOGIN)


def test_no_broker_user_speaks_for_whom_it_may_not(calls: Any, estate: Estate) -> None:
    """RabbitMQ vouches for the sender of each message, and the services believe nobody else."""
    user, told = estate.user, {"machine_id": estate.machine}
    tries: list[tuple[str, type[Operation], Caller, dict[str, str]]] = [
        (OPS, fleet.GetMachine, user, told),
        ("notify", fleet.GetMachine, user, told),
        ("notify", fleet.GetMachine, STAFF, told),
        ("notify", fleet.FeedMachines, Caller.service("ordering"), {}),
        ("notify", GetOrder, user, {"reference_number": estate.order}),
        (OPS, GetServiceRequest, user, {"reference_number": estate.request}),
        (GATEWAY, fleet.FeedMachines, Caller.service("ordering"), {}),
        (GATEWAY, IssueLink, Caller.service("notify"), {"link_id": estate.machine}),
        (GATEWAY, ListMails, Caller.operator(OPERATE), {}),
    ]
    assert [_outcome(calls, *one) for one in tries] == [NotAllowed.code] * len(tries)
    assert calls.call(fleet.GetMachine, user, **told)["id"] == estate.machine


def _outcome(calls: Any, sender: str, operation: type[Operation], caller: Caller, request: dict[str, str]) -> str:
    try:
        calls.call(operation, caller, user=sender, **request)
    except ContractError as refusal:
        return refusal.code
    return "answered"


def _seeing_a_group(
    come: Callable[[], Person], administrator: Person, estate: Estate, calls: Any
) -> tuple[Person, str]:
    """A user who sees the machine through a group alone."""
    user, page = a_user(come, administrator)
    asked = {"customer_number": estate.customer.number, "machine_ids": [estate.machine]}
    group = calls.call(fleet.UpsertGroup, name=number("Tijdelijk "), **asked)["id"]
    administrator.open(f"/groups/{group}/users")
    administrator.page.locator(f"input[name=person_id][value='{page.rsplit('/', 1)[1]}']").check()
    administrator.press("main form[method=post] button[type=submit]")
    assert "done=" in administrator.path, administrator.main
    _expect_seen(user, estate.pages)
    return user, str(group)


def _show(administrator: Person, page: str, what: str) -> None:
    administrator.open(page)
    administrator.page.locator(f"input[name=sees][value={what}]").check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    assert "done=scope" in administrator.path


def _statuses(person: Person, pages: list[str]) -> list[int]:
    """In the person's open session."""
    ask = person.page.context.request.get
    return [ask(person.portal.url + path, max_redirects=0).status for path in pages]


def _expect_seen(person: Person, pages: list[str]) -> None:
    def look() -> bool:
        assert _statuses(person, pages) == SEEN
        return True

    eventually(look)


def _expect_gone(person: Person, pages: list[str], expected: list[int]) -> None:
    """Soon, and then whichever process answers (how soon at most: tests/gateway/test_callers.py)."""
    eventually(lambda: [_statuses(person, pages) for _ in range(ROUNDS)] == [expected] * ROUNDS)
