"""Pages with several forms: the one that was sent comes back as it was typed, the others stand as they were."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.chassis.contract import ContractError, NotFound
from services.fleet.contracts import ListGroups
from services.identity.contracts import (
    GetAccessRequest,
    GetRegistration,
    GetSession,
    GetStaff,
    GetUser,
    LastAdministrator,
    LastStaffAdministrator,
    RegistrationAnswered,
)
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, STAFF, Installation

RIGHTS = ["manage_users", "manage_machines"]
GROUPS = ListGroups.example[1]["rows"]
USER = f"/users/{GetUser.example[1]['person_id']}"
MEMBER = f"/backoffice/staff/{GetStaff.example[1]['person_id']}"
REGISTRATION = f"/registrations/{GetRegistration.example[1]['id']}"
ACCESS = f"/registrations/access/{GetAccessRequest.example[1]['id']}"
GROUP = f"/groups/{GROUPS[0]['id']}"
TYPED = {"reason": "Wij kennen u niet.", "from_group_id": GROUPS[0]["id"]}
CASES: list[tuple[str, str, str, ContractError, list[str]]] = [
    (USER, "rights", "change_rights", LastAdministrator(), ["scope"]),
    (USER, "scope", "change_scope", NotFound(), ["rights"]),
    (USER, "deactivate", "deactivate_user", LastAdministrator(), ["rights", "scope"]),
    (MEMBER, "deactivate", "deactivate_staff", LastStaffAdministrator(), ["rights"]),
    (REGISTRATION, "refuse", "refuse_registration", RegistrationAnswered(status="approved"), ["approve"]),
    (REGISTRATION, "approve", "approve_registration", RegistrationAnswered(status="approved"), ["refuse"]),
    (ACCESS, "refuse", "refuse_access", NotFound(), ["grant"]),
    (GROUP, "machines/copy", "add_machines_to_group", NotFound(), ["machines/remove"]),
]


@pytest.fixture
def keeper(installation: Installation) -> Installation:
    """Sanne, and Pieter in a group with rights; more groups than one."""
    two = [*GROUPS, GROUPS[0] | {"id": "01980000-0000-7000-8000-0000000000ff", "name": "Balie"}]
    session: dict[str, Any] = GetSession.example[1]
    staff = {"staff": True, "customer": None, "rights": ["manage_staff"]}
    installation.answers |= {
        "get_session": lambda token: session | (staff if token == STAFF else {"rights": RIGHTS}),
        "list_groups": ListGroups.example[1] | {"rows": two},
    }
    return installation


def _ticked(page: TestResponse, action: str) -> list[tuple[str, str]]:
    """What stands ticked or chosen in a form."""
    (form,) = re.findall(rf'<form[^>]*action="{action}".*?</form>', page.text, re.DOTALL)
    return re.findall(r'name="([\w-]+)" value="([^"]*)" checked', form)


@pytest.mark.parametrize(("path", "sent", "operation", "refusal", "others"), CASES)
def test_a_refused_form_leaves_the_others_as_they_were(
    keeper: Installation, path: str, sent: str, operation: str, refusal: ContractError, others: list[str]
) -> None:
    keeper.answers[operation] = refusal
    browser = keeper.browser(STAFF if path == MEMBER else CUSTOMER)
    page = browser.get(path)
    back = browser.submit(page, f"{path}/{sent}", **TYPED)
    assert (back.status_code, 'id="problems"' in back.text) == (refusal.status, True)
    for other in others:
        action = f"{path}/{other}"
        assert _ticked(back, action) == _ticked(page, action)
        assert Forms.of(back).named(action)["once"] != Forms.of(back).named(f"{path}/{sent}")["once"]


def test_the_forms_that_were_looked_at_have_boxes_that_are_ticked(keeper: Installation) -> None:
    page = keeper.browser(CUSTOMER).get(USER)
    assert _ticked(page, f"{USER}/rights") != []
    assert {name for name, _ in _ticked(page, f"{USER}/scope")} == {"sees", "group_ids"}


def test_a_form_that_came_back_stands_as_it_was_typed(keeper: Installation) -> None:
    keeper.answers["change_rights"] = LastAdministrator()
    browser = keeper.browser(CUSTOMER)
    back = browser.submit(browser.get(USER), f"{USER}/rights", rights="view_reports")
    assert _ticked(back, f"{USER}/rights") == [("rights", "view_reports")]
