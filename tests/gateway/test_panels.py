"""A service that is down costs only the panel that needs it."""

import pytest

from services.chassis.contract import InternalError
from tests.gateway.house import CUSTOMER, STAFF, House

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
SENTENCE = "Dit onderdeel is even niet bereikbaar"


@pytest.mark.parametrize(
    ("who", "path", "down", "missing", "still_there"),
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
def test_the_rest_of_the_page_stays(
    house: House, who: str, path: str, down: str, missing: int, still_there: str
) -> None:
    browser = house.browser(who)
    house.stop(down)
    page = browser.get(path)
    assert (page.status_code, page.text.count(SENTENCE)) == (200, missing)
    assert still_there in page.text


def test_without_ordering_a_machine_says_to_who_may_order_that_it_is_not_possible_now(house: House) -> None:
    session = house.answers["find_session"]("")  # type: ignore[operator, misc]
    house.answers["find_session"] = session | {"rights": ["order_supplies"]}
    browser = house.browser(CUSTOMER)
    assert "Bestellen lukt even niet" not in browser.get(MACHINE).text
    house.stop("ordering")
    page = browser.get(MACHINE)
    assert (page.status_code, "Bestellen lukt even niet" in page.text) == (200, True)


def test_a_fault_in_a_service_costs_only_its_panel(house: House) -> None:
    house.answers["list_service_requests"] = InternalError(correlation_id="abc")
    page = house.browser(CUSTOMER).get(MACHINE)
    assert (page.status_code, page.text.count(SENTENCE)) == (200, 1)


def test_a_page_without_its_main_thing_says_so(house: House) -> None:
    browser = house.browser(CUSTOMER)
    house.stop("fleet")
    page = browser.get("/machines")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "het onderdeel machines is even niet bereikbaar" in page.text


def test_a_page_asks_for_its_main_thing_once(house: House) -> None:
    page = house.browser(STAFF).get("/backoffice/service-requests/SR-4401-9273-5/visit")
    assert (page.status_code, len(house.asked("find_service_request"))) == (200, 1)


def test_questions_of_one_page_are_asked_side_by_side(house: House) -> None:
    browser = house.browser(CUSTOMER)
    browser.get("/")
    assert {call.operation for call in house.calls} >= {
        "count_machines", "list_orders", "list_machines", "list_service_requests",
    }  # fmt: skip
    assert len(house.calls) <= 6
