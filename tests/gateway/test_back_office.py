"""The dealer's pages of customers, staff and messages: access, content and calls of services."""

import re
from typing import Any

import pytest

from services.chassis.contract import ContractError, NotAllowed, NotFound, ServiceUnavailable
from services.identity.contracts import CustomerNumberTaken, GetCustomer, GetOwnCustomer, ListAudit, ListUsers
from services.notify.contracts import ListMails
from tests.gateway.browser import redirect_of
from tests.gateway.installation import CUSTOMER, STAFF, Installation

VAN_DIJK = GetCustomer.example[0]["customer_id"]
PERSON = ListUsers.example[1]["rows"][0]["person_id"]
PAGE = f"/backoffice/customers/{VAN_DIJK}"
CUSTOMER_RIGHTS = ["manage_customers"]


def with_rights(installation: Installation, *rights: str) -> Installation:
    session = installation.responses["get_session"](STAFF)  # type: ignore[operator, misc]
    installation.responses["get_session"] = session | {"rights": list(rights)}
    return installation


def test_every_call_names_the_customer_of_the_page(installation: Installation) -> None:
    browser = with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF)
    for path in ("", "/new", "/rights", f"/{PERSON}", f"/{PERSON}/machines", f"/{PERSON}/remove"):
        assert browser.get(f"{PAGE}/users{path}").status_code == 200
    calls = [call for call in installation.calls if call.operation not in ("get_session", "touch_session")]
    assert {call.operation for call in calls} >= {"list_users", "get_user", "list_groups", "list_machines"}
    assert {call.request.get("customer_id") for call in calls} == {VAN_DIJK}


def test_every_change_names_the_customer_of_the_page(installation: Installation) -> None:
    browser = with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF)
    page = browser.get(f"{PAGE}/users/{PERSON}")
    for what in ("rights", "scope", "deactivate"):
        assert browser.submit(page, f"{PAGE}/users/{PERSON}/{what}").location.startswith(f"{PAGE}/users/{PERSON}?done=")
    assert [call.request["customer_id"] for call in installation.writes()] == [VAN_DIJK] * 3


def test_change_by_an_administrator_names_no_customer(installation: Installation) -> None:
    installation.responses["get_session"] = installation.responses["get_session"]("") | {"rights": ["manage_users"]}  # type: ignore[operator, misc]
    browser = installation.browser(CUSTOMER)
    page = browser.get(f"/users/{PERSON}")
    assert redirect_of(browser.submit(page, f"/users/{PERSON}/deactivate")) == f"/users/{PERSON}?done=deactivated"
    assert "customer_id" not in installation.writes()[0].request


def test_only_the_log_of_the_installation_offers_actions_about_staff(installation: Installation) -> None:
    own = installation.browser(CUSTOMER).get("/users/audit").text
    whole = with_rights(installation, "view_audit").browser(STAFF).get("/backoffice/audit").text
    assert ["staff_invited" in page for page in (own, whole)] == [False, True]
    assert "rights_changed" in own


def test_audit_log_of_the_installation_names_the_customer_of_an_entry(installation: Installation) -> None:
    page = with_rights(installation, "view_audit").browser(STAFF).get("/backoffice/audit")
    assert ListAudit.example[1]["rows"][0]["customer_name"] in page.text


def test_audit_log_shows_the_old_and_the_new_address(installation: Installation) -> None:
    answer = ListAudit.example[1]
    details = {"old_email": "sanne@vandijk.example", "new_email": "s.dewit@vandijk.example"}
    changed = answer["rows"][0] | {"action": "email_changed", "details": details}
    installation.responses["list_audit"] = answer | {"rows": [changed]}
    page = with_rights(installation, "view_audit").browser(STAFF).get("/backoffice/audit").text
    assert "sanne@vandijk.example → s.dewit@vandijk.example" in page


