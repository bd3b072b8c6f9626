"""Pages of registrations and access requests (docs/features.md#accounts)."""

from typing import Any

import pytest

from services.chassis.contract import InternalError, NotFound
from services.identity.contracts import (
    GetAccessRequest,
    GetOwnAccessRequest,
    GetRegistration,
    GetSession,
    LinkExpired,
    ListRegistrations,
    NothingGranted,
    RegistrationAnswered,
    WeakPassword,
)
from tests.gateway.installation import CUSTOMER, STAFF, Installation

SESSION: dict[str, Any] = GetSession.example[1]
REGISTRATION = GetRegistration.example[1]["id"]
ACCESS = GetAccessRequest.example[1]["id"]
EMPTY_PAGE = {"previous": None, "next": None, "count": 0, "count_capped": False}
TYPED = {"customer_number": "1048823", "name": "Noor Jansen", "email": "noor@vandijk.example", "telephone": "020 555"}


@pytest.fixture
def administrator(installation: Installation) -> Installation:
    installation.responses["get_session"] = SESSION | {"rights": ["manage_users"]}
    return installation


@pytest.fixture
def user_with_scope(installation: Installation) -> Installation:
    installation.responses["get_session"] = SESSION | {"all_machines": False, "group_ids": []}
    installation.responses["list_machines"] = {"rows": [], "page": EMPTY_PAGE}
    installation.responses["get_own_access_request"] = {"request": None}
    return installation


def test_login_page_links_to_registration(installation: Installation) -> None:
    assert 'href="/register"' in installation.browser().get("/login").text


def test_registration_refers_to_the_mail(installation: Installation) -> None:
    browser = installation.browser()
    response = browser.submit(browser.get("/register"), "/register", **TYPED, password="correct horse battery")
    assert "Controleer uw e-mail" in browser.get(response.location).text
    (call,) = installation.calls_of("register")
    assert (call.request["language"], call.request["customer_number"]) == ("nl", "1048823")


def test_refused_registration_keeps_input_except_the_password(installation: Installation) -> None:
    installation.responses["register"] = WeakPassword(reason="too_short", limit=8)
    browser = installation.browser()
    response = browser.submit(browser.get("/register"), "/register", **TYPED, password="secret-1")
    assert response.status_code == 422
    for typed in TYPED.values():
        assert f'value="{typed}"' in response.text
    assert "secret-1" not in response.text


