"""The tabs of registrations and access requests, with the numbers of those that wait."""

import pytest

from services.chassis.contract import InternalError
from services.identity.contracts import GetSession
from tests.gateway.installation import CUSTOMER, Installation


@pytest.fixture
def administrator(installation: Installation) -> Installation:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["manage_users"]}
    return installation


@pytest.mark.parametrize(
    ("accounts", "access", "tab"),
    [(0, 2, "/registrations/access"), (1, 2, "/registrations"), (0, 0, "/registrations")],
)
def test_menu_leads_to_the_first_tab_in_which_a_request_waits(
    administrator: Installation, accounts: int, access: int, tab: str
) -> None:
    administrator.responses["count_pending_requests"] = {"accounts": accounts, "access": access}
    assert administrator.browser(CUSTOMER).get("/registrations/waiting").location == tab


@pytest.mark.parametrize("path", ["/registrations", "/registrations/access?answered=1", "/registrations/policy"])
def test_tabs_have_the_numbers_of_waiting_requests(administrator: Installation, path: str) -> None:
    administrator.responses["count_pending_requests"] = {"accounts": 0, "access": 1200}
    tabs = administrator.browser(CUSTOMER).get(path).text.split('<nav class="tabs"')[1].split("</nav>")[0]
    assert ">Accounts</a>" in tabs
    assert ">Machines (1.200)</a>" in tabs


def test_list_of_requests_works_without_their_numbers(administrator: Installation) -> None:
    administrator.responses["count_pending_requests"] = InternalError()
    page = administrator.browser(CUSTOMER).get("/registrations")
    assert (page.status_code, ">Accounts</a>" in page.text) == (200, True)
