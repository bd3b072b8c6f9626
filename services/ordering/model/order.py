"""The order aggregate: a state machine that only its own methods change (docs/features.md#ordering)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.contract import Caller, Event
from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText, personal
from services.chassis.persistence.guest_records import NO_GUEST, GuestColumns
from services.chassis.persistence.reference_numbers import reference_number
from services.ordering.contracts import (
    InvalidOrderTransition,
    MoreThanOrdered,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderRefused,
    OrderShipped,
    OrderStatus,
)
from services.ordering.model.base import Base
from services.ordering.model.delivery import address, column_values
from services.ordering.model.order_line import OrderLine, OrderStep, Shipment

PREFIX = "SO"
OPEN = (OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.SHIPPED)
TRANSITIONS = {
    OrderStatus.PLACED: {OrderStatus.CONFIRMED, OrderStatus.REFUSED, OrderStatus.CANCELLED},
    OrderStatus.CONFIRMED: {OrderStatus.SHIPPED, OrderStatus.CANCELLED},
    OrderStatus.SHIPPED: {OrderStatus.SHIPPED, OrderStatus.DELIVERED},
    OrderStatus.DELIVERED: set(),
    OrderStatus.CANCELLED: set(),
    OrderStatus.REFUSED: set(),
}
"""Allowed transitions. `shipped` follows itself because an order can be shipped in several parcels."""


class Order(Aggregate, GuestColumns, Base):
    """`orderer_id` is None for an order that was placed by a guest."""

    __tablename__ = "orders"

    reference_number: Mapped[str] = mapped_column(String(20), unique=True)
    customer_id: Mapped[UUID]
    orderer_id: Mapped[UUID | None] = mapped_column(index=True)
    by_guest: Mapped[bool]
    status: Mapped[OrderStatus] = mapped_column(EnumText(OrderStatus))
    placed_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))
    attention: Mapped[str] = personal(String(120))
    purchase_reference: Mapped[str] = mapped_column(String(35))
    cost_centre: Mapped[str] = mapped_column(String(40))
    remarks: Mapped[str] = personal(Text)
    reason: Mapped[str] = personal(String(300))
    lines: Mapped[list[OrderLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=OrderLine.position
    )
    shipments: Mapped[list[Shipment]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=(Shipment.at, Shipment.id)
    )
    steps: Mapped[list[OrderStep]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=(OrderStep.at, OrderStep.id)
    )

    __table_args__ = (
        Index("ix_orders_customer_id_placed_at", "customer_id", "placed_at"),
        Index("ix_orders_placed_at_id", "placed_at", "id"),
        Index("ix_orders_status", "status"),
        Index("ix_orders_by_guest_placed_at_id", "by_guest", "placed_at", "id"),
    )

    @classmethod
    def place(
        cls,
        caller: Caller,
        customer_id: UUID,
        lines: Sequence[OrderLine],
        delivery: Mapping[str, Any],
        at: dt.datetime,
        guest: Mapping[str, Any] | None = None,
    ) -> Self:
        """Create an order from lines that were checked to fit. `delivery` is a contract's `Delivery`; `guest` has the
        `guest_values` of one who places it."""
        order = cls._new(customer_id, caller.user_id, lines, delivery, at, guest)
        order._set_status(OrderStatus.PLACED, at, by=caller.user_id)
        order.record(OrderPlaced, **order._event_data() | {"author_id": caller.user_id})
        return order

    @classmethod
    def imported(
        cls,
        customer_id: UUID,
        orderer_id: UUID,
        lines: Sequence[OrderLine],
        delivery: Mapping[str, Any],
        steps: Sequence[Mapping[str, Any]],
        carrier: str,
        tracking_number: str,
    ) -> Self:
        """Create a past order with the times of its steps, without recording events. Raises InvalidOrderTransition for
        a step that its predecessor does not allow."""
        order = cls._new(customer_id, orderer_id, lines, delivery, steps[0]["at"])
        order.status = OrderStatus.PLACED
        for i, step in enumerate(steps):
            if step["status"] not in ({OrderStatus.PLACED} if i == 0 else TRANSITIONS[order.status]):
                raise InvalidOrderTransition(status=str(order.status))
            by = None if step["by_staff"] else orderer_id
            order._set_status(step["status"], step["at"], by=by, note=step["note"])
            if step["status"] is OrderStatus.SHIPPED:
                order._add_shipment(order._unshipped(), step["at"], carrier, tracking_number, "")
        return order

    @classmethod
    def _new(
        cls,
        customer_id: UUID,
        orderer_id: UUID | None,
        lines: Sequence[OrderLine],
        delivery: Mapping[str, Any],
        at: dt.datetime,
        guest: Mapping[str, Any] | None = None,
    ) -> Self:
        for position, line in enumerate(lines):
            line.position = position
        return cls(
            reference_number=reference_number(PREFIX),
            customer_id=customer_id,
            orderer_id=orderer_id,
            by_guest=guest is not None,
            **guest or NO_GUEST,
            placed_at=at,
            lines=list(lines),
            shipments=[],
            steps=[],
            **column_values(delivery),
        )

    def confirm(self, at: dt.datetime) -> None:
        """Raises InvalidOrderTransition."""
        self._transition(OrderStatus.CONFIRMED, OrderConfirmed, at)

    def refuse(self, reason: str, at: dt.datetime) -> None:
        """Raises InvalidOrderTransition."""
        self._transition(OrderStatus.REFUSED, OrderRefused, at, note=reason)

    def cancel(self, caller: Caller, reason: str, at: dt.datetime) -> None:
        """Cancel the order: the customer until it is confirmed, the dealer until a parcel was shipped. Raises
        InvalidOrderTransition."""
        if not self.may_be_cancelled_by(caller):
            raise InvalidOrderTransition(status=str(self.status))
        by = None if caller.is_staff else caller.user_id
        self._transition(OrderStatus.CANCELLED, OrderCancelled, at, by=by, note=reason)

    def ship(
        self, parts: Mapping[UUID, int], carrier: str, tracking_number: str, tracking_url: str, at: dt.datetime
    ) -> None:
        """Ship a parcel with these quantities by line id; empty `parts` ships everything not shipped yet. Raises
        InvalidOrderTransition, MoreThanOrdered."""
        unshipped = self._unshipped()
        if OrderStatus.SHIPPED not in TRANSITIONS[self.status] or not unshipped:
            raise InvalidOrderTransition(status=str(self.status))
        for line_id, quantity in parts.items():
            if quantity > unshipped.get(line_id, 0):
                sku = next((line.sku for line in self.lines if line.id == line_id), "")
                raise MoreThanOrdered(sku=sku, left=unshipped.get(line_id, 0))
        shipped = dict(parts) or unshipped
        self._add_shipment(shipped, at, carrier, tracking_number, tracking_url)
        self._set_status(OrderStatus.SHIPPED, at)
        data = self._event_data() | {
            "lines": [line.snapshot(shipped[line.id]) for line in self.lines if line.id in shipped]
        }
        parcel = {"carrier": carrier, "tracking_number": tracking_number, "tracking_url": tracking_url}
        self.record(OrderShipped, **data, **parcel, left=sum(self._unshipped().values()))

    def deliver(self, at: dt.datetime) -> None:
        """Raises InvalidOrderTransition, also while something is not shipped yet."""
        if self._unshipped():
            raise InvalidOrderTransition(status=str(self.status))
        self._transition(OrderStatus.DELIVERED, OrderDelivered, at)

    def may_become(self, status: OrderStatus) -> bool:
        """Whether the order can get this status now: `shipped` while something is unshipped, `delivered` when nothing
        is."""
        ready = {OrderStatus.SHIPPED: bool(self._unshipped()), OrderStatus.DELIVERED: not self._unshipped()}
        return status in TRANSITIONS[self.status] and ready.get(status, True)

    def may_be_cancelled_by(self, caller: Caller) -> bool:
        return self.may_become(OrderStatus.CANCELLED) and (caller.is_staff or self.status is OrderStatus.PLACED)

    @property
    def ended_at(self) -> dt.datetime | None:
        """When the order was delivered, cancelled or refused."""
        return None if TRANSITIONS[self.status] else self.changed_at

    @property
    def deliver_to(self) -> dict[str, str]:
        return address(self)

    def _unshipped(self) -> dict[UUID, int]:
        """Quantities not shipped yet, by line id."""
        return {line.id: line.quantity - line.shipped for line in self.lines if line.shipped < line.quantity}

    def _add_shipment(self, parts: Mapping[UUID, int], at: dt.datetime, carrier: str, number: str, url: str) -> None:
        for line in self.lines:
            line.shipped += parts.get(line.id, 0)
        line_quantities = [{"line_id": str(line_id), "quantity": quantity} for line_id, quantity in parts.items()]
        self.shipments.append(
            Shipment(at=at, carrier=carrier, tracking_number=number, tracking_url=url, parts=line_quantities)
        )

    def _transition(
        self, status: OrderStatus, event: type[Event], at: dt.datetime, *, by: UUID | None = None, note: str = ""
    ) -> None:
        """Set the status, record the event. `by`: the user who acts, None for the dealer."""
        if status not in TRANSITIONS[self.status]:
            raise InvalidOrderTransition(status=str(self.status))
        self._set_status(status, at, by=by, note=note)
        self.record(event, **self._event_data() | {"note": note, "author_id": by})

    def _set_status(self, status: OrderStatus, at: dt.datetime, *, by: UUID | None = None, note: str = "") -> None:
        by_staff = by is None and not (self.by_guest and status is OrderStatus.PLACED)
        self.status, self.changed_at = status, at
        self.steps.append(OrderStep(status=status, at=at, by_staff=by_staff, author_id=by, note=note))

    def _event_data(self) -> dict[str, Any]:
        return {
            "order_id": self.id,
            "reference_number": self.reference_number,
            "customer_id": self.customer_id,
            "orderer_id": self.orderer_id,
            "by_guest": self.by_guest,
            "author_id": None,
            "purchase_reference": self.purchase_reference,
            "cost_centre": self.cost_centre,
            "deliver_to": self.deliver_to,
            "lines": [line.snapshot(line.quantity) for line in self.lines],
            "note": "",
            "at": self.changed_at,
        }
