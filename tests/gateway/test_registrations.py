"""Asking for an account, and answering requests, as the pages do it (docs/features.md#accounts)."""

from typing import Any

import pytest

from services.chassis.contract import NotFound
from services.identity.contracts import (
    GetAccessRequest,
    GetRegistration,
    GetSession,
    LinkExpired,
    ListRegistrations,
    RegistrationAnswered,
    WeakPassword,
)
from tests.gateway.installation import CUSTOMER, STAFF, Installation

SESSION: dict[str, Any] = GetSession.example[1]
REGISTRATION = GetRegistration.example[1]["id"]
ACCESS = GetAccessRequest.example[1]["id"]
NOBODY = {"previous": None, "next": None, "count": 0, "count_capped": False}
TYPED = {"customer_number": "1048823", "name": "Noor Jansen", "email": "noor@vandijk.example", "telephone": "020 555"}


@pytest.fixture
def administrator(installation: Installation) -> Installation:
    installation.answers["get_session"] = SESSION | {"rights": ["manage_users"]}
    return installation


@pytest.fixture
def user_of_a_group(installation: Installation) -> Installation:
    installation.answers["get_session"] = SESSION | {"all_machines": False, "group_ids": []}
    installation.answers["list_machines"] = {"rows": [], "page": NOBODY}
    return installation


def test_the_login_page_leads_to_asking_for_an_account(installation: Installation) -> None:
    assert 'href="/register"' in installation.browser().get("/login").text


def test_after_asking_the_page_says_to_read_the_mail(installation: Installation) -> None:
    browser = installation.browser()
    answer = browser.submit(browser.get("/register"), "/register", **TYPED, password="correct horse battery")
    assert "Controleer uw e-mail" in browser.get(answer.location).text
    (call,) = installation.asked("register")
    assert (call.request["language"], call.request["customer_number"]) == ("nl", "1048823")


def test_what_was_typed_comes_back_except_the_password(installation: Installation) -> None:
    installation.answers["register"] = WeakPassword(reason="too_short", limit=8)
    browser = installation.browser()
    answer = browser.submit(browser.get("/register"), "/register", **TYPED, password="secret-1")
    assert answer.status_code == 422
    for typed in TYPED.values():
        assert f'value="{typed}"' in answer.text
    assert "secret-1" not in answer.text


def test_opening_a_confirming_link_only_asks(installation: Installation) -> None:
    browser = installation.browser()
    page = browser.get("/register/confirm/token")
    assert installation.writes() == []
    answer = browser.submit(page, "/register/confirm/token")
    assert "Uw e-mailadres is bevestigd" in browser.get(answer.location).text


def test_a_dead_link_says_what_to_do(installation: Installation) -> None:
    installation.answers["get_link"] = LinkExpired()
    answer = installation.browser().get("/register/confirm/token")
    assert answer.status_code == 404
    assert "Vraag een nieuwe aan" in answer.text
    assert '<a class="button primary" href="/register">Nieuwe link aanvragen</a>' in answer.text


def test_who_may_answer_has_requests_in_the_menu(administrator: Installation) -> None:
    assert 'href="/registrations"' in administrator.browser(CUSTOMER).get("/account").text


def test_who_may_not_answer_has_none(installation: Installation) -> None:
    assert 'href="/registrations"' not in installation.browser(CUSTOMER).get("/account").text


