"""A machine out of scope is not found by any operation."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from contracts.builders import Customer, a_connected_machine, a_customer, a_group, a_toner, number
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Kind, NotAllowed, NotLoggedIn
from services.fleet.contracts import (
    GetMachine,
    GetOverview,
    ListMachineFilters,
    ListMachines,
    ListReadings,
    MachineNotFound,
    UpsertMachine,
)

pytestmark = pytest.mark.every_environment

LISTS = [ListMachines, GetOverview, ListMachineFilters]
NO_FILTERS = {"customer_name": "", "sites": [], "models": [], "groups": []}


@dataclass(frozen=True, slots=True)
class Estate:
    """A customer with a machine in two groups and a hidden one with a low supply; another customer with a foreign
    machine.

    The first machine's groups are `group` and `other_group`; `limited` sees only the first of them.
    """

    customer: Customer
    group: str
    other_group: str
    shown: str
    hidden: str
    foreign: str

    @property
    def limited(self) -> Caller:
        """A caller who sees `group` only."""
        return self.customer.caller(groups=[self.group])

    @property
    def without_groups(self) -> Caller:
        """A caller who sees no group."""
        return self.customer.caller(groups=[])


@pytest.fixture(scope="module")
def estate(installation: Installation) -> Estate:
    customer, other = a_customer(installation), a_customer(installation)
    shown = a_connected_machine(installation, customer, a_toner(80), location={"site": "Amsterdam"}, model_name="C250i")
    hidden = a_connected_machine(installation, customer, a_toner(5), location={"site": "Utrecht"}, model_name="C360i")
    foreign = a_connected_machine(installation, other, a_toner(5), location={"site": "Delft"}, model_name="C450i")
    group = a_group(installation, customer, shown, name="Amsterdam")
    other_group = a_group(installation, customer, shown, name="Board room")
    a_group(installation, customer, hidden, name="Utrecht")
    a_group(installation, other, foreign, name="Delft")
    return Estate(customer, group, other_group, shown, hidden, foreign)


def ids(installation: Installation, caller: Caller, **request: Any) -> set[str]:
    return {row["id"] for row in installation.call(ListMachines, caller, limit=200, **request)["rows"]}


def test_machines_of_the_customer_are_listed(installation: Installation, estate: Estate) -> None:
    assert ids(installation, estate.customer.caller()) == {estate.shown, estate.hidden}


def test_machines_of_groups_in_scope_are_listed(installation: Installation, estate: Estate) -> None:
    assert ids(installation, estate.limited) == {estate.shown}


def test_an_empty_scope_lists_no_machine(installation: Installation, estate: Estate) -> None:
    assert ids(installation, estate.without_groups) == set()


def test_staff_list_machines_of_every_customer(installation: Installation, estate: Estate) -> None:
    assert {estate.shown, estate.hidden} == ids(installation, STAFF, customer_id=estate.customer.id)
    assert {estate.foreign} <= ids(installation, STAFF, text="C450i")


def test_the_count_of_a_list_is_limited_to_the_scope(installation: Installation, estate: Estate) -> None:
    assert installation.call(ListMachines, estate.limited)["page"]["count"] == 1


def test_a_machine_out_of_scope_is_not_found(installation: Installation, estate: Estate) -> None:
    with pytest.raises(MachineNotFound):
        installation.call(GetMachine, estate.limited, machine_id=estate.hidden)


def test_a_machine_of_another_customer_is_not_found(installation: Installation, estate: Estate) -> None:
    with pytest.raises(MachineNotFound):
        installation.call(GetMachine, estate.customer.caller(), machine_id=estate.foreign)


def test_hidden_foreign_and_unknown_machines_cause_the_same_error(installation: Installation, estate: Estate) -> None:
    errors = []
    for machine_id in (estate.hidden, estate.foreign, str(uuid.uuid4())):
        with pytest.raises(MachineNotFound) as error:
            installation.call(GetMachine, estate.limited, machine_id=machine_id)
        errors.append(error.value.to_wire())
    assert errors[0] == errors[1] == errors[2]


@pytest.mark.parametrize("attribute", ["hidden", "foreign"])
def test_readings_of_a_machine_out_of_scope_are_not_found(
    installation: Installation, estate: Estate, attribute: str
) -> None:
    with pytest.raises(MachineNotFound):
        installation.call(ListReadings, estate.limited, machine_id=getattr(estate, attribute))


def test_readings_of_a_machine_in_scope_are_listed(installation: Installation, estate: Estate) -> None:
    assert len(installation.call(ListReadings, estate.limited, machine_id=estate.shown)["rows"]) == 1


def test_counts_are_limited_to_the_scope(installation: Installation, estate: Estate) -> None:
    counts = installation.call(GetOverview, estate.customer.caller())["counts"]
    nonzero = {name: count for name, count in counts.items() if count}
    assert nonzero == {"machines": 2, "to_look_at": 1, "low": 1, "ok": 1}
    limited = installation.call(GetOverview, estate.limited, limit=5)
    assert (limited["counts"]["low"], limited["low"]) == (0, [])
    assert installation.call(GetOverview, estate.without_groups)["counts"]["machines"] == 0


def test_filter_options_are_limited_to_the_scope(installation: Installation, estate: Estate) -> None:
    offered = installation.call(ListMachineFilters, estate.limited)
    assert offered["sites"] == ["Amsterdam"]
    assert [option["name"] for option in offered["models"]] == ["Konica Minolta C250i"]
    assert [option["name"] for option in offered["groups"]] == ["Amsterdam"]


def test_filter_options_of_scope_all_are_those_of_the_customer(installation: Installation, estate: Estate) -> None:
    offered = installation.call(ListMachineFilters, estate.customer.caller())
    assert offered["sites"] == ["Amsterdam", "Utrecht"]
    assert [option["name"] for option in offered["groups"]] == ["Amsterdam", "Board room", "Utrecht"]


def test_an_empty_group_is_an_option_of_scope_all(installation: Installation) -> None:
    customer, name = a_customer(installation), number("Empty ")
    a_group(installation, customer, name=name)
    assert [option["name"] for option in installation.call(ListMachineFilters, customer.caller())["groups"]] == [name]


def test_staff_see_the_customer_of_a_group_option(installation: Installation, estate: Estate) -> None:
    customer_name = installation.call(GetMachine, STAFF, machine_id=estate.shown)["customer_name"]
    offered = installation.call(ListMachineFilters, STAFF, customer_id=estate.customer.id)["groups"]
    assert [(option["customer_name"], option["name"]) for option in offered] == [
        (customer_name, "Amsterdam"), (customer_name, "Board room"), (customer_name, "Utrecht"),
    ]  # fmt: skip
    assert {
        option["customer_name"] for option in installation.call(ListMachineFilters, estate.customer.caller())["groups"]
    } == {""}


def test_staff_filter_options_are_limited_to_the_named_customer(installation: Installation, estate: Estate) -> None:
    offered = installation.call(ListMachineFilters, STAFF, customer_id=estate.customer.id)
    assert offered["sites"] == ["Amsterdam", "Utrecht"]
    assert {option["name"] for option in offered["models"]} == {"Konica Minolta C250i", "Konica Minolta C360i"}


def test_staff_filter_options_name_a_customer_without_machines(
    installation: Installation,
) -> None:
    customer = a_customer(installation, "Bakkerij Zonder B.V.")
    filters = installation.call(ListMachineFilters, STAFF, customer_id=customer.id)
    assert filters == NO_FILTERS | {"customer_name": "Bakkerij Zonder B.V."}


def test_filter_options_of_another_customer_are_empty(installation: Installation, estate: Estate) -> None:
    other = installation.call(GetMachine, STAFF, machine_id=estate.foreign)["customer_id"]
    assert installation.call(ListMachineFilters, estate.customer.caller(), customer_id=other) == NO_FILTERS
    assert installation.call(ListMachineFilters, estate.limited, customer_id=other) == NO_FILTERS


def test_filter_options_of_an_empty_scope_are_empty(installation: Installation, estate: Estate) -> None:
    assert installation.call(ListMachineFilters, estate.without_groups) == NO_FILTERS


def test_a_filter_does_not_exceed_the_scope(installation: Installation, estate: Estate) -> None:
    assert ids(installation, estate.limited, site="Utrecht") == set()
    assert ids(installation, estate.limited, conditions=["low"]) == set()
    assert ids(installation, estate.limited, text="C360i") == set()


def test_a_filter_by_another_customer_lists_nothing(installation: Installation, estate: Estate) -> None:
    other = installation.call(GetMachine, STAFF, machine_id=estate.foreign)["customer_id"]
    assert ids(installation, estate.customer.caller(), customer_id=other) == set()
    assert ids(installation, estate.customer.caller(), customer_id=estate.customer.id) == {estate.shown, estate.hidden}


def test_a_group_of_another_customer_in_the_scope_shows_nothing(installation: Installation, estate: Estate) -> None:
    (foreign,) = installation.call(GetMachine, STAFF, machine_id=estate.foreign)["groups"]
    assert ids(installation, estate.customer.caller(groups=[foreign["id"]])) == set()


def test_groups_out_of_scope_are_omitted_from_a_machine(installation: Installation, estate: Estate) -> None:
    limited = installation.call(GetMachine, estate.limited, machine_id=estate.shown)
    assert [group["id"] for group in limited["groups"]] == [estate.group]
    full = installation.call(GetMachine, estate.customer.caller(), machine_id=estate.shown)
    assert [group["id"] for group in full["groups"]] == [estate.group, estate.other_group]


@pytest.mark.parametrize("operation", LISTS)
def test_a_visitor_gets_not_logged_in(installation: Installation, operation: Any) -> None:
    with pytest.raises(NotLoggedIn):
        installation.call(operation, Caller.visitor())


@pytest.mark.parametrize("operation", LISTS)
@pytest.mark.parametrize("kind", [Kind.GUEST, Kind.COLLECTOR])
def test_guests_and_collectors_cannot_list(
    installation: Installation, estate: Estate, operation: Any, kind: Kind
) -> None:
    caller = Caller(kind=kind, person_id="x", customer_id=estate.customer.id, resource_id=uuid.UUID(estate.shown))
    with pytest.raises(NotAllowed):
        installation.call(operation, caller)


def test_a_moved_machine_leaves_its_groups(installation: Installation) -> None:
    former, new = a_customer(installation), a_customer(installation)
    values = {"equipment_number": number("E"), "location": {"site": "Delft"}}
    machine = a_connected_machine(installation, former, **values)
    a_group(installation, former, machine, name=number("Board room "))
    installation.call(
        UpsertMachine, customer_number=new.number, manufacturer="Konica Minolta", model_name="bizhub C250i", **values
    )
    assert ids(installation, former.caller()) == set()
    assert installation.call(GetMachine, new.caller(), machine_id=machine)["groups"] == []
    assert installation.call(ListMachineFilters, new.caller())["groups"] == []


def test_readings_stay_with_the_former_customer_when_a_machine_moves(installation: Installation) -> None:
    former, new = a_customer(installation), a_customer(installation)
    equipment_number = number("E")
    machine = a_connected_machine(installation, former, equipment_number=equipment_number)
    installation.call(
        UpsertMachine,
        customer_number=new.number,
        manufacturer="Konica Minolta",
        model_name="bizhub C250i",
        equipment_number=equipment_number,
    )
    assert installation.call(ListReadings, new.caller(), machine_id=machine)["rows"] == []
