"""Pages of the user's own account: errors are reported on the page of the form."""

from typing import Any

import pytest

from services.chassis.contract import NotFound
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import GetSession, LinkExpired, ListSessions
from tests.gateway.installation import CUSTOMER, Installation

SESSION: dict[str, Any] = GetSession.example[1]
ROW: dict[str, Any] = ListSessions.example[1]["rows"][0]
MACHINE = "/machines/01980000-0000-7000-8000-000000000003"
OTHER_CUSTOMER = {"id": "01980000-0000-7000-8000-0000000000fe", "name": "Tweede B.V.", "customer_number": "1062940"}
TOKEN = f"{'0' * 32}.a-secret"


@pytest.fixture
def with_two_sessions(installation: Installation) -> Installation:
    rows = [ROW | {"current": current, "id": SESSION["session_id"]} for current in (True, False)]
    installation.responses["list_sessions"] = ListSessions.example[1] | {"rows": rows}
    return installation


@pytest.mark.parametrize(
    ("action", "operation"),
    [(f"/account/sessions/{SESSION['session_id']}/end", "end_session"),
     ("/account/sessions/end-others", "end_other_sessions")],
)  # fmt: skip
def test_failure_to_end_a_session_is_reported_beside_the_sessions(
    with_two_sessions: Installation, action: str, operation: str
) -> None:
    with_two_sessions.responses[operation] = NotFound()
    browser = with_two_sessions.browser(CUSTOMER)
    refused = browser.submit(browser.get("/account/sessions"), action)
    assert (refused.status_code, 'id="problems"' in refused.text, f'action="{action}"' in refused.text) == (
        404,
        True,
        True,
    )


def test_refused_switch_of_customer_is_reported_in_the_menu(installation: Installation) -> None:
    installation.responses["get_session"] = SESSION | {"customers": [*SESSION["customers"], OTHER_CUSTOMER]}
    installation.responses["switch_customer"] = NotFound()
    browser = installation.browser(CUSTOMER)
    refused = browser.submit(browser.get("/menu"), "/account/customer", customer_id=OTHER_CUSTOMER["id"])
    assert (refused.status_code, 'id="problems"' in refused.text, OTHER_CUSTOMER["name"] in refused.text) == (
        404,
        True,
        True,
    )
    assert installation.calls_of("switch_customer")[0].request["customer_id"] == OTHER_CUSTOMER["id"]


def test_user_of_two_customers_can_look_for_a_missing_page_at_the_other(installation: Installation) -> None:
    installation.responses["get_session"] = SESSION | {"customers": [*SESSION["customers"], OTHER_CUSTOMER]}
    installation.responses["get_machine"] = MachineNotFound()
    installation.responses["switch_customer"] = {}
    browser = installation.browser(CUSTOMER)
    switched = browser.submit(browser.get(MACHINE), "/account/customer", customer_id=OTHER_CUSTOMER["id"])
    assert (switched.status_code, switched.headers["Location"]) == (303, MACHINE)
    assert installation.calls_of("switch_customer")[0].request["customer_id"] == OTHER_CUSTOMER["id"]


def test_user_of_one_customer_is_offered_no_other(installation: Installation) -> None:
    installation.responses["get_machine"] = MachineNotFound()
    assert "/account/customer" not in installation.browser(CUSTOMER).get(MACHINE).text


@pytest.mark.parametrize(
    ("path", "link"),
    [(f"/password/{TOKEN}", "/password/forgot"), (f"/register/confirm/{TOKEN}", "/register"),
     (f"/email/confirm/{TOKEN}", "/account/email"), (f"/email/undo/{TOKEN}", "/account/email")],
)  # fmt: skip
def test_expired_link_leads_to_the_form_for_a_new_one(installation: Installation, path: str, link: str) -> None:
    installation.responses["get_link"] = LinkExpired()
    page = installation.browser().get(path)
    assert page.status_code == 404
    assert f'<a class="button primary" href="{link}">Nieuwe link aanvragen</a>' in page.text
