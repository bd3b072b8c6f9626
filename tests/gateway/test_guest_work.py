"""What customer and dealer see of what guests order and report: lists, pages, downloads, and the panel of the
settings."""

import csv
import io

import pytest

from services.chassis.contract import ServiceUnavailable
from services.chassis.contract.guests import EXAMPLE_GUEST
from services.fleet.contracts import GetGuestAccess
from services.identity.contracts import GetSession
from services.ordering.contracts import GetOrder, ListOrders
from services.servicedesk.contracts import GetServiceRequest, ListServiceRequests
from tests.gateway.browser import Forms
from tests.gateway.installation import CUSTOMER, STAFF, Installation

REQUEST, ORDER = "/service-requests/SR-4401-9273-5", "/orders/SO-2207-6143-5"
ERASED = EXAMPLE_GUEST | {"name": "", "email": ""}
ORDERS = [(CUSTOMER, "/orders"), (STAFF, "/backoffice/orders")]
REQUESTS = [(CUSTOMER, "/service-requests"), (STAFF, "/backoffice/service-requests")]


@pytest.fixture(params=[EXAMPLE_GUEST, ERASED], ids=["known", "erased"])
def guest(request: pytest.FixtureRequest, installation: Installation) -> dict[str, str]:
    """The portal shows orders and requests that a guest made."""
    made: dict[str, str] = request.param
    placed = GetOrder.example[1] | {"orderer_id": None, "guest": made}
    filed = GetServiceRequest.example[1] | {"requester_id": None, "guest": made}
    for row in (placed, filed):
        row["timeline"] = [row["timeline"][0] | {"author_id": None}]
    orders, requests = ListOrders.example[1] | {"rows": [placed]}, ListServiceRequests.example[1] | {"rows": [filed]}
    installation.responses |= {"get_order": placed, "list_orders": orders, "export_orders": orders}
    installation.responses |= {"get_service_request": filed, "list_service_requests": requests}
    installation.responses |= {"export_service_requests": requests}
    return made


@pytest.mark.parametrize(("who", "path"), [*ORDERS, *REQUESTS])
def test_the_filter_reaches_list_and_downloads(installation: Installation, who: str, path: str) -> None:
    browser = installation.browser(who)
    page = browser.get(f"{path}?guests=1").text
    browser.get(f"{path}/export.csv?guests=1")
    kind = "orders" if path.endswith("orders") else "service_requests"
    for operation in (f"list_{kind}", f"export_{kind}"):
        assert installation.calls_of(operation)[0].request["by_guests"] is True
    assert "export.csv?guests=1" in page


@pytest.mark.parametrize(("who", "path"), [*ORDERS, *REQUESTS])
def test_a_list_marks_what_guests_made(installation: Installation, guest: dict[str, str], who: str, path: str) -> None:
    assert "Door een gast" in installation.browser(who).get(path).text


@pytest.mark.parametrize(
    ("who", "path"),
    [(CUSTOMER, ORDER), (CUSTOMER, REQUEST), (STAFF, f"/backoffice{ORDER}"), (STAFF, f"/backoffice{REQUEST}")],
)
def test_a_page_says_which_guest_made_it(
    installation: Installation, guest: dict[str, str], who: str, path: str
) -> None:
    page = installation.browser(who).get(path).text
    assert "door een gast" in page
    assert (guest["name"] or "Naam en e-mailadres zijn gewist") in page
    assert ("mailto:ine@bezoek.example" in page) is bool(guest["email"])


@pytest.mark.parametrize(
    "path",
    [
        f"/backoffice{ORDER}/refuse",
        f"/backoffice{ORDER}/cancel",
        f"/backoffice{REQUEST}/wait",
        f"/backoffice{REQUEST}/resolve",
        f"/backoffice{REQUEST}/cancel",
        f"/backoffice{REQUEST}/visit",
    ],
)
def test_staff_read_what_the_guest_hears_and_not_what_a_customer_would(
    installation: Installation, guest: dict[str, str], path: str
) -> None:
    page = installation.browser(STAFF).get(path).text
    assert "gast" in page.partition("<main")[2]
    for untrue in ("De klant krijgt een e-mail", "vragen de klant", "in de e-mail."):
        assert untrue not in page


