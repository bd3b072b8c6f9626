"""The basket and the delivery: lines that cannot be ordered any more, refused addresses."""

from typing import Any

import pytest

from gateway.portal.orders.forms import packed
from services.chassis.contract import Invalid
from services.identity.contracts import GetSession
from services.ordering.contracts import DraftLinesUnavailable, GetDraft, SupplyAlreadyOnItsWay
from tests.gateway.installation import CUSTOMER, Installation

DRAFT: dict[str, Any] = GetDraft.example[1]
GONE = "01980000-0000-7000-8000-000000000099"
ON_ITS_WAY = SupplyAlreadyOnItsWay(sku="TN-328M", reference_number="SO-4105-7729-0")
HIDDEN = {"id": GONE, "sku": "TN-9", "name": "Toner", "quantity": 3, "cause": "machine_not_found", "machine": ""}


@pytest.fixture
def orderer(installation: Installation) -> Installation:
    installation.responses["get_session"] = GetSession.example[1] | {"rights": ["order_supplies"]}
    installation.responses["get_draft"] = DRAFT | {"unavailable": [HIDDEN]}
    return installation


def test_line_that_cannot_be_ordered_is_removed_with_the_next_step(orderer: Installation) -> None:
    browser = orderer.browser(CUSTOMER)
    page = browser.get("/basket")
    assert "3 × Toner: de machine bestaat niet meer of is niet meer voor u zichtbaar." in page.text
    (line,) = DRAFT["lines"]
    fields = {"line_id": [GONE, line["id"]], "quantity": ["0", "2"], "draft_id": DRAFT["id"]}
    assert browser.submit(page, "/basket", **fields).location == "/basket/delivery"
    (call,) = orderer.calls_of("change_draft")
    assert call.request["lines"] == [{"line_id": GONE, "quantity": 0}, {"line_id": line["id"], "quantity": 2}]


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/basket", ["Prijs per stuk", "219,95", "2.639,40"]),
        ("/basket/check", ["Prijs per stuk", "219,95", "Bedrag", "2.639,40"]),
    ],
)
def test_price_of_one_piece_is_called_so(orderer: Installation, page: str, shown: list[str]) -> None:
    each, of_all = ({"amount": amount, "currency": "EUR"} for amount in (21995, 263940))
    line = DRAFT["lines"][0] | {"quantity": 12, "included_in_contract": False, "price": each, "line_total": of_all}
    orderer.responses["get_draft"] = DRAFT | {"lines": [line], "total": of_all, "unavailable": []}
    text = orderer.browser(CUSTOMER).get(page).text
    assert [one for one in shown if one not in text] == []
    assert 'data-label="Prijs"' not in text


def test_add_more_items_keeps_quantities(orderer: Installation) -> None:
    browser = orderer.browser(CUSTOMER)
    page = browser.get("/basket")
    (line,) = DRAFT["lines"]
    fields = {"line_id": [line["id"]], "quantity": ["5"], "more": "1"}
    assert 'name="more"' in page.text
    assert browser.submit(page, "/basket", **fields).location == "/orders/new"
    (call,) = orderer.calls_of("change_draft")
    assert call.request["lines"] == [{"line_id": line["id"], "quantity": 5}]


def test_going_back_to_the_basket_keeps_the_typed_reference(orderer: Installation) -> None:
    browser = orderer.browser(CUSTOMER)
    page = browser.get("/basket/delivery")
    fields = {"choice": packed(DRAFT["deliver_to"]), "purchase_reference": "PO-7", "back": "1"}
    assert 'name="back"' in page.text
    assert browser.submit(page, "/basket/delivery", **fields).location == "/basket"
    (call,) = orderer.calls_of("set_draft_delivery")
    assert (call.request["purchase_reference"], call.request["complete"]) == ("PO-7", False)


def test_refused_delivery_offers_to_go_back_without_it(orderer: Installation) -> None:
    orderer.responses["set_draft_delivery"] = Invalid(fields=[{"path": ["deliver_to", "city"], "code": "required"}])
    browser = orderer.browser(CUSTOMER)
    page = browser.submit(browser.get("/basket/delivery"), "/basket/delivery", draft_id=DRAFT["id"], back="1").text
    assert '<a href="/basket">Terug naar de winkelmand zonder op te slaan</a>' in page


def test_basket_of_only_such_lines_offers_to_empty_it(orderer: Installation) -> None:
    orderer.responses["get_draft"] = DRAFT | {"lines": [], "unavailable": [HIDDEN]}
    page = orderer.browser(CUSTOMER).get("/basket").text
    assert "Uit winkelmand halen" in page
    assert "Verder naar" not in page