def test_an_approval_carries_rights_and_scope_together(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/registrations/{REGISTRATION}")
    browser.submit(page, f"/registrations/{REGISTRATION}/approve", rights="request_service", sees="all")
    (call,) = administrator.asked("approve_registration")
    given = {"rights": ["request_service"], "all_machines": True, "group_ids": []}
    assert call.request == {"registration_id": REGISTRATION} | given


def test_a_request_that_was_answered_meanwhile_says_so(administrator: Installation) -> None:
    administrator.answers["refuse_registration"] = RegistrationAnswered(status="approved")
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/registrations/{REGISTRATION}")
    answer = browser.submit(page, f"/registrations/{REGISTRATION}/refuse", reason="Wij kennen u niet.")
    assert answer.status_code == 409
    assert "al beantwoord: Goedgekeurd" in answer.text
    assert "Wij kennen u niet." in answer.text


@pytest.mark.parametrize("doubt", ["unknown_number", "not_admitted"])
def test_staff_are_offered_only_what_can_be_done(installation: Installation, doubt: str) -> None:
    installation.answers["get_registration"] = GetRegistration.example[1] | {"doubt": doubt, "customer_id": None}
    page = installation.browser(STAFF).get(f"/registrations/{REGISTRATION}")
    assert page.status_code == 200
    offered = [what for what in ("approve", "assign", "refuse") if f"/registrations/{REGISTRATION}/{what}" in page.text]
    assert offered == (["assign", "refuse"] if doubt == "unknown_number" else ["refuse"])


def test_the_customer_of_an_account_request_is_labelled_for_the_reader(administrator: Installation) -> None:
    address = f"/registrations/{REGISTRATION}"
    assert "<dt>Organisatie</dt>" in administrator.browser(CUSTOMER).get(address).text
    unknown = {"customer_name": "", "customer_number": "abc"}
    administrator.answers["get_registration"] = GetRegistration.example[1] | unknown
    administrator.answers["get_session"] = SESSION | {"staff": True, "customer": None, "rights": []}
    assert "<dt>Klantnummer</dt><dd>abc</dd>" in administrator.browser(STAFF).get(address).text


def test_an_answered_request_is_only_shown(administrator: Installation) -> None:
    answered = {"status": "refused", "reason": "Wij kennen u niet."}
    administrator.answers["get_registration"] = GetRegistration.example[1] | answered
    page = administrator.browser(CUSTOMER).get(f"/registrations/{REGISTRATION}")
    assert (page.status_code, "Noor Jansen" in page.text, "Wij kennen u niet." in page.text) == (200, True, True)
    assert f"/registrations/{REGISTRATION}/" not in page.text


def test_the_list_leads_to_answered_requests(administrator: Installation) -> None:
    administrator.answers["list_registrations"] = lambda **asked: ListRegistrations.example[1]
    administrator.browser(CUSTOMER).get("/registrations?answered=1")
    (call,) = administrator.asked("list_registrations")
    assert call.request["answered"] is True


def test_domains_are_typed_as_people_type_them(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    page = browser.get("/registrations/policy")
    browser.submit(page, "/registrations/policy", policy="restricted", domains="vandijk.example, vandijk.nl\r\nx.eu")
    (call,) = administrator.asked("change_self_registration")
    assert call.request["domains"] == ["vandijk.example", "vandijk.nl", "x.eu"]


def test_a_hidden_machine_is_explained_and_asked_for_with_one_click(user_of_a_group: Installation) -> None:
    browser = user_of_a_group.browser(CUSTOMER)
    page = browser.get("/machines?text=10042")
    assert "voor u niet zichtbaar gemaakt" in page.text
    answer = browser.submit(page, "/registrations/access")
    assert "Uw aanvraag voor toegang is doorgegeven" in browser.get(answer.location).text
    assert [call.request for call in user_of_a_group.asked("request_machine_access")] == [{"number": "10042"}]


def test_where_nothing_is_hidden_the_page_is_the_same_whatever_was_searched(user_of_a_group: Installation) -> None:
    user_of_a_group.answers["get_hidden_machine"] = {"hidden": False}
    page = user_of_a_group.browser(CUSTOMER).get("/machines?text=10042").text
    assert "Geen machines gevonden" in page
    assert "/registrations/access" not in page


def test_who_sees_all_machines_is_not_asked_about_hidden_ones(installation: Installation) -> None:
    installation.answers["list_machines"] = {"rows": [], "page": NOBODY}
    installation.browser(CUSTOMER).get("/machines?text=10042")
    assert installation.asked("get_hidden_machine") == []


def test_a_list_is_there_although_fleet_cannot_say_what_is_hidden(user_of_a_group: Installation) -> None:
    installation = Installation(timeout=1, answers=user_of_a_group.answers | {"get_hidden_machine": None})
    assert installation.browser(CUSTOMER).get("/machines?text=10042").status_code == 200
    assert installation.asked("get_hidden_machine")


def test_an_administrator_who_misses_a_machine_gets_telephone_and_mail(administrator: Installation) -> None:
    installation = Installation(settings={"brand_telephone": "010 555 01 00", "brand_email": "service@dealer.example"})
    installation.answers["get_session"] = SESSION | {"rights": ["manage_users"]}
    installation.answers["list_machines"] = {"rows": [], "page": NOBODY}
    page = installation.browser(CUSTOMER).get("/machines?text=zzz").text
    assert "010 555 01 00" in page
    assert "service@dealer.example" in page


def test_a_machine_that_is_not_there_cannot_be_asked_for(user_of_a_group: Installation) -> None:
    user_of_a_group.answers["request_machine_access"] = NotFound()
    browser = user_of_a_group.browser(CUSTOMER)
    page = browser.get("/machines?text=10042")
    answer = browser.submit(page, "/registrations/access")
    assert answer.status_code == 404
    assert "/machines?text=10042" in answer.text


def test_this_machine_alone_is_granted_with_one_click(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/registrations/access/{ACCESS}")
    browser.submit(page, f"/registrations/access/{ACCESS}/grant")
    assert [call.request for call in administrator.asked("grant_access")] == [{"request_id": ACCESS}]


def test_the_groups_of_the_machine_can_be_granted(administrator: Installation) -> None:
    page = administrator.browser(CUSTOMER).get(f"/registrations/access/{ACCESS}").text
    assert "Alle machines van de groep Amsterdam" in page


def test_the_first_page_of_an_administrator_begins_with_what_waits_for_an_answer(administrator: Installation) -> None:
    page = administrator.browser(CUSTOMER).get("/").text
    assert "Noor Jansen vraagt een account aan" in page
    assert f"/registrations/access/{ACCESS}" in page


def test_others_are_not_told_of_requests_on_their_first_page(installation: Installation) -> None:
    installation.browser(CUSTOMER).get("/")
    assert installation.asked("list_registrations") + installation.asked("list_access_requests") == []


def test_staff_who_handle_requests_see_how_many_wait(installation: Installation) -> None:
    staff = SESSION | {"staff": True, "customer": None, "rights": ["handle_registrations"]}
    installation.answers["get_session"] = staff
    assert "aanvraag voor een account" in installation.browser(STAFF).get("/").text
