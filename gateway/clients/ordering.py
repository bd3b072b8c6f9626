"""Ordering, as the pages need it: what fits a machine, the basket, orders."""

from collections.abc import Sequence
from typing import Any

from gateway.clients.line import PAGE, Line
from services.chassis.bus import PendingCall
from services.ordering.contracts import (
    AddressDraft,
    AddToDraft,
    CancelOrder,
    ChangeDraft,
    ConfirmOrder,
    CountOrders,
    DeliverOrder,
    FindDraft,
    FindOrder,
    ListFittingSupplies,
    ListOrders,
    OrderStatus,
    PlaceDraft,
    RefuseOrder,
    ShipOrder,
)

STATUSES = tuple(str(status) for status in OrderStatus)


class OrderingClient:
    """The catalogue and orders, for machines within the caller's scope; others are NotFound, or not in the list."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def list_fitting_supplies(self, machine_id: str) -> PendingCall:
        """Raises MachineNotFound."""
        return self._line.ask(ListFittingSupplies, machine_id=machine_id)

    def find_draft(self, draft_id: str | None = None) -> PendingCall:
        """The caller's basket, or the draft of this id. Raises NotFound."""
        return self._line.ask(FindDraft, draft_id=draft_id)

    def add_to_draft(self, key: str, **wanted: Any) -> dict[str, Any]:
        """Raises MachineNotFound, SupplyDoesNotFit, DraftFull, Invalid."""
        return self._line.tell(AddToDraft, key=key, **wanted)

    def change_draft(self, key: str, **changed: Any) -> dict[str, Any]:
        """Raises NotFound, DraftPlaced, Invalid."""
        return self._line.tell(ChangeDraft, key=key, **changed)

    def address_draft(self, key: str, **delivery: Any) -> dict[str, Any]:
        """Raises NotFound, DraftPlaced, Invalid."""
        return self._line.tell(AddressDraft, key=key, **delivery)

    def place_draft(self, **looked_at: Any) -> dict[str, Any]:
        """Needs no key: a draft becomes one order. Raises what `PlaceDraft` names."""
        return self._line.tell(PlaceDraft, **looked_at)

    def count_orders(self) -> PendingCall:
        return self._line.ask(CountOrders)

    def list_orders(
        self,
        *,
        machine_id: str | None = None,
        statuses: Sequence[str] = (),
        open_only: bool = False,
        text: str = "",
        after: str = "",
        before: str = "",
        limit: int = PAGE,
    ) -> PendingCall:
        return self._line.ask(
            ListOrders,
            machine_id=machine_id,
            statuses=list(statuses),
            open_only=open_only,
            text=text,
            after=after,
            before=before,
            limit=limit,
        )

    def find_order(self, reference_number: str) -> PendingCall:
        return self._line.ask(FindOrder, reference_number=reference_number)

    def cancel_order(self, key: str, reference_number: str, **told: Any) -> dict[str, Any]:
        """Raises NotFound, OrderMovedOn."""
        return self._line.tell(CancelOrder, key=key, reference_number=reference_number, **told)

    def confirm_order(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, OrderMovedOn."""
        return self._line.tell(ConfirmOrder, key=key, reference_number=reference_number)

    def refuse_order(self, key: str, reference_number: str, **told: Any) -> dict[str, Any]:
        """Raises NotFound, OrderMovedOn, Invalid."""
        return self._line.tell(RefuseOrder, key=key, reference_number=reference_number, **told)

    def ship_order(self, key: str, reference_number: str, **parcel: Any) -> dict[str, Any]:
        """Raises NotFound, OrderMovedOn, MoreThanOrdered, Invalid."""
        return self._line.tell(ShipOrder, key=key, reference_number=reference_number, **parcel)

    def deliver_order(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, OrderMovedOn."""
        return self._line.tell(DeliverOrder, key=key, reference_number=reference_number)