def test_order_is_not_offered_with_such_lines(orderer: Installation) -> None:
    page = orderer.browser(CUSTOMER).get(f"/basket/check?draft={DRAFT['id']}")
    assert "Niet meer te bestellen" in page.text
    assert "Bestelling plaatsen" not in page.text


def test_refused_known_address_can_be_corrected(orderer: Installation) -> None:
    orderer.responses["set_draft_delivery"] = Invalid(
        fields=[{"path": ["deliver_to", "postcode"], "code": "postcode_format", "params": {"example": "1234 AB"}}]
    )
    known = packed(DRAFT["deliver_to"] | {"postcode": "12"})
    browser = orderer.browser(CUSTOMER)
    refused = browser.submit(browser.get("/basket/delivery"), "/basket/delivery", draft_id=DRAFT["id"], choice=known)
    assert (refused.status_code, "Vul een postcode in zoals 1234 AB." in refused.text) == (422, True)
    assert 'name="deliver_to-postcode" type="text" value="12"' in refused.text
    assert 'name="choice" value="other" checked' in refused.text


def test_delivery_without_a_reason_for_what_is_on_its_way_asks_for_it_at_its_field(orderer: Installation) -> None:
    orderer.responses["set_draft_delivery"] = ON_ITS_WAY
    browser = orderer.browser(CUSTOMER)
    refused = browser.submit(
        browser.get("/basket/delivery"), "/basket/delivery", draft_id=DRAFT["id"], remarks="Bel aan", reason=""
    )
    assert (refused.status_code, 'id="reason-problem"' in refused.text, "Bel aan" in refused.text) == (409, True, True)


def test_only_the_delivery_asks_why_something_is_ordered_again(orderer: Installation) -> None:
    orderer.responses["get_draft"] = DRAFT | {"reason": ""}
    browser = orderer.browser(CUSTOMER)
    page = browser.get(f"/basket/check?draft={DRAFT['id']}")
    assert (page.status_code, page.location) == (303, "/basket/delivery")
    orderer.responses["get_draft"] = DRAFT
    page = browser.get(f"/basket/check?draft={DRAFT['id']}")
    assert 'name="reason"' not in page.text
    assert DRAFT["reason"] in page.text


def test_draft_whose_supply_was_ordered_meanwhile_returns_to_the_delivery(orderer: Installation) -> None:
    orderer.responses["get_draft"] = DRAFT | {"wants_reason": False, "reason": ""}
    browser = orderer.browser(CUSTOMER)
    page = browser.get(f"/basket/check?draft={DRAFT['id']}")
    orderer.responses |= {"get_draft": DRAFT | {"reason": ""}, "place_draft": ON_ITS_WAY}
    refused = browser.submit(page, "/basket/check", draft_id=DRAFT["id"], revision="2")
    assert (refused.status_code, 'id="reason-problem"' in refused.text) == (422, True)
    assert 'action="/basket/delivery"' in refused.text


def test_basket_for_two_sites_says_that_an_order_has_one_address(orderer: Installation) -> None:
    (line,) = DRAFT["lines"]
    lines = [line | {"machine": line["machine"] | {"site": site}} for site in ("Utrecht", "Zwolle", "Zwolle")]
    orderer.responses["get_draft"] = DRAFT | {"lines": lines}
    browser = orderer.browser(CUSTOMER)
    assert "Uw winkelmand is voor 2 locaties" in browser.get("/basket/delivery").text
    orderer.responses["get_draft"] = DRAFT
    assert "Uw winkelmand is voor" not in browser.get("/basket/delivery").text


def test_order_that_became_impossible_shows_the_lines(orderer: Installation) -> None:
    unavailable, orderer.responses["get_draft"] = orderer.responses["get_draft"], DRAFT
    browser = orderer.browser(CUSTOMER)
    page = browser.get(f"/basket/check?draft={DRAFT['id']}")
    orderer.responses |= {"get_draft": unavailable, "place_draft": DraftLinesUnavailable()}
    refused = browser.submit(page, "/basket/check", draft_id=DRAFT["id"], revision="2")
    assert (refused.status_code, "Haal die regels eruit" in refused.text) == (409, True)
    assert "3 × Toner" in refused.text


def test_back_button_loads_the_check_page_again_which_leads_to_the_placed_order(orderer: Installation) -> None:
    browser, address = orderer.browser(CUSTOMER), f"/basket/check?draft={DRAFT['id']}"
    assert browser.get(address).headers["Cache-Control"] == "no-store"
    orderer.responses["get_draft"] = DRAFT | {"reference_number": "SO-2207-6143-5"}
    assert browser.get(address).location == "/orders/SO-2207-6143-5/received"
