"""Baskets: filled, addressed, ordered once, forgotten."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.ordering import queries
from services.ordering.commands.lines import fitting, order_lines
from services.ordering.contracts import ForgetDraft
from services.ordering.model import Draft, Order
from services.ordering.model.delivery import gathered


def add_to_draft(work: Work, caller: Caller, machine_id: UUID, sku: str, quantity: int) -> dict[str, Any]:
    """Raises MachineNotFound, SupplyDoesNotFit, DraftFull."""
    fitting(work, caller, [(machine_id, sku)])
    draft = queries.basket(work, caller, lock=True) or work.keep(Draft.start(caller, work.now))
    draft.add(machine_id, sku, quantity, work.now)
    return _kept(work, caller, draft)


def change_draft(work: Work, caller: Caller, draft_id: UUID, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Raises NotFound, DraftPlaced."""
    draft = queries.draft_of(work, caller, draft_id, lock=True)
    draft.change({line["line_id"]: line["quantity"] for line in lines}, work.now)
    return _kept(work, caller, draft)


def address_draft(work: Work, caller: Caller, draft_id: UUID, **delivery: Any) -> dict[str, Any]:
    """Raises NotFound, DraftPlaced."""
    draft = queries.draft_of(work, caller, draft_id, lock=True)
    draft.address(delivery, work.now)
    return _kept(work, caller, draft)


def place_draft(work: Work, caller: Caller, draft_id: UUID, revision: int) -> dict[str, Any]:
    """One order, however often: a draft that was placed answers with its order.

    Raises NotFound, DraftIsEmpty, DraftIncomplete, DraftChanged, MachineNotFound, SupplyDoesNotFit,
    SupplyAlreadyOnItsWay.
    """
    draft = queries.draft_of(work, caller, draft_id, lock=True)
    if draft.reference_number:
        return queries.find_order(work, caller, draft.reference_number)
    draft.ready(revision)
    delivery = gathered(draft)
    wanted = [{"machine_id": line.machine_id, "sku": line.sku, "quantity": line.quantity} for line in draft.lines]
    lines = order_lines(work, caller, wanted, delivery["reason"])
    order = work.keep(Order.place(caller, draft.customer_id, lines, delivery, work.now))
    draft.become(order, work.now)
    _remember(work, draft)
    return queries.detail(work, caller, order)


def forget_draft(work: Work, caller: Caller, draft_id: UUID) -> None:
    """A draft that was changed meanwhile has a later appointment, and stays."""
    draft = work.get(Draft, draft_id)
    if draft is not None and draft.expires_at <= work.now:
        work.session.delete(draft)


def _kept(work: Work, caller: Caller, draft: Draft) -> dict[str, Any]:
    _remember(work, draft)
    return queries.shown(work, caller, draft)


def _remember(work: Work, draft: Draft) -> None:
    work.schedule(ForgetDraft, str(draft.id), draft.expires_at, draft_id=draft.id)
