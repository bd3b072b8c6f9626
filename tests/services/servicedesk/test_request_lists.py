"""Lists of service requests: scope, search, filters and paging."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from contracts.builders import (
    Customer,
    a_customer,
    a_group,
    a_machine,
    a_requester,
    a_service_request,
    number,
    pages_of,
)
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, NotFound, NotLoggedIn
from services.fleet.contracts import DeleteGroup, MachineNotFound
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    CountServiceRequests,
    GetServiceRequest,
    ListServiceRequests,
    ResolveServiceRequest,
)

pytestmark = pytest.mark.every_environment


@dataclass(frozen=True, slots=True)
class Desk:
    """A customer with a request of a machine in a group and one of a machine in none, and another customer's
    request."""

    customer: Customer
    group: str
    shown: str
    hidden: str
    foreign: str
    hidden_machine: str

    @property
    def limited(self) -> Caller:
        """A caller who sees the group only."""
        return a_requester(self.customer, groups=[self.group])


@pytest.fixture(scope="module")
def desk(installation: Installation) -> Desk:
    customer, other = a_customer(installation), a_customer(installation)
    first, second = a_machine(installation, customer), a_machine(installation, customer)
    group = a_group(installation, customer, first)
    filed = [
        a_service_request(installation, a_requester(owner), machine)["reference_number"]
        for owner, machine in ((customer, first), (customer, second), (other, a_machine(installation, other)))
    ]
    return Desk(customer, group, *filed, second)


def numbers(installation: Installation, caller: Caller, **request: Any) -> list[str]:
    return [row["reference_number"] for row in installation.call(ListServiceRequests, caller, **request)["rows"]]


def test_requests_of_the_customer_are_listed_newest_first(installation: Installation, desk: Desk) -> None:
    assert numbers(installation, desk.customer.caller()) == [desk.hidden, desk.shown]


def test_requests_of_machines_in_scope_are_listed(installation: Installation, desk: Desk) -> None:
    assert numbers(installation, desk.limited) == [desk.shown]


def test_an_empty_scope_lists_no_request(installation: Installation, desk: Desk) -> None:
    assert numbers(installation, desk.customer.caller(groups=[])) == []


def test_staff_list_the_requests_of_every_customer(installation: Installation, desk: Desk) -> None:
    assert {desk.shown, desk.hidden, desk.foreign} <= set(numbers(installation, STAFF, limit=200))


@pytest.mark.parametrize("attribute", ["hidden", "foreign"])
@pytest.mark.parametrize("operation", [GetServiceRequest, CancelServiceRequest])
def test_a_request_out_of_scope_is_not_found(
    installation: Installation, desk: Desk, attribute: str, operation: Any
) -> None:
    with pytest.raises(NotFound):
        installation.call(operation, desk.limited, reference_number=getattr(desk, attribute))


def test_a_search_does_not_find_requests_out_of_scope(installation: Installation, desk: Desk) -> None:
    assert numbers(installation, desk.limited, text=desk.hidden) == []
    assert numbers(installation, desk.limited, machine_id=desk.hidden_machine) == []


def test_a_request_for_a_machine_out_of_scope_cannot_be_filed(installation: Installation, desk: Desk) -> None:
    with pytest.raises(MachineNotFound):
        a_service_request(installation, desk.limited, desk.hidden_machine)


def test_only_requests_in_scope_are_counted(installation: Installation, desk: Desk) -> None:
    assert installation.call(CountServiceRequests, desk.limited)["received"] == 1
    assert installation.call(CountServiceRequests, desk.customer.caller())["received"] == 2


def test_requests_are_hidden_when_the_group_is_deleted(installation: Installation) -> None:
    customer = a_customer(installation)
    machine = a_machine(installation, customer)
    group = a_group(installation, customer, machine)
    a_service_request(installation, a_requester(customer), machine)
    limited = customer.caller(groups=[group])
    assert len(numbers(installation, limited)) == 1
    installation.call(DeleteGroup, STAFF, group_id=group)
    installation.settle()
    assert numbers(installation, limited) == []


def test_requests_stay_with_the_former_customer_when_a_machine_moves(installation: Installation) -> None:
    former, new, equipment_number = a_customer(installation), a_customer(installation), number("E")
    machine = a_machine(installation, former, equipment_number=equipment_number)
    group = a_group(installation, former, machine)
    filed = a_service_request(installation, a_requester(former), machine)["reference_number"]
    a_machine(installation, new, equipment_number=equipment_number, serial_number="")
    assert numbers(installation, former.caller()) == numbers(installation, former.caller(groups=[group])) == [filed]
    assert numbers(installation, new.caller()) == []
    with pytest.raises(MachineNotFound):
        a_service_request(installation, a_requester(former), machine)


def test_a_visitor_gets_not_logged_in(installation: Installation) -> None:
    with pytest.raises(NotLoggedIn):
        numbers(installation, Caller.visitor())


@pytest.fixture(scope="module")
def searched(installation: Installation) -> tuple[Customer, str, dict[str, Any]]:
    """A customer with two requests of machines with different names; the reference number and names of one."""
    customer = a_customer(installation)
    names = {"equipment_number": number("Q10042"), "serial_number": number("A7PY"), "own_reference": "Balie 2e etage"}
    machine, other = (
        a_machine(installation, customer, **names),
        a_machine(installation, customer, own_reference="Magazijn"),
    )
    reference = a_service_request(installation, a_requester(customer), machine)["reference_number"]
    a_service_request(installation, a_requester(customer), other)
    return customer, reference, names


@pytest.mark.parametrize(
    "pattern", ["{reference}", "{digits}", "{part}", "q1004", "{serial_number}", "a7py", "2e ETAGE", "balie"]
)
def test_a_request_is_found_by_its_number_and_its_machines_names(
    installation: Installation, searched: tuple[Customer, str, dict[str, Any]], pattern: str
) -> None:
    customer, reference, names = searched
    digits = "".join(filter(str.isdigit, reference))
    text = pattern.format(reference=reference, digits=digits, part=f"{digits[2:4]}-{digits[4:8]}", **names)
    assert numbers(installation, customer.caller(), text=text) == [reference]


@pytest.mark.parametrize("text", ["42", "%", "_", "nothing", "SR-00"])
def test_a_request_is_not_found_by_other_text(
    installation: Installation, searched: tuple[Customer, str, dict[str, Any]], text: str
) -> None:
    customer, _, _ = searched
    assert numbers(installation, customer.caller(), text=text) == []


def test_requests_can_be_filtered_by_machine(installation: Installation, desk: Desk) -> None:
    assert numbers(installation, desk.customer.caller(), machine_id=desk.hidden_machine) == [desk.hidden]


@pytest.fixture(scope="module")
def states(installation: Installation) -> tuple[Customer, dict[str, str]]:
    """A customer with a request in each status."""
    customer = a_customer(installation)
    sanne, machine = a_requester(customer), a_machine(installation, customer)
    filed = {status: a_service_request(installation, sanne, machine)["reference_number"]
             for status in ("received", "accepted", "cancelled")}  # fmt: skip
    installation.call(AcceptServiceRequest, STAFF, reference_number=filed["accepted"])
    installation.call(CancelServiceRequest, sanne, reference_number=filed["cancelled"])
    return customer, filed


@pytest.mark.parametrize("status", ["received", "accepted", "cancelled"])
def test_requests_can_be_filtered_by_status(
    installation: Installation, states: tuple[Customer, dict[str, str]], status: str
) -> None:
    customer, filed = states
    assert numbers(installation, customer.caller(), statuses=[status]) == [filed[status]]


def test_open_requests_are_those_that_have_not_ended(
    installation: Installation, states: tuple[Customer, dict[str, str]]
) -> None:
    customer, filed = states
    assert numbers(installation, customer.caller(), open_only=True) == [filed["accepted"], filed["received"]]


def test_filters_for_open_and_status_are_combined(
    installation: Installation, states: tuple[Customer, dict[str, str]]
) -> None:
    customer, filed = states
    listed = numbers(installation, customer.caller(), open_only=True, statuses=["cancelled", "received"])
    assert listed == [filed["received"]]


def test_a_list_is_paged_in_both_directions(
    installation: Installation, states: tuple[Customer, dict[str, str]]
) -> None:
    customer, filed = states
    first = installation.call(ListServiceRequests, customer.caller(), limit=2)
    second = installation.call(ListServiceRequests, customer.caller(), limit=2, after=first["page"]["next"])
    back = installation.call(ListServiceRequests, customer.caller(), limit=2, before=second["page"]["previous"])
    newest_first = [filed["cancelled"], filed["accepted"], filed["received"]]
    assert [row["reference_number"] for row in (*first["rows"], *second["rows"])] == newest_first
    assert (back["rows"], second["page"]["next"], first["page"]["count"]) == (first["rows"], None, 3)


def test_staff_handle_the_most_urgent_request_first_then_the_oldest(installation: Installation) -> None:
    customer = a_customer(installation)
    caller, machine = a_requester(customer), a_machine(installation, customer)
    filed = []
    for urgency in ("normal", "high", "down", "normal", "down"):
        installation.shift(minutes=1)
        request = a_service_request(installation, caller, machine, urgency=urgency)
        filed.append(request["reference_number"])
    installation.call(AcceptServiceRequest, reference_number=filed[0])
    installation.call(ResolveServiceRequest, reference_number=filed[0], note="Verholpen.")
    rows = pages_of(partial(installation.call, ListServiceRequests, machine_id=machine, open_only=True), size=2)
    assert [row["reference_number"] for row in rows] == [filed[i] for i in (2, 4, 1, 3, 0)]
    assert numbers(installation, STAFF, machine_id=machine, statuses=["received"]) == [filed[i] for i in (2, 4, 1, 3)]
    assert numbers(installation, STAFF, machine_id=machine) == filed[::-1]
    assert numbers(installation, caller, open_only=True) == filed[::-1]


@pytest.mark.parametrize(
    ("filters", "is_queue"), [({"open_only": True}, True), ({"statuses": ["closed"]}, False), ({}, False)]
)
def test_list_says_whether_it_is_a_queue(
    installation: Installation, desk: Desk, filters: dict[str, Any], is_queue: bool
) -> None:
    assert installation.call(ListServiceRequests, STAFF, **filters)["is_queue"] == is_queue
