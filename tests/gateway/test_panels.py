"""An unavailable service hides only the panels that need it."""

import pytest

from services.chassis.contract import InternalError
from tests.gateway.installation import CUSTOMER, STAFF, Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
SENTENCE = "Dit onderdeel is even niet bereikbaar"


@pytest.mark.parametrize(
    ("who", "path", "down", "unavailable", "remaining"),
    [
        (CUSTOMER, "/", "fleet", 2, "SR-4401-9273-5"),
        (CUSTOMER, "/", "servicedesk", 1, "Balie 2e etage"),
        (CUSTOMER, MACHINE, "servicedesk", 1, "A7PY0SAMPLE18"),
        (CUSTOMER, f"{MACHINE}/supplies", "ordering", 1, "Toner magenta"),
        (CUSTOMER, f"{MACHINE}/service-history", "servicedesk", 1, "A7PY0SAMPLE18"),
        (STAFF, "/", "fleet", 1, "SR-4401-9273-5"),
        (STAFF, "/", "notify", 0, "SR-4401-9273-5"),
        (STAFF, "/", "servicedesk", 1, "Balie 2e etage"),
    ],
)
def test_unavailable_service_hides_only_its_panel(
    installation: Installation, who: str, path: str, down: str, unavailable: int, remaining: str
) -> None:
    browser = installation.browser(who)
    installation.stop(down)
    page = browser.get(path)
    assert (page.status_code, page.text.count(SENTENCE)) == (200, unavailable)
    assert remaining in page.text


def test_machine_page_says_that_ordering_is_unavailable(
    installation: Installation,
) -> None:
    session = installation.responses["get_session"]("")  # type: ignore[operator, misc]
    installation.responses["get_session"] = session | {"rights": ["order_supplies"]}
    browser = installation.browser(CUSTOMER)
    assert "Bestellen is even niet mogelijk" not in browser.get(MACHINE).text
    installation.stop("ordering")
    page = browser.get(MACHINE)
    assert (page.status_code, "Bestellen is even niet mogelijk" in page.text) == (200, True)


def test_internal_error_of_a_service_hides_only_its_panel(installation: Installation) -> None:
    installation.responses["list_service_requests"] = InternalError(correlation_id="abc")
    page = installation.browser(CUSTOMER).get(MACHINE)
    assert (page.status_code, page.text.count(SENTENCE)) == (200, 1)


def test_page_without_its_main_data_is_unavailable(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    installation.stop("fleet")
    page = browser.get("/machines")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "het onderdeel machines is even niet bereikbaar" in page.text


def test_page_queries_its_main_data_once(installation: Installation) -> None:
    page = installation.browser(STAFF).get("/backoffice/service-requests/SR-4401-9273-5/visit")
    assert (page.status_code, len(installation.calls_of("get_service_request"))) == (200, 1)


def test_panels_of_a_page_are_queried_once_each(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    browser.get("/")
    assert {call.operation for call in installation.calls} >= {
        "get_overview", "list_orders", "list_service_requests",
    }  # fmt: skip
    assert len(installation.calls) <= 4