def test_list_of_mails_shows_their_subjects(installation: Installation) -> None:
    page = installation.browser(STAFF).get("/backoffice/mails")
    assert ListMails.example[1]["rows"][0]["subject"] in page.text


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/users", f"{PAGE}/audit", "/backoffice/staff", "/backoffice/contact"])
def test_back_office_is_refused_to_users_with_any_right(installation: Installation, path: str) -> None:
    installation.responses["get_session"] = installation.responses["get_session"]("") | {"rights": ["manage_users"]}  # type: ignore[operator, misc]
    assert installation.browser(CUSTOMER).get(path).status_code == 403
    assert installation.calls_of("get_customer") == []


@pytest.mark.parametrize("path", ["/users", "/users/audit", "/organisation", "/contact"])
def test_pages_of_the_own_customer_are_refused_to_staff(installation: Installation, path: str) -> None:
    assert with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF).get(path).status_code == 403


def test_problems_of_a_new_customer_are_in_the_order_of_the_form(installation: Installation) -> None:
    browser = with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF)
    page = browser.submit(browser.get("/backoffice/customers/new"), "/backoffice/customers").text
    linked = re.findall(r'<li><a href="#([^"]*)"', page)
    assert linked == [field for field in re.findall(r'<(?:input|select) id="([^"]*)"', page) if field in linked]
    assert linked[:2] == ["customer_number", "name"]


def test_unknown_customer_is_not_found(installation: Installation) -> None:
    installation.responses |= {"get_customer": NotFound(), "list_users": NotFound()}
    browser = with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF)
    assert [browser.get(f"{PAGE}{below}").status_code for below in ("", "/edit", "/users", "/users/new")] == [404] * 4


def test_customer_without_an_administrator_has_a_warning(installation: Installation) -> None:
    browser = with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF)
    assert "geen beheerder die kan inloggen" not in browser.get(PAGE).text
    installation.responses["get_customer"] = GetCustomer.example[1] | {"has_administrator": False}
    assert "geen beheerder die kan inloggen" in browser.get(PAGE).text


def test_customer_page_works_without_groups(installation: Installation) -> None:
    installation.responses["list_groups"] = ServiceUnavailable(service="fleet")
    assert "Pieter Bos" in with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF).get(PAGE).text


def test_customer_page_hides_users_without_the_right(installation: Installation) -> None:
    installation.responses["list_users"] = NotAllowed()
    page = with_rights(installation, "handle_service").browser(STAFF).get(PAGE)
    assert (page.status_code, f"{PAGE}/edit" in page.text, f"{PAGE}/users" in page.text) == (200, False, False)


def test_address_fields_are_sent_as_an_object(installation: Installation) -> None:
    browser = with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF)
    page = browser.get(f"{PAGE}/edit")
    browser.submit(page, f"{PAGE}/edit", **{"address-street": "Nieuwe Kade 2", "address-country": "BE"})
    (call,) = installation.calls_of("change_customer")
    address = GetCustomer.example[1]["address"] | {"street": "Nieuwe Kade 2", "country": "BE"}
    assert call.request == {
        "customer_id": VAN_DIJK,
        "name": "Van Dijk Logistiek B.V.",
        "status": "active",
        "address": address,
    }


def test_country_outside_the_list_is_kept(installation: Installation) -> None:
    row = GetCustomer.example[1] | {"address": GetCustomer.example[1]["address"] | {"country": "AT"}}
    installation.responses["get_customer"] = row
    assert (
        '<option value="AT" selected>'
        in with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF).get(f"{PAGE}/edit").text
    )


def test_refused_change_keeps_a_country_outside_the_list(installation: Installation) -> None:
    row = GetCustomer.example[1] | {"address": GetCustomer.example[1]["address"] | {"country": "AT"}}
    installation.responses |= {"get_customer": row, "change_customer": NotAllowed()}
    browser = with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF)
    typed = {"name": "Anders", "address-country": "AT"}
    refused = browser.submit(browser.get(f"{PAGE}/edit"), f"{PAGE}/edit", **typed)
    assert refused.status_code == 403
    assert '<option value="AT" selected>' in refused.text
    assert 'value="Anders"' in refused.text


