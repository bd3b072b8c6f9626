"""One's own account, as the pages do it: what could not be done is told on the page where it was asked."""

from typing import Any

import pytest

from services.chassis.contract import NotFound
from services.identity.contracts import GetSession, LinkExpired, ListSessions
from tests.gateway.installation import CUSTOMER, Installation

SESSION: dict[str, Any] = GetSession.example[1]
ROW: dict[str, Any] = ListSessions.example[1]["rows"][0]
ELSEWHERE = {"id": "01980000-0000-7000-8000-0000000000fe", "name": "Tweede B.V.", "customer_number": "1062940"}
TOKEN = f"{'0' * 32}.a-secret"


@pytest.fixture
def with_two_sessions(installation: Installation) -> Installation:
    rows = [ROW | {"current": current, "id": SESSION["session_id"]} for current in (True, False)]
    installation.answers["list_sessions"] = ListSessions.example[1] | {"rows": rows}
    return installation


@pytest.mark.parametrize(
    ("action", "operation"),
    [(f"/account/sessions/{SESSION['session_id']}/end", "end_session"),
     ("/account/sessions/end-others", "end_other_sessions")],
)  # fmt: skip
def test_a_session_that_could_not_be_ended_is_told_beside_the_sessions(
    with_two_sessions: Installation, action: str, operation: str
) -> None:
    with_two_sessions.answers[operation] = NotFound()
    browser = with_two_sessions.browser(CUSTOMER)
    back = browser.submit(browser.get("/account/sessions"), action)
    assert (back.status_code, 'id="problems"' in back.text, f'action="{action}"' in back.text) == (404, True, True)


def test_a_customer_where_one_is_no_user_any_more_is_told_in_the_menu(installation: Installation) -> None:
    installation.answers["get_session"] = SESSION | {"customers": [*SESSION["customers"], ELSEWHERE]}
    installation.answers["switch_customer"] = NotFound()
    browser = installation.browser(CUSTOMER)
    back = browser.submit(browser.get("/menu"), "/account/customer", customer_id=ELSEWHERE["id"])
    assert (back.status_code, 'id="problems"' in back.text, ELSEWHERE["name"] in back.text) == (404, True, True)
    assert installation.asked("switch_customer")[0].request["customer_id"] == ELSEWHERE["id"]


@pytest.mark.parametrize(
    ("path", "anew"),
    [(f"/password/{TOKEN}", "/password/forgot"), (f"/register/confirm/{TOKEN}", "/register"),
     (f"/email/confirm/{TOKEN}", "/account/email"), (f"/email/undo/{TOKEN}", "/account/email")],
)  # fmt: skip
def test_a_dead_link_leads_to_where_a_new_one_is_asked_for(installation: Installation, path: str, anew: str) -> None:
    installation.answers["get_link"] = LinkExpired()
    page = installation.browser().get(path)
    assert page.status_code == 404
    assert f'<a class="button primary" href="{anew}">Nieuwe link aanvragen</a>' in page.text
