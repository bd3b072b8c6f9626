"""Orders from placed to delivered, through the bus."""

import re
import uuid
from typing import Any

import pytest
from contracts.builders import a_customer, an_order, an_orderer
from contracts.running import STAFF, Installation
from contracts.shop import Shop, a_shop
from eventually import eventually
from sqlalchemy import select

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound, Operation
from services.chassis.persistence.tables import outbox
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import Right, StaffRight
from services.ordering.contracts import (
    CancelOrder,
    ConfirmOrder,
    CountOrders,
    DeliverOrder,
    GetOrder,
    ImportOrder,
    InvalidOrderTransition,
    ListFittingSupplies,
    ListOrders,
    MoreThanOrdered,
    RefuseOrder,
    ShipOrder,
    SupplyAlreadyOnItsWay,
    SupplyDoesNotFit,
)

HANDLED: list[tuple[type[Operation], dict[str, Any]]] = [
    (ConfirmOrder, {}),
    (RefuseOrder, {"reason": "Op"}),
    (ShipOrder, {"carrier": "PostNL"}),
    (DeliverOrder, {}),
]


@pytest.fixture
def shop(installation: Installation) -> Shop:
    return a_shop(installation)


def found(installation: Installation, caller: Caller, order: dict[str, Any]) -> dict[str, Any]:
    return installation.call(GetOrder, caller, reference_number=order["reference_number"])


def do(
    installation: Installation, operation: type[Operation], order: dict[str, Any], caller: Caller = STAFF, **told: Any
) -> Any:
    return installation.call(operation, caller, reference_number=order["reference_number"], **told)


def listed(installation: Installation, caller: Caller, **asked: Any) -> list[str]:
    return [row["reference_number"] for row in installation.call(ListOrders, caller, **asked)["rows"]]


@pytest.mark.every_environment
def test_an_order_has_what_was_ordered(installation: Installation, shop: Shop) -> None:
    told = {"attention": "Sanne", "purchase_reference": "PO-1", "cost_centre": "42", "remarks": "Aan\nde achterkant"}
    order = found(installation, shop.sanne, an_order(installation, shop.sanne, shop.wanted(quantity=3), **told))
    assert order.items() >= told.items()
    assert [(line["sku"], line["quantity"], line["shipped"]) for line in order["lines"]] == [(shop.black, 3, 0)]
    assert (order["status"], order["total"]) == ("placed", {"amount": 3750, "currency": "EUR"})
    assert re.fullmatch(r"SO-\d{4}-\d{4}-\d", order["reference_number"])


def test_the_same_wanted_twice_is_one_line(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(quantity=1), shop.wanted(quantity=2))
    assert [line["quantity"] for line in order["lines"]] == [3]


@pytest.mark.parametrize("forged", ["stranger", "NO-SUCH-SKU"])
def test_a_supply_that_does_not_fit_is_refused_also_straight_on_the_bus(
    installation: Installation, shop: Shop, forged: str
) -> None:
    sku = getattr(shop, forged, forged)
    with pytest.raises(SupplyDoesNotFit) as refused:
        an_order(installation, shop.sanne, shop.wanted(), shop.wanted(sku=sku))
    assert refused.value.params["sku"] == sku
    assert listed(installation, shop.sanne) == []


def test_a_hidden_machine_is_not_ordered_for(installation: Installation, shop: Shop) -> None:
    with pytest.raises(MachineNotFound):
        an_order(installation, shop.pieter, shop.wanted())


def test_a_machine_of_another_customer_is_not_ordered_for(installation: Installation, shop: Shop) -> None:
    with pytest.raises(MachineNotFound):
        an_order(installation, an_orderer(a_customer(installation)), shop.wanted())


