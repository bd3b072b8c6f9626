"""The states of an order, without anything around them."""

import datetime as dt
import uuid
from typing import Any

import pytest

from services.chassis.contract import Caller, Kind
from services.fleet.contracts import SupplyColour, SupplyKind
from services.ordering.contracts import InvalidOrderTransition, OrderCancelled, OrderPlaced, OrderShipped, OrderStatus
from services.ordering.model import OPEN, Machine, Order, OrderLine, Supply
from services.ordering.model.machine import NAMES
from services.ordering.model.order import MOVES

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
SANNE = Caller(kind=Kind.USER, person_id=str(uuid.uuid4()), customer_id=uuid.uuid4(), scope="all")
JORIS = Caller(kind=Kind.STAFF, person_id=str(uuid.uuid4()), scope="all")
PLACE = {"name": "Depot", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "country": "NL"}
DELIVERY: dict[str, Any] = {
    "deliver_to": PLACE, "attention": "", "purchase_reference": "", "cost_centre": "", "remarks": "", "reason": "",
}  # fmt: skip


def line(quantity: int = 1) -> OrderLine:
    machine = Machine(id=uuid.uuid4(), customer_id=SANNE.customer_id, **dict.fromkeys(NAMES, "x"))
    supply = Supply.of_sku("TN-328K")
    supply.describe("Toner", SupplyKind.TONER, SupplyColour.BLACK, None, True, None)
    return OrderLine.of(machine, supply, quantity)


@pytest.fixture
def order() -> Order:
    return Order.place(SANNE, SANNE.customer_id or uuid.uuid4(), [line(), line(3)], DELIVERY, NOW)


def go(order: Order, status: OrderStatus) -> None:
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


WAYS = {
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
    if after is not OrderStatus.PLACED and (after not in MOVES[before] or (before, after) == ("shipped", "shipped"))
]


@pytest.mark.parametrize(("before", "after"), ILLEGAL)
def test_an_illegal_move_is_refused_and_changes_nothing(order: Order, before: OrderStatus, after: OrderStatus) -> None:
    for status in WAYS[before]:
        go(order, status)
    steps = len(order.steps)
    with pytest.raises(InvalidOrderTransition) as refused:
        go(order, after)
    assert refused.value.params == {"status": str(before)}
    assert (order.status, len(order.steps)) == (before, steps)


@pytest.mark.parametrize("status", list(WAYS))
def test_each_status_can_be_reached_and_each_step_is_told_once(order: Order, status: OrderStatus) -> None:
    for step in WAYS[status]:
        go(order, step)
    assert order.status is status
    assert len(order.recorded) == len(order.steps) == 1 + len(WAYS[status])


def test_what_has_ended_is_not_open() -> None:
    assert {status for status in OrderStatus if not MOVES[status]}.isdisjoint(OPEN)


def test_an_event_tells_the_lines_without_knowing_a_person(order: Order) -> None:
    ((event, facts),) = order.recorded
    assert event is OrderPlaced
    assert [told["quantity"] for told in facts["lines"]] == [1, 3]
    assert {"attention", "remarks"}.isdisjoint(facts)


def test_a_parcel_is_told_with_what_is_in_it_and_what_is_left(order: Order) -> None:
    order.confirm(NOW)
    order.ship({order.lines[1].id: 2}, "PostNL", "3S1", "", NOW)
    event, facts = order.recorded[-1]
    assert event is OrderShipped
    assert [(told["line_id"], told["quantity"]) for told in facts["lines"]] == [(order.lines[1].id, 2)]
    assert (facts["left"], facts["carrier"], facts["tracking_number"]) == (2, "PostNL", "3S1")


def test_a_cancellation_tells_the_reason(order: Order) -> None:
    order.cancel(SANNE, "Dubbel besteld", NOW)
    event, facts = order.recorded[-1]
    assert (event, facts["note"]) == (OrderCancelled, "Dubbel besteld")
    assert not order.steps[-1].by_staff
