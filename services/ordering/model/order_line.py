"""Parts of an order: lines, parcels and status history."""

import datetime as dt
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id, personal
from services.fleet.contracts import SupplyColour, SupplyKind
from services.ordering.contracts import OrderStatus
from services.ordering.model.base import Base
from services.ordering.model.machine import NAMES, Machine
from services.ordering.model.supply import Supply


class OrderLine(Base):
    """A quantity of a supply for a machine. Names and price are copies of the moment the order was placed."""

    __tablename__ = "order_lines"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    position: Mapped[int]
    machine_id: Mapped[UUID] = mapped_column(index=True)
    equipment_number: Mapped[str] = mapped_column(String(20))
    serial_number: Mapped[str] = mapped_column(String(60))
    manufacturer: Mapped[str] = mapped_column(String(60))
    model_name: Mapped[str] = mapped_column(String(80))
    own_reference: Mapped[str] = mapped_column(String(60))
    cost_centre: Mapped[str] = mapped_column(String(40))
    site: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(80))
    supply_id: Mapped[UUID]
    sku: Mapped[str] = mapped_column(String(40))
    supply_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[SupplyKind] = mapped_column(EnumText(SupplyKind))
    colour: Mapped[SupplyColour] = mapped_column(EnumText(SupplyColour))
    quantity: Mapped[int]
    shipped: Mapped[int]
    included_in_contract: Mapped[bool]
    price_amount: Mapped[int | None]
    price_currency: Mapped[str | None] = mapped_column(String(3))

    @classmethod
    def of(cls, machine: Machine, supply: Supply, quantity: int) -> Self:
        names = {name: getattr(machine, name) for name in NAMES}
        return cls(
            id=new_id(),
            machine_id=machine.id,
            **names,
            supply_id=supply.id,
            sku=supply.sku,
            supply_name=supply.name,
            kind=supply.kind,
            colour=supply.colour,
            quantity=quantity,
            shipped=0,
            included_in_contract=supply.included_in_contract,
            price_amount=supply.price_amount,
            price_currency=supply.price_currency,
        )

    @property
    def name(self) -> str:
        return self.supply_name

    @property
    def machine(self) -> dict[str, Any]:
        """The machine with its names at the time of the order."""
        return {"id": self.machine_id} | {name: getattr(self, name) for name in NAMES}

    @property
    def price(self) -> dict[str, Any] | None:
        if self.price_amount is None:
            return None
        return {"amount": self.price_amount, "currency": self.price_currency}

    @property
    def line_total(self) -> dict[str, Any] | None:
        """The price of all pieces."""
        return self.price and self.price | {"amount": self.price["amount"] * self.quantity}

    def snapshot(self, quantity: int) -> dict[str, Any]:
        """The line as the contracts' `OrderedLine`, which events contain."""
        return {
            "line_id": self.id,
            "machine": self.machine,
            "sku": self.sku,
            "name": self.supply_name,
            "quantity": quantity,
        }


class Shipment(Base):
    """A parcel. `parts` is a list of `{line_id, quantity}`."""

    __tablename__ = "shipments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[dt.datetime]
    carrier: Mapped[str] = mapped_column(String(60))
    tracking_number: Mapped[str] = mapped_column(String(60))
    tracking_url: Mapped[str] = mapped_column(String(300))
    parts: Mapped[list[dict[str, Any]]]


class OrderStep(Base):
    """A change of status in the order's history. `author_id` is the user who made it, None for the dealer and for
    changes before it was stored."""

    __tablename__ = "order_steps"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    status: Mapped[OrderStatus] = mapped_column(EnumText(OrderStatus))
    at: Mapped[dt.datetime]
    by_staff: Mapped[bool]
    author_id: Mapped[UUID | None] = mapped_column(index=True)
    note: Mapped[str] = personal(String(300))