@pytest.mark.parametrize("path", [f"{ORDER}/confirm", f"{ORDER}/deliver", f"{REQUEST}/accept"])
def test_staff_are_told_that_a_guest_is_not_mailed(
    installation: Installation, guest: dict[str, str], path: str
) -> None:
    browser, page = installation.browser(STAFF), path.rpartition("/")[0]
    token = Forms.of(browser.get(f"/backoffice{page}")).named("/language")["csrf_token"]
    done = browser.send(f"/backoffice{path}", {"csrf_token": token})
    assert "De gast krijgt daarover geen e-mail" in browser.get(done.location or "").text


@pytest.mark.parametrize("who", [CUSTOMER, STAFF])
def test_a_message_is_said_not_to_reach_the_guest(installation: Installation, guest: dict[str, str], who: str) -> None:
    path = REQUEST if who == CUSTOMER else f"/backoffice{REQUEST}"
    installation.responses["get_service_request"]["may_write"] = True
    assert "krijgt uw bericht niet" in installation.browser(who).get(path).text


@pytest.mark.parametrize(("path", "column"), [("/orders", 3), ("/service-requests", 11)])
def test_a_download_names_the_guest(installation: Installation, guest: dict[str, str], path: str, column: int) -> None:
    text = installation.browser(CUSTOMER).get(f"{path}/export.csv").text
    _, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert row[column] == ("Ine Willems (gast)" if guest["name"] else "Gast")


def test_a_request_shows_who_has_seen_it_too(installation: Installation) -> None:
    seen = {"id": GetServiceRequest.example[1]["id"], "at": "2026-03-03T09:00:00+00:00"} | EXAMPLE_GUEST
    row = GetServiceRequest.example[1] | {"sightings": [seen], "sighting_count": 1}
    requests = ListServiceRequests.example[1]
    listed = requests | {"rows": [requests["rows"][0] | {"sighting_count": 1}]}
    installation.responses |= {"get_service_request": row, "list_service_requests": listed}
    browser = installation.browser(CUSTOMER)
    assert "Ine Willems" in browser.get(REQUEST).text
    assert "Ook gezien door 1 gast" in browser.get("/service-requests").text


@pytest.fixture
def manager(installation: Installation) -> Installation:
    """The user manages guest access."""
    session = GetSession.example[1]
    installation.responses["get_session"] = session | {"rights": [*session["rights"], "manage_guest_access"]}
    return installation


def test_the_settings_show_what_guests_did(manager: Installation) -> None:
    page = manager.browser(CUSTOMER).get("/guest-access").text
    for text in ("SO-2207-6143-5", "SR-4401-9273-5", 'href="/orders?guests=1"', 'href="/service-requests?guests=1"'):
        assert text in page
    for operation in ("list_orders", "list_service_requests"):
        assert manager.calls_of(operation)[0].request == {"by_guests": True, "limit": 5}


@pytest.mark.parametrize(
    ("path", "operation"),
    [("/backoffice/orders", "list_orders"), ("/backoffice/service-requests", "list_service_requests")],
)
def test_the_settings_lead_staff_to_all_that_guests_of_the_customer_did(
    installation: Installation, path: str, operation: str
) -> None:
    browser, customer_id = installation.browser(STAFF), GetGuestAccess.example[1]["customer_id"]
    settings = browser.get(f"/backoffice/customers/{customer_id}/guest-access").text
    assert f'href="{path}?guests=1&amp;customer={customer_id}"' in settings
    page = browser.get(f"{path}?guests=1&customer={customer_id}").text
    assert (
        installation.calls_of(operation)[-1].request.items() >= {"by_guests": True, "customer_id": customer_id}.items()
    )
    assert f'name="customer" value="{customer_id}"' in page
    assert f'href="{path}?guests=1"' in page


def test_the_settings_are_shown_without_what_a_service_does_not_answer(manager: Installation) -> None:
    manager.responses["list_orders"] = ServiceUnavailable(service="ordering")
    page = manager.browser(CUSTOMER).get("/guest-access")
    assert (page.status_code, "SR-4401-9273-5" in page.text) == (200, True)
