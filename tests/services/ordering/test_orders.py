"""Orders from placed to delivered."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from contracts.builders import a_customer, a_machine, a_supply, an_order, an_orderer, number, pages_of
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


def get_order(installation: Installation, caller: Caller, order: dict[str, Any]) -> dict[str, Any]:
    return installation.call(GetOrder, caller, reference_number=order["reference_number"])


def do(
    installation: Installation, operation: type[Operation], order: dict[str, Any], caller: Caller = STAFF, **values: Any
) -> Any:
    return installation.call(operation, caller, reference_number=order["reference_number"], **values)


def test_order_has_the_cost_centre_of_its_machines_unless_given(installation: Installation, shop: Shop) -> None:
    names = {"manufacturer": "Canon", "model_name": number("iR ")}
    machine = a_machine(installation, shop.customer, cost_centre="4100", **names)
    wanted = shop.wanted(a_supply(installation, tuple(names.values()))["sku"], machine)
    orders = [an_order(installation, shop.sanne, wanted, cost_centre=given) for given in ("", "42")]
    assert [order["cost_centre"] for order in orders] == ["4100", "42"]
    assert {line["machine"]["cost_centre"] for order in orders for line in order["lines"]} == {"4100"}


def listed(installation: Installation, caller: Caller, **filters: Any) -> list[str]:
    return [row["reference_number"] for row in installation.call(ListOrders, caller, **filters)["rows"]]


@pytest.mark.every_environment
def test_an_order_has_the_ordered_values(installation: Installation, shop: Shop) -> None:
    values = {"attention": "Sanne", "purchase_reference": "PO-1", "cost_centre": "42", "remarks": "Aan\nde achterkant"}
    order = get_order(installation, shop.sanne, an_order(installation, shop.sanne, shop.wanted(quantity=3), **values))
    assert order.items() >= values.items()
    assert [(line["sku"], line["quantity"], line["shipped"]) for line in order["lines"]] == [(shop.black, 3, 0)]
    assert (order["status"], order["total"]) == ("placed", {"amount": 3750, "currency": "EUR"})
    assert [(line["price"]["amount"], line["line_total"]) for line in order["lines"]] == [(1250, order["total"])]
    assert re.fullmatch(r"SO-\d{4}-\d{4}-\d", order["reference_number"])


def test_lines_with_the_same_supply_are_merged(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(quantity=1), shop.wanted(quantity=2))
    assert [line["quantity"] for line in order["lines"]] == [3]


@pytest.mark.parametrize("forged", ["stranger", "NO-SUCH-SKU"])
def test_a_supply_that_does_not_fit_is_refused(installation: Installation, shop: Shop, forged: str) -> None:
    sku = getattr(shop, forged, forged)
    with pytest.raises(SupplyDoesNotFit) as error:
        an_order(installation, shop.sanne, shop.wanted(), shop.wanted(sku=sku))
    assert error.value.params["sku"] == sku
    assert listed(installation, shop.sanne) == []


def test_a_hidden_machine_cannot_be_ordered_for(installation: Installation, shop: Shop) -> None:
    with pytest.raises(MachineNotFound):
        an_order(installation, shop.pieter, shop.wanted())


def test_a_machine_of_another_customer_cannot_be_ordered_for(installation: Installation, shop: Shop) -> None:
    with pytest.raises(MachineNotFound):
        an_order(installation, an_orderer(a_customer(installation)), shop.wanted())


def test_ordering_requires_the_right(installation: Installation, shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        an_order(installation, shop.customer.caller(Right.REQUEST_SERVICE), shop.wanted())


def test_a_price_in_the_request_is_refused(installation: Installation, shop: Shop) -> None:
    with pytest.raises(Invalid):
        an_order(installation, shop.sanne, shop.wanted() | {"price": {"amount": 1, "currency": "EUR"}})


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_a_quantity_outside_the_limits_is_refused(installation: Installation, shop: Shop, quantity: int) -> None:
    with pytest.raises(Invalid):
        an_order(installation, shop.sanne, shop.wanted(quantity=quantity))


def test_a_supply_on_its_way_requires_a_reason(installation: Installation, shop: Shop) -> None:
    first = an_order(installation, shop.sanne, shop.wanted(), reason="")
    with pytest.raises(SupplyAlreadyOnItsWay) as error:
        an_order(installation, shop.sanne, shop.wanted(), reason="")
    assert error.value.params == {"sku": shop.black, "reference_number": first["reference_number"]}
    assert an_order(installation, shop.sanne, shop.wanted(), reason="Lekt")["reason"] == "Lekt"


def test_an_order_names_the_visible_orders_that_it_repeats(installation: Installation, shop: Shop) -> None:
    done = an_order(installation, shop.sanne, shop.wanted())
    do(installation, CancelOrder, done)
    an_order(installation, shop.sanne, shop.wanted(shop.cyan))
    first = an_order(installation, shop.sanne, shop.wanted(), shop.wanted(shop.cyan, shop.second))
    again = an_order(installation, shop.sanne, shop.wanted(), shop.wanted(shop.cyan, shop.second), reason="Lekt")
    do(installation, CancelOrder, first)
    assert get_order(installation, STAFF, again)["repeats"] == [first["reference_number"]]
    assert get_order(installation, shop.sanne, first)["repeats"] == []
    other = an_order(installation, shop.sanne, shop.wanted(), shop.wanted(shop.black, shop.second), reason="Lekt")
    assert get_order(installation, shop.sanne, other)["repeats"] == [again["reference_number"]]
    assert get_order(installation, shop.pieter, other)["repeats"] == []


def test_a_supply_shows_its_open_order_until_delivery(installation: Installation, shop: Shop) -> None:
    def open_orders() -> dict[str, Any]:
        rows = installation.call(ListFittingSupplies, shop.sanne, machine_id=shop.first)["rows"]
        return {row["sku"]: [order["status"] for order in row["open_orders"]] for row in rows}

    order = an_order(installation, shop.sanne, shop.wanted())
    assert open_orders() == {shop.black: ["placed"], shop.cyan: []}
    do(installation, ConfirmOrder, order)
    do(installation, ShipOrder, order, carrier="PostNL")
    assert open_orders()[shop.black] == ["shipped"]
    do(installation, DeliverOrder, order)
    assert open_orders()[shop.black] == []


@pytest.mark.every_environment
def test_an_order_with_a_visible_line_is_shown_without_hidden_lines(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(), shop.wanted(shop.cyan, shop.second, 2))
    response = get_order(installation, shop.pieter, order)
    assert [line["machine"]["id"] for line in response["lines"]] == [shop.second]
    assert (response["pieces"], response["total"]) == (2, None)


def test_an_order_with_a_hidden_line_cannot_be_cancelled(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(), shop.wanted(machine=shop.second))
    assert not get_order(installation, shop.pieter, order)["may_cancel"]
    with pytest.raises(NotFound):
        do(installation, CancelOrder, order, shop.pieter)


@pytest.mark.every_environment
def test_an_order_out_of_scope_is_not_found(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    for stranger in (shop.pieter, an_orderer(a_customer(installation))):
        with pytest.raises(NotFound):
            get_order(installation, stranger, order)
        assert listed(installation, stranger) == []
        assert listed(installation, stranger, text=order["reference_number"]) == []
        assert installation.call(CountOrders, stranger)["open"] == 0


@pytest.mark.every_environment
def test_an_order_is_found_by_numbers_reference_and_supply(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(), purchase_reference="PO-2026-77")
    an_order(installation, shop.sanne, shop.wanted(shop.cyan, shop.second))
    number = order["reference_number"]
    for text in (number, number.replace("-", " "), number[3:10], "2026-77", shop.black):
        assert listed(installation, shop.sanne, text=text) == [number], text
    assert listed(installation, shop.sanne, machine_id=shop.first) == [number]


def test_an_order_can_be_shipped_in_two_parcels(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(quantity=3))
    assert do(installation, ConfirmOrder, order)["may_ship"]
    part = {"line_id": order["lines"][0]["id"], "quantity": 2}
    shipped = do(installation, ShipOrder, order, carrier="PostNL", tracking_number="3S1", parts=[part])
    assert (shipped["lines"][0]["shipped"], shipped["may_ship"], shipped["may_deliver"]) == (2, True, False)
    with pytest.raises(InvalidOrderTransition):
        do(installation, DeliverOrder, order)
    shipped = do(installation, ShipOrder, order, carrier="DHL")
    assert [parcel["parts"][0]["quantity"] for parcel in shipped["shipments"]] == [2, 1]
    done = do(installation, DeliverOrder, order)
    assert [step["status"] for step in done["timeline"]] == ["placed", "confirmed", "shipped", "shipped", "delivered"]


def test_a_shipment_cannot_exceed_the_ordered_quantity(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted(quantity=1))
    do(installation, ConfirmOrder, order)
    part = {"line_id": order["lines"][0]["id"], "quantity": 1}
    with pytest.raises(MoreThanOrdered):
        do(installation, ShipOrder, order, carrier="PostNL", parts=[part, part])
    with pytest.raises(MoreThanOrdered):
        do(installation, ShipOrder, order, carrier="PostNL", parts=[part | {"line_id": str(uuid.uuid4())}])


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://carrier.example/1", "carrier.example", "https://"])
def test_a_tracking_link_must_be_an_http_url(installation: Installation, shop: Shop, link: str) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, order)
    with pytest.raises(Invalid):
        do(installation, ShipOrder, order, carrier="PostNL", tracking_url=link)


def test_the_customer_can_cancel_until_confirmation(installation: Installation, shop: Shop) -> None:
    first = an_order(installation, shop.sanne, shop.wanted())
    assert do(installation, CancelOrder, first, shop.sanne)["status"] == "cancelled"
    second = an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, second)
    assert not get_order(installation, shop.sanne, second)["may_cancel"]
    with pytest.raises(InvalidOrderTransition):
        do(installation, CancelOrder, second, shop.sanne)


def test_the_dealer_can_cancel_until_shipment(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, order)
    assert do(installation, CancelOrder, order, reason="Niet leverbaar")["timeline"][-1]["note"] == "Niet leverbaar"
    other = an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, other)
    do(installation, ShipOrder, other, carrier="PostNL")
    with pytest.raises(InvalidOrderTransition):
        do(installation, CancelOrder, other)


def test_a_refusal_requires_a_reason(installation: Installation, shop: Shop) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    with pytest.raises(Invalid):
        do(installation, RefuseOrder, order, reason=" ")
    assert do(installation, RefuseOrder, order, reason="Niet meer leverbaar.")["status"] == "refused"


@pytest.mark.parametrize(("operation", "values"), HANDLED, ids=lambda one: getattr(one, "__name__", ""))
def test_handling_orders_requires_the_right(
    installation: Installation, shop: Shop, operation: type[Operation], values: dict[str, Any]
) -> None:
    order = an_order(installation, shop.sanne, shop.wanted())
    for caller in (shop.sanne, Caller.operator(StaffRight.HANDLE_SERVICE)):
        with pytest.raises(NotAllowed):
            do(installation, operation, order, caller, **values)


@pytest.mark.every_environment
def test_open_orders_are_counted_by_status(installation: Installation, shop: Shop) -> None:
    an_order(installation, shop.sanne, shop.wanted())
    do(installation, ConfirmOrder, an_order(installation, shop.sanne, shop.wanted()))
    do(installation, CancelOrder, an_order(installation, shop.sanne, shop.wanted()))
    counts = {"placed": 1, "confirmed": 1, "shipped": 0, "to_ship": 1, "open": 2}
    assert installation.call(CountOrders, shop.sanne) == counts


def imported(shop: Shop, *statuses: str) -> dict[str, Any]:
    steps = [{"status": status, "at": f"2025-01-0{i}T09:00:00+00:00"} for i, status in enumerate(statuses, start=1)]
    place = {"name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht"}
    return {
        "orderer_id": shop.sanne.person_id, "lines": [shop.wanted()], "deliver_to": place, "steps": steps,
        "carrier": "PostNL",
    }  # fmt: skip


def test_an_imported_order_has_its_history_and_publishes_no_event(installation: Installation, shop: Shop) -> None:
    order = installation.call(ImportOrder, STAFF, **imported(shop, "placed", "confirmed", "shipped", "delivered"))
    response = get_order(installation, shop.sanne, order)
    assert (response["status"], response["placed_at"]) == ("delivered", "2025-01-01T09:00:00+00:00")
    assert [parcel["at"] for parcel in response["shipments"]] == ["2025-01-03T09:00:00+00:00"]
    published = [row.body["subject"] for row in installation.rows("ordering", select(outbox.c.body))]
    assert response["id"] not in published


@pytest.mark.parametrize("steps", [["confirmed"], ["placed", "shipped"], ["placed", "cancelled", "confirmed"]])
def test_an_imported_order_must_have_legal_transitions(
    installation: Installation, shop: Shop, steps: list[str]
) -> None:
    with pytest.raises(InvalidOrderTransition):
        installation.call(ImportOrder, STAFF, **imported(shop, *steps))


def test_an_order_keeps_its_customer_when_the_machine_moves(installation: Installation, shop: Shop) -> None:
    from contracts.builders import a_machine

    order = an_order(installation, shop.sanne, shop.wanted())
    line = get_order(installation, shop.sanne, order)["lines"][0]["machine"]
    other = a_customer(installation)
    moved = {key: line[key] for key in ("equipment_number", "serial_number", "manufacturer", "model_name")}
    assert a_machine(installation, other, **moved) == shop.first
    eventually(lambda: installation.call(ListFittingSupplies, an_orderer(other), machine_id=shop.first))
    assert listed(installation, an_orderer(other)) == []
    assert listed(installation, shop.sanne) == [order["reference_number"]]
    rows = installation.call(ListFittingSupplies, an_orderer(other), machine_id=shop.first)["rows"]
    assert not any(row["open_orders"] for row in rows)


@pytest.mark.every_environment
def test_of_orders_placed_at_the_same_moment_all_but_the_first_need_a_reason(
    installation: Installation, shop: Shop
) -> None:
    def outcome(_: int) -> str:
        try:
            an_order(installation, shop.sanne, shop.wanted(), reason="")
        except SupplyAlreadyOnItsWay as error:
            return error.code
        return "placed"

    with ThreadPoolExecutor(6) as pool:
        outcomes = sorted(pool.map(outcome, range(6)))
    assert outcomes == ["placed", *[SupplyAlreadyOnItsWay.code] * 5]


@pytest.mark.every_environment
def test_staff_handle_the_oldest_order_first(installation: Installation, shop: Shop) -> None:
    placed = [an_order(installation, shop.sanne, shop.wanted())["reference_number"] for _ in range(3)]
    rows = pages_of(partial(installation.call, ListOrders, statuses=["placed"]), size=2)
    assert [row["reference_number"] for row in rows if row["reference_number"] in placed] == placed
    assert listed(installation, shop.sanne, open_only=True) == placed[::-1]
    newest_first = listed(installation, STAFF, limit=200)
    assert [reference for reference in newest_first if reference in placed] == placed[::-1]