def test_customer_number_in_use_is_reported_at_the_field(installation: Installation) -> None:
    installation.responses["create_customer"] = CustomerNumberTaken(name="Jansen")
    browser = with_rights(installation, *CUSTOMER_RIGHTS).browser(STAFF)
    typed = {"customer_number": "1048823", "name": "Smit"}
    refused = browser.submit(browser.get("/backoffice/customers/new"), "/backoffice/customers", **typed)
    assert refused.status_code == 409
    assert 'id="customer_number-problem"' in refused.text
    assert 'value="Smit"' in refused.text


MENU_LINKS = {
    "manage_customers": "/backoffice/contact",
    "manage_staff": "/backoffice/staff",
    "view_audit": "/backoffice/audit",
}


@pytest.mark.parametrize("right", MENU_LINKS)
def test_menu_links_require_their_rights(installation: Installation, right: str) -> None:
    menu = with_rights(installation, right).browser(STAFF).get("/menu").text
    assert {link for link in MENU_LINKS.values() if f'href="{link}"' in menu} == {MENU_LINKS[right]}


@pytest.mark.parametrize(("right", "shown"), [("manage_customers", True), ("handle_service", False)])
def test_open_messages_are_counted_for_staff_with_the_right(
    installation: Installation, right: str, shown: bool
) -> None:
    installation.responses["count_contact_messages"] = {"received": 4711}
    page = with_rights(installation, right).browser(STAFF).get("/").text
    assert ("4.711" in page, bool(installation.calls_of("count_contact_messages"))) == (shown, shown)


def test_contact_form_works_without_identity(installation: Installation) -> None:
    installation.responses["get_own_customer"] = ServiceUnavailable(service="identity")
    page = installation.browser(CUSTOMER).get("/contact?subject=company_data")
    assert page.status_code == 200
    assert 'value="Sanne de Wit"' in page.text


def test_users_read_who_their_administrators_are(installation: Installation) -> None:
    page = installation.browser(CUSTOMER).get("/organisation").text
    assert 'Sanne de Wit · <a href="mailto:sanne@vandijk.example">' in page
    installation.responses["get_own_customer"] = GetOwnCustomer.example[1] | {"administrators": []}
    assert "Uw organisatie heeft nog geen beheerder." in installation.browser(CUSTOMER).get("/organisation").text


def test_contact_form_contains_the_customers_data(installation: Installation) -> None:
    own: dict[str, Any] = GetOwnCustomer.example[1]
    page = installation.browser(CUSTOMER).get("/contact?subject=company_data").text
    assert all(part in page for part in (own["name"], own["address"]["street"], own["address"]["city"]))


@pytest.mark.parametrize("error", [ServiceUnavailable(service="servicedesk")])
def test_unavailable_service_keeps_the_message(installation: Installation, error: ContractError) -> None:
    installation.responses |= {"send_contact_message": error, "list_contact_messages": error}
    browser = installation.browser(CUSTOMER)
    refused = browser.submit(browser.get("/contact"), "/contact", text="Een lange vraag.", subject="other")
    assert refused.status_code == 503
    assert "Een lange vraag." in refused.text


def test_message_sent_twice_has_one_key(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    page = browser.get("/contact")
    for _ in range(2):
        browser.submit(page, "/contact", text="Een vraag.")
    assert len({call.key for call in installation.calls_of("send_contact_message")}) == 1


def test_reply_to_a_message_is_optional(installation: Installation) -> None:
    browser, page = installation.browser(STAFF), "/backoffice/contact/CM-4401-9273-5"
    form = browser.get(page)
    assert 'Ons antwoord <span class="optional">' in form.text
    assert browser.submit(form, page, note="").status_code == 303
