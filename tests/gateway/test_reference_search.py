"""The search field of every page leads to the page of a complete reference number."""

import pytest

from services.chassis.contract import NotAllowed, NotFound
from tests.gateway.installation import CUSTOMER, STAFF, Installation, operations

OPERATIONS = {"SO": "get_order", "SR": "get_service_request", "CM": "get_contact_message"}
PAGES = {
    (CUSTOMER, "SO-2207-6143-5"): "/orders/SO-2207-6143-5",
    (CUSTOMER, "SR-4401-9273-5"): "/service-requests/SR-4401-9273-5",
    (CUSTOMER, "CM-7702-1839-9"): "/contact/{}",
    (STAFF, "SO-2207-6143-5"): "/backoffice/orders/SO-2207-6143-5",
    (STAFF, "SR-4401-9273-5"): "/backoffice/service-requests/SR-4401-9273-5",
    (STAFF, "CM-7702-1839-9"): "/backoffice/contact/{}",
}


@pytest.mark.parametrize(("who", "number"), PAGES)
@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda number: number.replace("-", ""), lambda number: f" {number} ", "ref: {}.".format]
)
def test_reference_number_leads_to_its_page(installation: Installation, who: str, number: str, typed: object) -> None:
    assert callable(typed)
    response = installation.browser(who).get("/machines", query_string={"text": typed(number)})
    (call,) = installation.calls_of(OPERATIONS[number[:2]])
    assert call.request["reference_number"] == number
    known = operations()[OPERATIONS[number[:2]]].example[1]["reference_number"]
    assert (response.status_code, response.location) == (303, PAGES[who, number].format(known))


@pytest.mark.parametrize("error", [NotFound(), NotAllowed()])
def test_number_of_nothing_that_the_person_may_see_is_reported_and_searched_among_machines(
    installation: Installation, error: NotFound | NotAllowed
) -> None:
    installation.responses["get_contact_message"] = error
    page = installation.browser(STAFF).get("/machines?text=CM-7702-1839-9")
    assert (page.status_code, 'value="CM-7702-1839-9"' in page.text) == (200, True)
    assert "Geen bestelling, serviceaanvraag of bericht met nummer CM-7702-1839-9 gevonden" in page.text
    assert "Hieronder staan de machines" in page.text
    assert installation.calls_of("list_machines")[0].request["text"] == "CM-7702-1839-9"


def test_number_that_cannot_be_looked_up_now_is_not_reported_as_unknown(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    installation.stop("ordering")
    page = browser.get("/machines?text=SO-2207-6143-5").text
    assert "Nummer SO-2207-6143-5 kunnen we nu niet opzoeken" in page
    assert "Geen bestelling" not in page


@pytest.mark.parametrize("typed", ["SO-2207", "SO-2207-6143-55", "XX-2207-6143-5", "220761435", "SO", ""])
def test_other_text_is_searched_among_machines_only(installation: Installation, typed: str) -> None:
    assert installation.browser(STAFF).get("/machines", query_string={"text": typed}).status_code == 200
    assert [call for call in installation.calls if call.operation in OPERATIONS.values()] == []
