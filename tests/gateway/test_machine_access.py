"""The report of which users see which machines, and why."""

import csv
import io
from typing import Any

import pytest

from services.fleet.contracts import ExportMachineGroups, ListMachineGroups
from services.identity.contracts import ListUsers
from tests.gateway.installation import CUSTOMER, Installation

PAGE = "/users/machine-access"
ROW: dict[str, Any] = ListMachineGroups.example[1]["rows"][0]
USER: dict[str, Any] = ListUsers.example[1]["rows"][0]
GROUP = ROW["group_ids"][0]
MEMBERSHIP = USER["membership_id"]


def _stock(installation: Installation, *users: dict[str, Any], group_ids: list[str]) -> None:
    machines = ListMachineGroups.example[1] | {"rows": [ROW | {"group_ids": group_ids}]}
    installation.responses |= {
        ListMachineGroups.name: machines,
        ExportMachineGroups.name: machines,
        ListUsers.name: ListUsers.example[1] | {"rows": list(users)},
    }


def _file(installation: Installation) -> list[list[str]]:
    text = installation.browser(CUSTOMER).get(f"{PAGE}/export.csv").text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    ("group_ids", "reason"),
    [([GROUP], "groep Amsterdam"), ([MEMBERSHIP], "afzonderlijk gekozen")],
)
def test_page_gives_the_reason(installation: Installation, group_ids: list[str], reason: str) -> None:
    _stock(installation, USER | {"group_ids": [GROUP], "all_machines": False}, group_ids=group_ids)
    page = installation.browser(CUSTOMER).get(PAGE).text
    assert USER["name"] in page
    assert reason in page


def test_machine_that_nobody_sees_through_a_group_says_so(installation: Installation) -> None:
    _stock(installation, group_ids=[])
    assert "Alleen gebruikers die alle machines zien" in installation.browser(CUSTOMER).get(PAGE).text


def test_file_has_a_row_for_each_user_machine_and_reason(installation: Installation) -> None:
    _stock(installation, USER | {"group_ids": [GROUP], "all_machines": False}, group_ids=[GROUP, MEMBERSHIP])
    _, *rows = _file(installation)
    assert [(row[0], row[4], row[6]) for row in rows] == [
        (ROW["equipment_number"], USER["name"], "afzonderlijk gekozen"),
        (ROW["equipment_number"], USER["name"], "groep Amsterdam"),
    ]


def test_user_who_sees_all_machines_has_one_row(installation: Installation) -> None:
    _stock(installation, USER | {"all_machines": True}, group_ids=[GROUP])
    _, *rows = _file(installation)
    assert [(row[0], row[4]) for row in rows] == [("Alle machines", USER["name"])]


def test_only_users_who_can_log_in_are_asked_for(installation: Installation) -> None:
    _stock(installation, group_ids=[GROUP])
    installation.browser(CUSTOMER).get(PAGE)
    assert {call.request["status"] for call in installation.calls_of(ListUsers.name)} == {"active"}
