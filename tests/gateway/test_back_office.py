"""The dealer's pages for customers, staff and messages: what is shown to whom, and what is asked of the services."""

from typing import Any

import pytest

from services.chassis.contract import ContractError, NotAllowed, NotFound, ServiceUnavailable
from services.identity.contracts import CustomerNumberTaken, GetCustomer, GetOwnCustomer, ListAudit, ListUsers
from tests.gateway.installation import CUSTOMER, STAFF, Installation

VAN_DIJK = GetCustomer.example[0]["customer_id"]
PERSON = ListUsers.example[1]["rows"][0]["person_id"]
PAGE = f"/backoffice/customers/{VAN_DIJK}"
KEEPS = ["manage_customers"]


def with_rights(installation: Installation, *rights: str) -> Installation:
    session = installation.answers["get_session"](STAFF)  # type: ignore[operator, misc]
    installation.answers["get_session"] = session | {"rights": list(rights)}
    return installation


def test_whose_users_staff_keep_is_asked_in_every_call(installation: Installation) -> None:
    browser = with_rights(installation, *KEEPS).browser(STAFF)
    for path in ("", "/new", "/rights", f"/{PERSON}", f"/{PERSON}/machines", f"/{PERSON}/remove"):
        assert browser.get(f"{PAGE}/users{path}").status_code == 200
    asked = [call for call in installation.calls if call.operation not in ("get_session", "touch_session")]
    assert {call.operation for call in asked} >= {"list_users", "get_user", "list_groups", "list_machines"}
    assert {call.request.get("customer_id") for call in asked} == {VAN_DIJK}


def test_what_staff_change_is_changed_at_that_customer(installation: Installation) -> None:
    browser = with_rights(installation, *KEEPS).browser(STAFF)
    page = browser.get(f"{PAGE}/users/{PERSON}")
    for what in ("rights", "scope", "deactivate"):
        assert browser.submit(page, f"{PAGE}/users/{PERSON}/{what}").location.startswith(f"{PAGE}/users/{PERSON}?done=")
    assert [call.request["customer_id"] for call in installation.writes()] == [VAN_DIJK] * 3


def test_an_administrator_names_no_customer(installation: Installation) -> None:
    installation.answers["get_session"] = installation.answers["get_session"]("") | {"rights": ["manage_users"]}  # type: ignore[operator, misc]
    browser = installation.browser(CUSTOMER)
    page = browser.get(f"/users/{PERSON}")
    assert browser.submit(page, f"/users/{PERSON}/deactivate").location == f"/users/{PERSON}?done=deactivated"
    assert "customer_id" not in installation.writes()[0].request


def test_audit_log_of_the_installation_names_the_customer_of_an_entry(installation: Installation) -> None:
    page = with_rights(installation, "view_audit").browser(STAFF).get("/backoffice/audit")
    assert ListAudit.example[1]["rows"][0]["customer_name"] in page.text


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/users", f"{PAGE}/audit", "/backoffice/staff", "/backoffice/contact"])
def test_users_do_not_get_in_whatever_their_rights(installation: Installation, path: str) -> None:
    installation.answers["get_session"] = installation.answers["get_session"]("") | {"rights": ["manage_users"]}  # type: ignore[operator, misc]
    assert installation.browser(CUSTOMER).get(path).status_code == 403
    assert installation.asked("get_customer") == []


@pytest.mark.parametrize("path", ["/users", "/users/audit", "/organisation", "/contact"])
def test_staff_have_no_pages_of_a_customer_of_their_own(installation: Installation, path: str) -> None:
    assert with_rights(installation, *KEEPS).browser(STAFF).get(path).status_code == 403


def test_a_customer_that_is_not_there_is_not_found(installation: Installation) -> None:
    installation.answers |= {"get_customer": NotFound(), "list_users": NotFound()}
    browser = with_rights(installation, *KEEPS).browser(STAFF)
    assert [browser.get(f"{PAGE}{below}").status_code for below in ("", "/edit", "/users", "/users/new")] == [404] * 4


def test_a_customer_without_an_administrator_is_said_loudly(installation: Installation) -> None:
    browser = with_rights(installation, *KEEPS).browser(STAFF)
    assert "geen beheerder die kan inloggen" not in browser.get(PAGE).text
    installation.answers["get_customer"] = GetCustomer.example[1] | {"has_administrator": False}
    assert "geen beheerder die kan inloggen" in browser.get(PAGE).text


def test_a_customers_page_stands_without_the_groups(installation: Installation) -> None:
    installation.answers["list_groups"] = ServiceUnavailable(service="fleet")
    assert "Pieter Bos" in with_rights(installation, *KEEPS).browser(STAFF).get(PAGE).text