def test_who_may_not_order_does_not(installation: Installation, shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        an_order(installation, shop.customer.user(Right.REQUEST_SERVICE), shop.wanted())


def test_a_price_cannot_be_brought_along(installation: Installation, shop: Shop) -> None:
    with pytest.raises(Invalid):
        an_order(installation, shop.sanne, shop.wanted() | {"price": {"amount": 1, "currency": "EUR"}})


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_a_quantity_out_of_reason_is_refused(installation: Installation, shop: Shop, quantity: int) -> None:
    with pytest.raises(Invalid):
        an_order(installation, shop.sanne, shop.wanted(quantity=quantity))


def test_what_is_on_its_way_is_ordered_again_only_with_a_reason(installation: Installation, shop: Shop) -> None:
    first = an_order(installation, shop.sanne, shop.wanted(), reason="")
    with pytest.raises(SupplyAlreadyOnItsWay) as refused:
        an_order(installation, shop.sanne, shop.wanted(), reason="")
    assert refused.value.params == {"sku": shop.black, "reference_number": first["reference_number"]}
    assert an_order(installation, shop.sanne, shop.wanted(), reason="Lekt")["reason"] == "Lekt"


def test_an_open_order_shows_at_the_supply_until_it_is_delivered(installation: Installation, shop: Shop) -> None:
    def coming() -> dict[str, Any]:
        rows = installation.call(ListFittingSupplies, shop.sanne, machine_id=shop.first)["rows"]
        return {row["sku"]: row["open_order"] and row["open_order"]["status"] for row in rows}

    order = an_order(installation, shop.sanne, shop.wanted())
    assert coming() == {shop.black: "placed", shop.cyan: None}
    do(installation, ConfirmOrder, order)
    do(installation, ShipOrder, order, carrier="PostNL")
    assert coming()[shop.black] == "shipped"
    do(installation, DeliverOrder, order)
    assert coming()[shop.black] is None


@pytest.mark.every_environment
def test_with_one_visible_line_an_order_is_seen_without_the_hidden_ones(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(), shop.wanted(shop.cyan, shop.second, 2))
    seen = found(installation, shop.pieter, order)
    assert [line["machine"]["id"] for line in seen["lines"]] == [shop.second]
    assert (seen["pieces"], seen["total"]) == (2, None)


def test_an_order_with_a_hidden_line_is_not_cancelled(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(), shop.wanted(machine=shop.second))
    assert not found(installation, shop.pieter, order)["may_cancel"]
    with pytest.raises(NotFound):
        do(installation, CancelOrder, order, shop.pieter)


@pytest.mark.every_environment
def test_an_order_out_of_scope_does_not_exist(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    for stranger in (shop.pieter, an_orderer(a_customer(installation))):
        with pytest.raises(NotFound):
            found(installation, stranger, order)
        assert listed(installation, stranger) == []
        assert listed(installation, stranger, text=order["reference_number"]) == []
        assert installation.call(CountOrders, stranger)["open"] == 0


@pytest.mark.every_environment
def test_an_order_is_found_by_what_people_know_of_it(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(), purchase_reference="PO-2026-77")
    an_order(installation, shop.sanne, shop.wanted(shop.cyan, shop.second))
    number = order["reference_number"]
    for text in (number, number.replace("-", " "), "2026-77", shop.black):
        assert listed(installation, shop.sanne, text=text) == [number], text
    assert listed(installation, shop.sanne, machine_id=shop.first) == [number]


def test_the_dealer_fills_an_order_in_two_parcels(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(quantity=3))
    assert do(installation, ConfirmOrder, order)["may_ship"]
    part = {"line_id": order["lines"][0]["id"], "quantity": 2}
    sent = do(installation, ShipOrder, order, carrier="PostNL", tracking_number="3S1", parts=[part])
    assert (sent["lines"][0]["shipped"], sent["may_ship"], sent["may_deliver"]) == (2, True, False)
    with pytest.raises(InvalidOrderTransition):
        do(installation, DeliverOrder, order)
    sent = do(installation, ShipOrder, order, carrier="DHL")
    assert [parcel["parts"][0]["quantity"] for parcel in sent["shipments"]] == [2, 1]
    done = do(installation, DeliverOrder, order)
    assert [step["status"] for step in done["timeline"]] == ["placed", "confirmed", "shipped", "shipped", "delivered"]


def test_a_parcel_holds_no_more_than_was_ordered(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(quantity=1))
    do(installation, ConfirmOrder, order)
    part = {"line_id": order["lines"][0]["id"], "quantity": 1}
    with pytest.raises(MoreThanOrdered):
        do(installation, ShipOrder, order, carrier="PostNL", parts=[part, part])
    with pytest.raises(MoreThanOrdered):
        do(installation, ShipOrder, order, carrier="PostNL", parts=[part | {"line_id": str(uuid.uuid4())}])


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://carrier.example/1", "carrier.example", "https://"])
def test_a_tracking_link_leads_to_the_web_or_is_refused(installation: Installation, shop: Shop, link: str) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, order)
    with pytest.raises(Invalid):
        do(installation, ShipOrder, order, carrier="PostNL", tracking_url=link)


def test_the_customer_cancels_until_the_order_is_confirmed(installation: Installation, shop: Shop) -> None:
    first = an_order(installation, shop.sanne, shop.wanted())
    assert do(installation, CancelOrder, first, shop.sanne)["status"] == "cancelled"
    second = an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, second)
    assert not found(installation, shop.sanne, second)["may_cancel"]
    with pytest.raises(InvalidOrderTransition):
        do(installation, CancelOrder, second, shop.sanne)


