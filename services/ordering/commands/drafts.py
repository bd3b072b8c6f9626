"""Commands on drafts (baskets)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, ContractError
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.ordering import queries
from services.ordering.commands.lines import expect_reason_locked, order_lines
from services.ordering.contracts import DraftLinesUnavailable, ExpireDraft
from services.ordering.model import Draft, Order
from services.ordering.model.delivery import delivery_of
from services.ordering.queries.availability import expect_available


def add_to_draft(uow: UnitOfWork, caller: Caller, machine_id: UUID, sku: str, quantity: int) -> dict[str, Any]:
    """Add a line to the caller's basket, which is created when missing. Raises MachineNotFound, SupplyDoesNotFit,
    DraftFull."""
    expect_available(uow, caller, [(machine_id, sku)])
    draft = queries.drafts.basket(uow, caller, lock=True) or uow.add(Draft.start(caller, uow.now))
    draft.add(machine_id, sku, quantity, uow.now)
    return _save_and_show(uow, caller, draft)


def change_draft(uow: UnitOfWork, caller: Caller, draft_id: UUID, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Raises NotFound, DraftPlaced."""
    draft = queries.drafts.draft_of(uow, caller, draft_id, lock=True)
    draft.change({line["line_id"]: line["quantity"] for line in lines}, uow.now)
    return _save_and_show(uow, caller, draft)


def set_draft_delivery(
    uow: UnitOfWork, caller: Caller, draft_id: UUID, complete: bool, **delivery: Any
) -> dict[str, Any]:
    """Raises NotFound, DraftPlaced, SupplyAlreadyOnItsWay."""
    draft = queries.drafts.draft_of(uow, caller, draft_id, lock=True)
    draft.set_delivery(delivery, uow.now)
    availability = queries.drafts.availability_of_lines(uow, caller, draft)
    orderable = [pair for pair, result in availability.items() if isinstance(result, tuple)]
    if complete:
        expect_reason_locked(uow, caller, orderable, delivery["reason"])
    return _save_and_show(uow, caller, draft)


def place_draft(uow: UnitOfWork, caller: Caller, draft_id: UUID, revision: int) -> Extended:
    """Create the order of a draft. Idempotent: a draft that was placed before returns its order.

    Raises NotFound, DraftIsEmpty, DraftIncomplete, DraftChanged, DraftLinesUnavailable, SupplyAlreadyOnItsWay.
    """
    draft = queries.drafts.draft_of(uow, caller, draft_id, lock=True)
    if draft.reference_number:
        return queries.orders.get_order(uow, caller, draft.reference_number)
    draft.expect_placeable(revision)
    availability = queries.drafts.availability_of_lines(uow, caller, draft)
    if any(isinstance(result, ContractError) for result in availability.values()):
        raise DraftLinesUnavailable
    delivery = delivery_of(draft)
    draft_lines = [{"machine_id": line.machine_id, "sku": line.sku, "quantity": line.quantity} for line in draft.lines]
    lines = order_lines(uow, caller, draft_lines, delivery["reason"])
    order = uow.add(Order.place(caller, draft.customer_id, lines, delivery, uow.now))
    draft.mark_placed(order, uow.now)
    _schedule_expiry(uow, draft)
    return queries.orders.detail(uow, caller, order)


def expire_draft(uow: UnitOfWork, caller: Caller, draft_id: UUID) -> None:
    """Delete the draft unless it was changed since this job was scheduled: a later change schedules a later job."""
    draft = uow.get(Draft, draft_id)
    if draft is not None and draft.expires_at(uow.zone) <= uow.now:
        uow.session.delete(draft)


def _save_and_show(uow: UnitOfWork, caller: Caller, draft: Draft) -> dict[str, Any]:
    _schedule_expiry(uow, draft)
    return queries.drafts.shown(uow, caller, draft)


def _schedule_expiry(uow: UnitOfWork, draft: Draft) -> None:
    uow.schedule(ExpireDraft, str(draft.id), draft.expires_at(uow.zone), draft_id=draft.id)
