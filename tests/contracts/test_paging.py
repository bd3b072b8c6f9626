"""Every list: the longest cursor fits its field, and a forged cursor is refused."""

import base64
import collections
import itertools
import json
from typing import Any

import pytest
from contracts.builders import a_customer, a_group, a_machine, a_staff_member, an_account
from contracts.declarations import OWN_OPERATIONS, named
from contracts.example_installation import ExampleInstallation
from contracts.running import STAFF
from contracts.situations import SITUATIONS

from services.chassis.contract import Caller, ContractError, Operation
from services.chassis.contract.paging import CURSOR_LENGTH, Paged
from services.fleet.contracts import ListGroups, ListMachines, MachineSort
from services.identity.contracts import ListCustomers, ListStaff, ListUsers

LISTS = [operation for operation in OWN_OPERATIONS if issubclass(operation.Request, Paged)]
SORTS: dict[type[Operation], list[dict[str, Any]]] = {ListMachines: [{"sort": str(sort)} for sort in MachineSort]}
ID = "01980000-0000-7000-8000-000000000014"
MOMENT, TEXT = "2026-03-04T07:12:00+00:00", "Van Dijk"
SORT_KEYS = [[MOMENT, ID], [TEXT, ID], [0, TEXT, ID], [0, 0, TEXT, ID]]
"""Values of the sort keys of all lists, by their types."""
FORGED_VALUES = [
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "10000-01-01T00:00:00Z", "2026-03-04T07:12:00",
    2**63, -(2**63) - 1, 10**400, "\ud800", "a\0b", None, True, 1.5, {},
]  # fmt: skip


def _cursor(values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _forged_cursors() -> list[str]:
    """Cursors with one forged value each, and some that are no list of values at all."""
    lists = [
        [*values[:place], forged, *values[place + 1 :]]
        for values in SORT_KEYS
        for place in range(len(values))
        for forged in FORGED_VALUES
    ]
    cursors = [_cursor(values) for values in [*lists, {}, [], None, [["u", ID], ["u", ID]]]]
    return [*cursors, _cursor("x")[:3], "[" * CURSOR_LENGTH, _cursor([])[:-1], "é", "\ud800", "\0"]


FORGED_CURSORS = _forged_cursors()


@pytest.mark.every_environment
@pytest.mark.parametrize("operation", LISTS, ids=named)
def test_forged_cursor_is_refused(operation: type[Operation], example_installation: ExampleInstallation) -> None:
    """Or answered, if its values are of the right types."""
    caller, request = SITUATIONS[operation](example_installation, dict(operation.example[0]))
    directions = itertools.cycle(("after", "before"))
    outcomes = collections.Counter(
        _outcome(operation, example_installation, caller, request | sort | {next(directions): cursor})
        for sort in SORTS.get(operation, [{}])
        for cursor in FORGED_CURSORS
    )
    assert outcomes.keys() <= {"ok", "invalid"}
    assert outcomes["invalid"] > outcomes["ok"]


def _outcome(
    operation: type[Operation], installation: ExampleInstallation, caller: Caller, request: dict[str, Any]
) -> str:
    try:
        installation.installation.call(operation, caller, **request)
    except ContractError as error:
        return error.code
    return "ok"


@pytest.mark.every_environment
@pytest.mark.parametrize("letter", ["🖨", "ß"], ids=["emoji", "sharp s"])
def test_list_continues_after_a_row_with_the_longest_name(
    letter: str, example_installation: ExampleInstallation
) -> None:
    """Of every list that is sorted by texts."""
    installation = example_installation.installation
    name, other = letter * 79, letter * 119
    customer = a_customer(installation, other + "1")
    a_customer(installation, other + "2")
    for number_ in "12":
        an_account(installation, customer, name=other + number_)
        a_staff_member(installation, name=other + number_)
        a_group(installation, customer, name=name + number_)
        a_machine(installation, customer, location={"site": name + number_}, model_name=name + number_)
    reader = customer.caller("manage_users", "manage_machines")
    lists = [
        (ListCustomers, STAFF, {"text": letter * 9}),
        (ListStaff, STAFF, {"text": letter * 9}),
        (ListUsers, reader, {}),
        (ListGroups, reader, {}),
        *((ListMachines, reader, sort) for sort in SORTS[ListMachines]),
    ]
    for operation, caller, request in lists:
        first = installation.call(operation, caller, limit=1, **request)
        second = installation.call(operation, caller, limit=1, after=first["page"]["next"], **request)
        assert len(second["rows"]) == 1, operation
        assert second["rows"] != first["rows"], operation
