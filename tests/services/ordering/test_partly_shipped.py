"""Orders of which a parcel was shipped while something is still to be shipped."""

from typing import Any

import pytest
from contracts.builders import an_order
from contracts.running import STAFF, Installation
from contracts.shop import Shop, a_shop

from services.chassis.contract import Caller
from services.ordering.contracts import (
    CancelOrder,
    ConfirmOrder,
    CountOrders,
    GetOrder,
    ListFittingSupplies,
    ListOrders,
    ShipOrder,
)


@pytest.fixture
def shop(installation: Installation) -> Shop:
    return a_shop(installation)


def partly_shipped(installation: Installation, shop: Shop) -> dict[str, Any]:
    """An order of three toners for the first machine, of which one is shipped, and one for the second, which is."""
    order = an_order(installation, shop.sanne, shop.wanted(quantity=3), shop.wanted(shop.cyan, shop.second))
    order_number = {"reference_number": order["reference_number"]}
    installation.call(ConfirmOrder, STAFF, **order_number)
    parts = [{"line_id": line["id"], "quantity": 1} for line in order["lines"]]
    return installation.call(ShipOrder, STAFF, **order_number, carrier="PostNL", parts=parts)


def to_ship(installation: Installation, caller: Caller) -> tuple[int, list[str]]:
    """The number of orders to ship, and their reference numbers."""
    rows = installation.call(ListOrders, caller, to_ship=True)["rows"]
    return installation.call(CountOrders, caller)["to_ship"], [row["reference_number"] for row in rows]


@pytest.mark.every_environment
def test_an_order_is_to_be_shipped_until_all_of_it_is(installation: Installation, shop: Shop) -> None:
    an_order(installation, shop.sanne, shop.wanted(shop.cyan))
    order_number = partly_shipped(installation, shop)["reference_number"]
    assert to_ship(installation, shop.sanne) == (1, [order_number])
    installation.call(ShipOrder, STAFF, reference_number=order_number, carrier="PostNL")
    assert to_ship(installation, shop.sanne) == (0, [])


def test_an_order_of_which_only_hidden_lines_are_left_is_not_to_be_shipped(
    installation: Installation, shop: Shop
) -> None:
    partly_shipped(installation, shop)
    assert to_ship(installation, shop.pieter) == (0, [])


def test_pieces_left_are_those_of_visible_lines(installation: Installation, shop: Shop) -> None:
    order_number = partly_shipped(installation, shop)["reference_number"]
    orders = [installation.call(GetOrder, caller, reference_number=order_number) for caller in (STAFF, shop.pieter)]
    assert [(order["left"], order["is_partly_shipped"]) for order in orders] == [(2, True), (0, False)]


def test_order_is_partly_shipped_from_its_first_parcel_to_its_last(installation: Installation, shop: Shop) -> None:
    order_number = partly_shipped(installation, shop)["reference_number"]
    placed = an_order(installation, shop.sanne, shop.wanted())
    shipped = installation.call(ShipOrder, STAFF, reference_number=order_number, carrier="PostNL")
    assert (placed["is_partly_shipped"], shipped["is_partly_shipped"]) == (False, False)


def test_nothing_is_left_of_a_cancelled_order(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    cancelled = installation.call(CancelOrder, STAFF, reference_number=order["reference_number"])
    assert (order["left"], cancelled["left"]) == (1, 0)


def test_an_open_order_tells_what_is_on_its_way(installation: Installation, shop: Shop) -> None:
    partly_shipped(installation, shop)
    rows = installation.call(ListFittingSupplies, shop.sanne, machine_id=shop.first)["rows"]
    orders = [order for row in rows if row["sku"] == shop.black for order in row["open_orders"]]
    assert [(order["quantity"], order["shipped"]) for order in orders] == [(3, 1)]
