"""The states of the aggregate Order."""

import datetime as dt
import uuid
from typing import Any

import pytest

from services.chassis.contract import Caller, Kind
from services.fleet.contracts import SupplyColour, SupplyKind
from services.ordering.contracts import InvalidOrderTransition, OrderCancelled, OrderPlaced, OrderShipped, OrderStatus
from services.ordering.model import OPEN, Machine, Order, OrderLine, Supply
from services.ordering.model.machine import NAMES
from services.ordering.model.order import TRANSITIONS

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
SANNE = Caller(kind=Kind.USER, person_id=str(uuid.uuid4()), customer_id=uuid.uuid4(), scope="all")
JORIS = Caller(kind=Kind.STAFF, person_id=str(uuid.uuid4()), scope="all")
ADDRESS = {"name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "country": "NL"}
DELIVERY: dict[str, Any] = {
    "deliver_to": ADDRESS, "attention": "", "purchase_reference": "", "cost_centre": "", "remarks": "", "reason": "",
}  # fmt: skip


def line(quantity: int = 1) -> OrderLine:
    machine = Machine(id=uuid.uuid4(), customer_id=SANNE.customer_id, **dict.fromkeys(NAMES, "x"))
    supply = Supply.of_sku("TN-328K")
    supply.describe("Toner", SupplyKind.TONER, SupplyColour.BLACK, None, True, None)
    return OrderLine.of(machine, supply, quantity)


@pytest.fixture
def order() -> Order:
    return Order.place(SANNE, SANNE.customer_id or uuid.uuid4(), [line(), line(3)], DELIVERY, NOW)


def transition(order: Order, status: OrderStatus) -> None:
    match status:
        case OrderStatus.CONFIRMED:
            order.confirm(NOW)
        case OrderStatus.SHIPPED:
            order.ship({}, "PostNL", "", "", NOW)
        case OrderStatus.DELIVERED:
            order.deliver(NOW)
        case OrderStatus.REFUSED:
            order.refuse("Op", NOW)
        case OrderStatus.CANCELLED:
            order.cancel(JORIS, "", NOW)


PATHS = {
    OrderStatus.PLACED: (),
    OrderStatus.CONFIRMED: (OrderStatus.CONFIRMED,),
    OrderStatus.SHIPPED: (OrderStatus.CONFIRMED, OrderStatus.SHIPPED),
    OrderStatus.DELIVERED: (OrderStatus.CONFIRMED, OrderStatus.SHIPPED, OrderStatus.DELIVERED),
    OrderStatus.CANCELLED: (OrderStatus.CANCELLED,),
    OrderStatus.REFUSED: (OrderStatus.REFUSED,),
}
ILLEGAL = [
    (before, after)
    for before in OrderStatus
    for after in OrderStatus
    if after is not OrderStatus.PLACED
    and (after not in TRANSITIONS[before] or (before, after) == ("shipped", "shipped"))
]


@pytest.mark.parametrize(("before", "after"), ILLEGAL)
def test_an_illegal_transition_is_refused_and_changes_nothing(
    order: Order, before: OrderStatus, after: OrderStatus
) -> None:
    for status in PATHS[before]:
        transition(order, status)
    steps = len(order.steps)
    with pytest.raises(InvalidOrderTransition) as error:
        transition(order, after)
    assert error.value.params == {"status": str(before)}
    assert (order.status, len(order.steps)) == (before, steps)


@pytest.mark.parametrize("status", list(PATHS))
def test_each_status_can_be_reached_and_each_transition_records_one_event(order: Order, status: OrderStatus) -> None:
    for step in PATHS[status]:
        transition(order, step)
    assert order.status is status
    assert len(order.recorded) == len(order.steps) == 1 + len(PATHS[status])


def test_a_final_status_is_not_open() -> None:
    assert {status for status in OrderStatus if not TRANSITIONS[status]}.isdisjoint(OPEN)


def test_an_event_contains_the_lines_and_no_personal_data(order: Order) -> None:
    ((event, data),) = order.recorded
    assert event is OrderPlaced
    assert [entry["quantity"] for entry in data["lines"]] == [1, 3]
    assert {"attention", "remarks"}.isdisjoint(data)


def test_a_shipment_event_contains_its_parts_and_the_remaining_quantity(order: Order) -> None:
    order.confirm(NOW)
    order.ship({order.lines[1].id: 2}, "PostNL", "3S1", "", NOW)
    event, data = order.recorded[-1]
    assert event is OrderShipped
    assert [(entry["line_id"], entry["quantity"]) for entry in data["lines"]] == [(order.lines[1].id, 2)]
    assert (data["left"], data["carrier"], data["tracking_number"]) == (2, "PostNL", "3S1")


def test_a_cancellation_event_contains_the_reason(order: Order) -> None:
    order.cancel(SANNE, "Dubbel besteld", NOW)
    event, data = order.recorded[-1]
    assert (event, data["note"]) == (OrderCancelled, "Dubbel besteld")
    assert not order.steps[-1].by_staff
