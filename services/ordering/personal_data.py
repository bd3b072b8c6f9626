"""The personal data in ordering's tables (docs/decisions/0017-personal-data.md). The delivery address, the reference
and the cost centre of an order stay: it cannot be delivered or charged without them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Label, exists, select
from sqlalchemy.orm import InstrumentedAttribute

from services.chassis.persistence.personal_data import ByEmail, Declaration, PersonalRows
from services.ordering.model import Draft, Machine, Order, Supply
from services.ordering.model.draft import DraftLine
from services.ordering.model.order_line import OrderLine, OrderStep


def _of_own_order(ids: Sequence[UUID]) -> ColumnElement[bool]:
    return OrderLine.order_id.in_(select(Order.id).where(Order.orderer_id.in_(ids)))


def _of_own_draft(ids: Sequence[UUID]) -> ColumnElement[bool]:
    return DraftLine.draft_id.in_(select(Draft.id).where(Draft.person_id.in_(ids)))


def _is_own_and_empty(ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Drafts are deleted after their lines."""
    return Draft.person_id.in_(ids) & ~exists().where(DraftLine.draft_id == Draft.id)


def _of_order(order_id: InstrumentedAttribute[UUID]) -> Label[str]:
    query = select(Order.reference_number).where(Order.id == order_id)
    return query.scalar_subquery().label("reference_number")


EQUIPMENT_NUMBER = (
    select(Machine.equipment_number)
    .where(Machine.id == DraftLine.machine_id)
    .scalar_subquery()
    .label("equipment_number")
)
SUPPLY_NAME = select(Supply.name).where(Supply.sku == DraftLine.sku).scalar_subquery().label("supply_name")
PERSONAL_DATA: tuple[Declaration, ...] = (
    PersonalRows(
        Order,
        lambda ids: Order.orderer_id.in_(ids),
        (Order.attention, Order.remarks, Order.reason),
        exported=(
            Order.id, Order.reference_number, Order.status, Order.placed_at, Order.changed_at, Order.name, Order.street,
            Order.postcode, Order.city, Order.country, Order.attention, Order.purchase_reference, Order.cost_centre,
            Order.remarks, Order.reason,
        ),
    ),
    PersonalRows(
        OrderLine,
        _of_own_order,
        exported=(
            OrderLine.order_id, _of_order(OrderLine.order_id), OrderLine.equipment_number, OrderLine.sku,
            OrderLine.supply_name, OrderLine.quantity,
        ),
    ),
    PersonalRows(
        OrderStep,
        lambda ids: OrderStep.author_id.in_(ids),
        (OrderStep.note,),
        exported=(OrderStep.order_id, _of_order(OrderStep.order_id), OrderStep.status, OrderStep.at, OrderStep.note),
    ),
    PersonalRows(
        Draft,
        lambda ids: Draft.person_id.in_(ids),
        exported=(
            Draft.id, Draft.changed_at, Draft.name, Draft.street, Draft.postcode, Draft.city, Draft.country,
            Draft.attention, Draft.purchase_reference, Draft.cost_centre, Draft.remarks, Draft.reason,
        ),
    ),
    PersonalRows(
        DraftLine,
        _of_own_draft,
        deleted=True,
        exported=(
            DraftLine.draft_id, DraftLine.machine_id, EQUIPMENT_NUMBER, DraftLine.sku, SUPPLY_NAME, DraftLine.quantity,
        ),
    ),
    PersonalRows(Draft, _is_own_and_empty, (Draft.attention, Draft.remarks, Draft.reason), deleted=True),
    PersonalRows(
        Order,
        lambda ids: Order.id.in_(ids),
        (Order.guest_name, Order.guest_email, Order.attention, Order.remarks, Order.reason),
        exported=(
            Order.reference_number, Order.status, Order.placed_at, Order.guest_email,
        ),
        section="guest_orders",  # what a mail to the guest says: anybody may have typed the address
        by_email=ByEmail(Order.guest_email, Order.placed_at),
    ),
)  # fmt: skip