def test_who_may_not_keep_customers_is_not_asked_about_their_users(installation: Installation) -> None:
    installation.answers["list_users"] = NotAllowed()
    page = with_rights(installation, "handle_service").browser(STAFF).get(PAGE)
    assert (page.status_code, f"{PAGE}/edit" in page.text, f"{PAGE}/users" in page.text) == (200, False, False)


def test_a_form_with_an_address_is_sent_as_the_contract_has_it(installation: Installation) -> None:
    browser = with_rights(installation, *KEEPS).browser(STAFF)
    page = browser.get(f"{PAGE}/edit")
    browser.submit(page, f"{PAGE}/edit", **{"address-street": "Nieuwe Kade 2", "address-country": "BE"})
    (call,) = installation.asked("change_customer")
    address = GetCustomer.example[1]["address"] | {"street": "Nieuwe Kade 2", "country": "BE"}
    assert call.request == {
        "customer_id": VAN_DIJK,
        "name": "Van Dijk Logistiek B.V.",
        "status": "active",
        "address": address,
    }


def test_a_country_that_no_list_has_is_kept(installation: Installation) -> None:
    row = GetCustomer.example[1] | {"address": GetCustomer.example[1]["address"] | {"country": "AT"}}
    installation.answers["get_customer"] = row
    assert '<option value="AT" selected>' in with_rights(installation, *KEEPS).browser(STAFF).get(f"{PAGE}/edit").text


def test_a_refused_change_keeps_a_country_that_no_list_has(installation: Installation) -> None:
    row = GetCustomer.example[1] | {"address": GetCustomer.example[1]["address"] | {"country": "AT"}}
    installation.answers |= {"get_customer": row, "change_customer": NotAllowed()}
    browser = with_rights(installation, *KEEPS).browser(STAFF)
    typed = {"name": "Anders", "address-country": "AT"}
    back = browser.submit(browser.get(f"{PAGE}/edit"), f"{PAGE}/edit", **typed)
    assert back.status_code == 403
    assert '<option value="AT" selected>' in back.text
    assert 'value="Anders"' in back.text


def test_a_number_that_is_taken_is_told_at_the_field(installation: Installation) -> None:
    installation.answers["create_customer"] = CustomerNumberTaken(name="Jansen")
    browser = with_rights(installation, *KEEPS).browser(STAFF)
    typed = {"customer_number": "1048823", "name": "Smit"}
    back = browser.submit(browser.get("/backoffice/customers/new"), "/backoffice/customers", **typed)
    assert back.status_code == 409
    assert 'id="customer_number-problem"' in back.text
    assert 'value="Smit"' in back.text


WAYS = {
    "manage_customers": "/backoffice/contact",
    "manage_staff": "/backoffice/staff",
    "view_audit": "/backoffice/audit",
}


@pytest.mark.parametrize("right", WAYS)
def test_the_ways_are_shown_to_who_may_go_them(installation: Installation, right: str) -> None:
    menu = with_rights(installation, right).browser(STAFF).get("/menu").text
    assert {way for way in WAYS.values() if f'href="{way}"' in menu} == {WAYS[right]}


@pytest.mark.parametrize(("right", "shown"), [("manage_customers", True), ("handle_service", False)])
def test_messages_that_wait_are_counted_for_who_handles_them(
    installation: Installation, right: str, shown: bool
) -> None:
    installation.answers["count_contact_messages"] = {"received": 4711}
    first = with_rights(installation, right).browser(STAFF).get("/").text
    assert ("4.711" in first, bool(installation.asked("count_contact_messages"))) == (shown, shown)


def test_the_contact_form_stands_when_identity_cannot_tell_the_address(installation: Installation) -> None:
    installation.answers["get_own_customer"] = ServiceUnavailable(service="identity")
    page = installation.browser(CUSTOMER).get("/contact?subject=company_data")
    assert page.status_code == 200
    assert 'value="Sanne de Wit"' in page.text


def test_the_contact_form_has_what_the_dealer_has_in_its_books(installation: Installation) -> None:
    own: dict[str, Any] = GetOwnCustomer.example[1]
    page = installation.browser(CUSTOMER).get("/contact?subject=company_data").text
    assert all(part in page for part in (own["name"], own["address"]["street"], own["address"]["city"]))


@pytest.mark.parametrize("error", [ServiceUnavailable(service="servicedesk")])
def test_a_message_that_could_not_be_delivered_keeps_what_was_typed(
    installation: Installation, error: ContractError
) -> None:
    installation.answers |= {"send_contact_message": error, "list_contact_messages": error}
    browser = installation.browser(CUSTOMER)
    back = browser.submit(browser.get("/contact"), "/contact", text="Een lange vraag.", subject="other")
    assert back.status_code == 503
    assert "Een lange vraag." in back.text


def test_a_message_sent_twice_is_sent_under_one_key(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.get("/contact")
    for _ in range(2):
        browser.submit(page, "/contact", text="Een vraag.")
    assert len({call.key for call in installation.asked("send_contact_message")}) == 1
