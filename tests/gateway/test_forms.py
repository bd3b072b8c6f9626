"""Pages with several forms: a refused form contains what was typed, the others are unchanged."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from gateway.language import catalogues
from services.chassis.contract import ContractError, Invalid, NotFound
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
from tests.gateway.texts import labels_of_fields

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
def administrator(installation: Installation) -> Installation:
    """Sanne administers users and machines, staff may manage staff; there are two groups."""
    rows = [*GROUPS, GROUPS[0] | {"id": "01980000-0000-7000-8000-0000000000ff", "name": "Balie"}]
    session: dict[str, Any] = GetSession.example[1]
    staff = {"staff": True, "customer": None, "rights": ["manage_staff"]}
    installation.responses |= {
        "get_session": lambda token: session | (staff if token == STAFF else {"rights": RIGHTS}),
        "list_groups": ListGroups.example[1] | {"rows": rows},
    }
    return installation


def _ticked(page: TestResponse, action: str) -> list[tuple[str, str]]:
    """Names and values of the boxes and choices that are checked in a form."""
    (form,) = re.findall(rf'<form[^>]*action="{action}".*?</form>', page.text, re.DOTALL)
    return re.findall(r'name="([\w-]+)" value="([^"]*)" checked', form)


@pytest.mark.parametrize(("path", "form_name", "operation", "refusal", "others"), CASES)
def test_refused_form_does_not_change_the_other_forms(
    administrator: Installation, path: str, form_name: str, operation: str, refusal: ContractError, others: list[str]
) -> None:
    administrator.responses[operation] = refusal
    browser = administrator.browser(STAFF if path == MEMBER else CUSTOMER)
    page = browser.get(path)
    refused = browser.submit(page, f"{path}/{form_name}", **TYPED)
    assert (refused.status_code, 'id="problems"' in refused.text) == (refusal.status, True)
    for other in others:
        action = f"{path}/{other}"
        assert _ticked(refused, action) == _ticked(page, action)
        assert Forms.of(refused).named(action)["once"] != Forms.of(refused).named(f"{path}/{form_name}")["once"]


def test_compared_forms_have_ticked_boxes(administrator: Installation) -> None:
    page = administrator.browser(CUSTOMER).get(USER)
    assert _ticked(page, f"{USER}/rights") != []
    assert {name for name, _ in _ticked(page, f"{USER}/scope")} == {"sees", "group_ids"}


def test_refused_form_contains_what_was_typed(administrator: Installation) -> None:
    administrator.responses["change_rights"] = LastAdministrator()
    browser = administrator.browser(CUSTOMER)
    refused = browser.submit(browser.get(USER), f"{USER}/rights", rights="manage_machines")
    assert _ticked(refused, f"{USER}/rights") == [("rights", "manage_machines")]


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_form_field_says_what_to_fill_in(code: str) -> None:
    labels = labels_of_fields()
    sentences = {label: catalogues()[code].gettext(f"{label}.required") for label in labels}
    assert len(labels) > 50
    assert {label for label, text in sentences.items() if text == f"{label}.required"} == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [("nl", "Vul de postcode van het afleveradres in."), ("en", "Enter the postcode of the delivery address.")],
)
def test_empty_field_says_what_to_fill_in(installation: Installation, language: str, text: str) -> None:
    installation.responses["get_session"] = GetSession.example[1] | {"language": language}
    installation.responses["set_draft_delivery"] = Invalid(
        fields=[{"path": ["deliver_to", "postcode"], "code": "required", "params": {}}]
    )
    browser = installation.browser(CUSTOMER)
    page = browser.get("/basket/delivery")
    refused = browser.submit(page, "/basket/delivery", choice="other", **{"deliver_to-postcode": ""})
    assert refused.text.count(text) == 2, "in the summary and at the field"
