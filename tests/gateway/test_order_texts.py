"""What pages say about orders: how far they are, and who is addressed."""

from typing import Any

import pytest

from gateway.presenters.orders import Line, Offer, Order
from services.ordering.contracts import CountOrders, GetOrder
from tests.gateway.installation import STAFF, Installation

ORDER: dict[str, Any] = GetOrder.example[1]


@pytest.mark.parametrize(("partly", "text"), [(True, "Deels verzonden"), (False, "Onderweg")])
def test_shipped_order_with_something_left_is_partly_shipped(
    installation: Installation, partly: bool, text: str
) -> None:
    with installation.app.test_request_context("/"):
        assert Order(ORDER | {"status": "shipped", "is_partly_shipped": partly}).tag.text == text


@pytest.mark.parametrize(
    ("shipped", "text"),
    [
        (0, "3 stuks nog te verzenden"),
        (1, "1 stuk onderweg, 2 stuks nog te verzenden"),
        (3, "3 stuks onderweg"),
    ],
)
def test_supply_of_a_shipped_order_is_on_its_way_as_far_as_shipped(
    installation: Installation, shipped: int, text: str
) -> None:
    order = {"reference_number": "SO-1", "status": "shipped", "quantity": 3, "shipped": shipped}
    with installation.app.test_request_context("/"):
        assert Offer({"open_orders": [order]}).open_orders == [
            ("SO-1", "/orders/SO-1", text, "truck" if shipped else "box-seam")
        ]


def test_tile_counts_and_lists_orders_to_ship(installation: Installation) -> None:
    installation.responses["count_orders"] = CountOrders.example[1] | {"confirmed": 3, "to_ship": 7}
    browser = installation.browser(STAFF)
    assert '/backoffice/orders?to_ship=1"><b>7</b>' in browser.get("/").text
    browser.get("/backoffice/orders?to_ship=1")
    assert installation.calls_of("list_orders")[-1].request["to_ship"] is True


def test_staff_read_about_the_customer_in_an_order(installation: Installation) -> None:
    installation.responses["get_order"] = ORDER | {"reason": "Lekt", "repeats": ["SO-4105-7729-0"]}
    page = installation.browser(STAFF).get(f"/backoffice/orders/{ORDER['reference_number']}").text
    assert "Referentie of inkoopnummer van de klant" in page
    assert "Waarom bestelt u" not in page
    assert 'href="/backoffice/orders/SO-4105-7729-0">SO-4105-7729-0</a>' in page


@pytest.mark.parametrize(("right", "shown"), [("handle_orders", True), ("handle_service", False)])
def test_only_staff_who_handle_orders_are_asked_to_confirm(installation: Installation, right: str, shown: bool) -> None:
    session = installation.responses["get_session"](STAFF)  # type: ignore[operator, misc]
    installation.responses["get_session"] = session | {"rights": [right]}
    page = installation.browser(STAFF).get("/backoffice/orders").text
    assert ("wachten op uw bevestiging" in page) == shown


@pytest.mark.parametrize(
    ("name", "article"), [("Konica Minolta TN-324K", "Konica Minolta TN-324K"), ("Toner", "Toner · TN-324K")]
)
def test_article_names_its_number_once(name: str, article: str) -> None:
    assert Line({"name": name, "sku": "TN-324K"}).article == article