def test_opening_a_confirmation_link_changes_nothing(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.get("/register/confirm/token")
    assert installation.writes() == []
    response = browser.submit(page, "/register/confirm/token")
    assert "Uw e-mailadres is bevestigd" in browser.get(response.location).text


def test_expired_link_says_what_to_do(installation: Installation) -> None:
    installation.responses["get_link"] = LinkExpired()
    response = installation.browser().get("/register/confirm/token")
    assert response.status_code == 404
    assert "Vraag een nieuwe aan" in response.text
    assert '<a class="button primary" href="/register">Nieuwe link aanvragen</a>' in response.text


def test_menu_links_to_requests_with_the_right(administrator: Installation) -> None:
    assert 'href="/registrations/waiting"' in administrator.browser(CUSTOMER).get("/account").text


def test_menu_has_no_requests_without_the_right(installation: Installation) -> None:
    assert 'href="/registrations/waiting"' not in installation.browser(CUSTOMER).get("/account").text


def test_approval_sends_rights_and_scope_together(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/registrations/{REGISTRATION}")
    browser.submit(page, f"/registrations/{REGISTRATION}/approve", rights="request_service", sees="all")
    (call,) = administrator.calls_of("approve_registration")
    expected = {"rights": ["request_service"], "all_machines": True, "group_ids": [], "without_access": False}
    assert call.request == {"registration_id": REGISTRATION} | expected


def test_approval_with_nothing_selected_is_confirmed_in_the_form(administrator: Installation) -> None:
    browser, approval = administrator.browser(CUSTOMER), f"/registrations/{REGISTRATION}/approve"
    page = browser.get(f"/registrations/{REGISTRATION}")
    assert 'name="without_access"' not in page.text
    administrator.responses["approve_registration"] = NothingGranted()
    refused = browser.submit(page, approval, sees="chosen")
    browser.submit(refused, approval, sees="chosen", without_access="y")
    assert [call.request["without_access"] for call in administrator.calls_of("approve_registration")] == [False, True]


def test_answered_request_is_refused_with_its_status(administrator: Installation) -> None:
    administrator.responses["refuse_registration"] = RegistrationAnswered(status="approved")
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/registrations/{REGISTRATION}")
    response = browser.submit(page, f"/registrations/{REGISTRATION}/refuse", reason="Wij kennen u niet.")
    assert response.status_code == 409
    assert "al beantwoord: Goedgekeurd" in response.text
    assert "Wij kennen u niet." in response.text


@pytest.mark.parametrize("doubt", ["unknown_number", "not_admitted"])
def test_staff_see_only_possible_actions(installation: Installation, doubt: str) -> None:
    installation.responses["get_registration"] = GetRegistration.example[1] | {"doubt": doubt, "customer_id": None}
    page = installation.browser(STAFF).get(f"/registrations/{REGISTRATION}")
    assert page.status_code == 200
    actions = [
        action for action in ("approve", "assign", "refuse") if f"/registrations/{REGISTRATION}/{action}" in page.text
    ]
    assert actions == (["assign", "refuse"] if doubt == "unknown_number" else ["refuse"])


def test_the_customer_of_an_account_request_is_labelled_for_the_reader(administrator: Installation) -> None:
    address = f"/registrations/{REGISTRATION}"
    assert "<dt>Organisatie</dt>" in administrator.browser(CUSTOMER).get(address).text
    unknown = {"customer_name": "", "customer_number": "abc"}
    administrator.responses["get_registration"] = GetRegistration.example[1] | unknown
    administrator.responses["get_session"] = SESSION | {"staff": True, "customer": None, "rights": []}
    assert "<dt>Klantnummer</dt><dd>abc</dd>" in administrator.browser(STAFF).get(address).text


def test_answered_request_has_no_actions(administrator: Installation) -> None:
    answered = {"status": "refused", "reason": "Wij kennen u niet."}
    administrator.responses["get_registration"] = GetRegistration.example[1] | answered
    page = administrator.browser(CUSTOMER).get(f"/registrations/{REGISTRATION}")
    assert (page.status_code, "Noor Jansen" in page.text, "Wij kennen u niet." in page.text) == (200, True, True)
    assert f"/registrations/{REGISTRATION}/" not in page.text


def test_list_can_show_answered_requests(administrator: Installation) -> None:
    administrator.responses["list_registrations"] = lambda **request: ListRegistrations.example[1]
    administrator.browser(CUSTOMER).get("/registrations?answered=1")
    (call,) = administrator.calls_of("list_registrations")
    assert call.request["answered"] is True


def test_domains_are_split_at_commas_and_lines(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    page = browser.get("/registrations/policy")
    browser.submit(page, "/registrations/policy", policy="restricted", domains="vandijk.example, vandijk.nl\r\nx.eu")
    (call,) = administrator.calls_of("change_self_registration")
    assert call.request["domains"] == ["vandijk.example", "vandijk.nl", "x.eu"]


def test_access_to_a_hidden_machine_is_requested_with_one_click(user_with_scope: Installation) -> None:
    browser = user_with_scope.browser(CUSTOMER)
    page = browser.get("/machines?text=10042")
    assert "voor u niet zichtbaar gemaakt" in page.text
    response = browser.submit(page, "/registrations/access")
    assert (response.status_code, response.location) == (303, "/machines?text=10042")
    assert [call.request for call in user_with_scope.calls_of("request_machine_access")] == [{"number": "10042"}]


def test_access_that_was_requested_is_not_offered_again(user_with_scope: Installation) -> None:
    user_with_scope.responses["get_own_access_request"] = GetOwnAccessRequest.example[1]
    page = user_with_scope.browser(CUSTOMER).get("/machines?text=10042").text
    assert "U hebt op 4 mrt 2026 09:10 toegang aangevraagd." in page
    assert 'action="/registrations/access"' not in page


def test_access_is_offered_while_it_is_unknown_whether_it_was_requested(user_with_scope: Installation) -> None:
    user_with_scope.responses["get_own_access_request"] = InternalError()
    assert 'action="/registrations/access"' in user_with_scope.browser(CUSTOMER).get("/machines?text=10042").text


def test_unknown_machine_has_no_access_form(user_with_scope: Installation) -> None:
    user_with_scope.responses["get_hidden_machine"] = {"hidden": False}
    page = user_with_scope.browser(CUSTOMER).get("/machines?text=10042").text
    assert "Geen machines gevonden" in page
    assert "/registrations/access" not in page


def test_hidden_machines_are_not_queried_for_a_user_who_sees_all(installation: Installation) -> None:
    installation.responses["list_machines"] = {"rows": [], "page": EMPTY_PAGE}
    installation.browser(CUSTOMER).get("/machines?text=10042")
    assert installation.calls_of("get_hidden_machine") == []


def test_list_works_without_the_query_of_hidden_machines(user_with_scope: Installation) -> None:
    installation = Installation(timeout=1, responses=user_with_scope.responses | {"get_hidden_machine": None})
    assert installation.browser(CUSTOMER).get("/machines?text=10042").status_code == 200
    assert installation.calls_of("get_hidden_machine")


def test_empty_list_shows_an_administrator_the_dealers_contact_data(administrator: Installation) -> None:
    installation = Installation(settings={"brand_telephone": "010 555 01 00", "brand_email": "service@dealer.example"})
    installation.responses["get_session"] = SESSION | {"rights": ["manage_users"]}
    installation.responses["list_machines"] = {"rows": [], "page": EMPTY_PAGE}
    page = installation.browser(CUSTOMER).get("/machines?text=zzz").text
    assert "010 555 01 00" in page
    assert "service@dealer.example" in page


def test_access_to_an_unknown_machine_is_not_found(user_with_scope: Installation) -> None:
    user_with_scope.responses["request_machine_access"] = NotFound()
    browser = user_with_scope.browser(CUSTOMER)
    page = browser.get("/machines?text=10042")
    response = browser.submit(page, "/registrations/access")
    assert response.status_code == 404
    assert "/machines?text=10042" in response.text


def test_access_to_the_machine_alone_is_granted_with_one_click(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/registrations/access/{ACCESS}")
    browser.submit(page, f"/registrations/access/{ACCESS}/grant")
    assert [call.request for call in administrator.calls_of("grant_access")] == [{"request_id": ACCESS}]


def test_access_to_a_group_of_the_machine_can_be_granted(administrator: Installation) -> None:
    page = administrator.browser(CUSTOMER).get(f"/registrations/access/{ACCESS}").text
    assert "Alle machines van de groep Amsterdam" in page


def test_first_page_of_an_administrator_lists_open_requests(administrator: Installation) -> None:
    page = administrator.browser(CUSTOMER).get("/").text
    assert "Noor Jansen vraagt een account aan" in page
    assert f"/registrations/access/{ACCESS}" in page


def test_first_page_of_other_users_queries_no_requests(installation: Installation) -> None:
    installation.browser(CUSTOMER).get("/")
    assert installation.calls_of("list_pending_requests") == []


def test_first_page_of_an_administrator_queries_pending_requests_once(administrator: Installation) -> None:
    administrator.browser(CUSTOMER).get("/")
    names = [
        call.operation for call in administrator.calls if "requests" in call.operation or "regist" in call.operation
    ]
    assert sorted(names) == ["list_pending_requests", "list_service_requests"]


def test_first_page_of_staff_counts_open_registrations(installation: Installation) -> None:
    staff = SESSION | {"staff": True, "customer": None, "rights": ["handle_registrations"]}
    installation.responses["get_session"] = staff
    assert "aanvraag voor een account" in installation.browser(STAFF).get("/").text