def test_the_dealer_cancels_until_a_parcel_has_left(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, order)
    assert do(installation, CancelOrder, order, reason="Niet leverbaar")["timeline"][-1]["note"] == "Niet leverbaar"
    other = an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, other)
    do(installation, ShipOrder, other, carrier="PostNL")
    with pytest.raises(InvalidOrderTransition):
        do(installation, CancelOrder, other)


def test_a_refusal_says_why(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    with pytest.raises(Invalid):
        do(installation, RefuseOrder, order, reason=" ")
    assert do(installation, RefuseOrder, order, reason="Niet meer leverbaar.")["status"] == "refused"


@pytest.mark.parametrize(("operation", "told"), HANDLED, ids=lambda one: getattr(one, "__name__", ""))
def test_only_staff_who_handle_orders_handle_them(
    installation: Installation, shop: Shop, operation: type[Operation], told: dict[str, Any]
) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    for caller in (shop.sanne, Caller.operator(StaffRight.HANDLE_SERVICE)):
        with pytest.raises(NotAllowed):
            do(installation, operation, order, caller, **told)


@pytest.mark.every_environment
def test_open_orders_are_counted_by_status(installation: Installation, shop: Shop) -> None:
    an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, an_order(installation, shop.sanne, shop.wanted()))
    do(installation, CancelOrder, an_order(installation, shop.sanne, shop.wanted()))
    assert installation.call(CountOrders, shop.sanne) == {"placed": 1, "confirmed": 1, "shipped": 0, "open": 2}


def past(shop: Shop, *statuses: str) -> dict[str, Any]:
    steps = [{"status": status, "at": f"2025-01-0{i}T09:00:00+00:00"} for i, status in enumerate(statuses, start=1)]
    place = {"name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    return {
        "orderer_id": shop.sanne.person_id, "lines": [shop.wanted()], "deliver_to": place, "steps": steps,
        "carrier": "PostNL",
    }  # fmt: skip


def test_an_order_from_before_has_its_history_and_tells_nobody(installation: Installation, shop: Shop) -> None:
    order = installation.call(ImportOrder, STAFF, **past(shop, "placed", "confirmed", "shipped", "delivered"))
    seen = found(installation, shop.sanne, order)
    assert (seen["status"], seen["placed_at"]) == ("delivered", "2025-01-01T09:00:00+00:00")
    assert [parcel["at"] for parcel in seen["shipments"]] == ["2025-01-03T09:00:00+00:00"]
    told = [row.body["subject"] for row in installation.rows("ordering", select(outbox.c.body))]
    assert seen["id"] not in told


@pytest.mark.parametrize("steps", [["confirmed"], ["placed", "shipped"], ["placed", "cancelled", "confirmed"]])
def test_an_order_from_before_went_the_way_that_orders_go(
    installation: Installation, shop: Shop, steps: list[str]
) -> None:
    with pytest.raises(InvalidOrderTransition):
        installation.call(ImportOrder, STAFF, **past(shop, *steps))


def test_an_order_keeps_the_customer_when_its_machine_moves_on(installation: Installation, shop: Shop) -> None:
    from contracts.builders import a_machine

    order = an_order(installation, shop.sanne, shop.wanted())
    line = found(installation, shop.sanne, order)["lines"][0]["machine"]
    other = a_customer(installation)
    moved = {key: line[key] for key in ("equipment_number", "serial_number", "manufacturer", "model_name")}
    assert a_machine(installation, other, **moved) == shop.first
    eventually(lambda: installation.call(ListFittingSupplies, an_orderer(other), machine_id=shop.first))
    assert listed(installation, an_orderer(other)) == []
    assert listed(installation, shop.sanne) == [order["reference_number"]]
    rows = installation.call(ListFittingSupplies, an_orderer(other), machine_id=shop.first)["rows"]
    assert not any(row["open_order"] for row in rows)
