"""Draft orders: the basket of a user at a customer."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.contract import Caller
from services.chassis.contract.clock_times import add_period
from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import new_id, personal
from services.ordering.contracts import DraftChanged, DraftFull, DraftIncomplete, DraftIsEmpty, DraftPlaced
from services.ordering.contracts.orders import MAX_LINES
from services.ordering.model.base import Base
from services.ordering.model.delivery import column_values, has_complete_address
from services.ordering.model.order import Order

LIFETIME = dt.timedelta(days=7)
"""A draft expires this long after its last change."""


class Draft(Aggregate, Base):
    """A draft order, placed as at most one order.

    `revision` increases with every change. `basket_of` identifies user and customer while the draft is their basket; it
    is unique, so a user has one basket per customer. `addressed`: the delivery was set, completely or not.
    `reference_number` is that of the order once the draft is placed.
    """

    __tablename__ = "drafts"

    customer_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    basket_of: Mapped[str | None] = mapped_column(String(80), unique=True)
    revision: Mapped[int]
    changed_at: Mapped[dt.datetime]
    addressed: Mapped[bool]
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
    reference_number: Mapped[str] = mapped_column(String(20))
    lines: Mapped[list["DraftLine"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="DraftLine.id"
    )

    @classmethod
    def start(cls, caller: Caller, at: dt.datetime) -> Self:
        blank = ("name", "street", "postcode", "city", "country", "attention", "purchase_reference", "cost_centre")
        return cls(
            customer_id=caller.customer_id,
            person_id=caller.user_id,
            basket_of=basket_of(caller),
            revision=0,
            changed_at=at,
            addressed=False,
            remarks="",
            reason="",
            reference_number="",
            lines=[],
            **dict.fromkeys(blank, ""),
        )

    def add(self, machine_id: UUID, sku: str, quantity: int, at: dt.datetime) -> None:
        """Add a line; the quantity of an existing line is set, not added. Raises DraftFull, DraftPlaced."""
        self._next_revision(at)
        line = next((line for line in self.lines if (line.machine_id, line.sku) == (machine_id, sku)), None)
        if line is None and len(self.lines) >= MAX_LINES:
            raise DraftFull(limit=MAX_LINES)
        if line is None:
            line = DraftLine(id=new_id(), machine_id=machine_id, sku=sku)
            self.lines.append(line)
        line.quantity = quantity

    def change(self, quantities: Mapping[UUID, int], at: dt.datetime) -> None:
        """Set quantities by line id; 0 removes the line. Raises DraftPlaced."""
        self._next_revision(at)
        for line in self.lines:
            line.quantity = quantities.get(line.id, line.quantity)
        self.lines = [line for line in self.lines if line.quantity]

    def set_delivery(self, delivery: Mapping[str, Any], at: dt.datetime) -> None:
        """Set the delivery, given as a contract's `Delivery`. Raises DraftPlaced."""
        self._next_revision(at)
        self.addressed = True
        for name, value in column_values(delivery).items():
            setattr(self, name, value)

    def expect_placeable(self, revision: int) -> None:
        """Check that the draft can be placed as the user saw it. Raises DraftChanged, DraftIsEmpty, DraftIncomplete."""
        if revision != self.revision:
            raise DraftChanged
        if not self.lines:
            raise DraftIsEmpty
        if not has_complete_address(self):
            raise DraftIncomplete

    def mark_placed(self, order: Order, at: dt.datetime) -> None:
        """Mark the draft as placed; it is no longer the user's basket."""
        self.reference_number, self.basket_of, self.changed_at = order.reference_number, None, at

    def expires_at(self, zone: dt.tzinfo) -> dt.datetime:
        return add_period(self.changed_at, LIFETIME, zone)

    def _next_revision(self, at: dt.datetime) -> None:
        if self.reference_number:
            raise DraftPlaced(reference_number=self.reference_number)
        self.revision, self.changed_at = self.revision + 1, at


class DraftLine(Base):
    __tablename__ = "draft_lines"
    __table_args__ = (Index("ix_draft_lines_draft_id_machine_id_sku", "draft_id", "machine_id", "sku", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id"))
    machine_id: Mapped[UUID]
    sku: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int]


def basket_of(caller: Caller) -> str:
    return f"{caller.user_id}:{caller.customer_id}"
