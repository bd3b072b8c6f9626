"""Catalogue, basket and orders (ordering)."""

from collections.abc import Sequence
from typing import Any

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.ordering.contracts import (
    AddToDraft,
    CancelOrder,
    ChangeDraft,
    ConfirmOrder,
    CountOrders,
    DeliverOrder,
    GetDraft,
    GetOrder,
    ListFittingSupplies,
    ListOrders,
    OrderStatus,
    PlaceDraft,
    RefuseOrder,
    SetDraftDelivery,
    ShipOrder,
)

STATUSES = tuple(str(status) for status in OrderStatus)


class OrderingClient:
    """Supplies and orders of machines in the caller's scope; others raise NotFound and are missing from lists."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def list_fitting_supplies(self, machine_id: str) -> PendingCall:
        """Raises MachineNotFound."""
        return self._rpc.query(ListFittingSupplies, machine_id=machine_id)

    def get_draft(self, draft_id: str | None = None) -> PendingCall:
        """The caller's basket, or the draft with this id. Raises NotFound."""
        return self._rpc.query(GetDraft, draft_id=draft_id)

    def add_to_draft(self, key: str, **line: Any) -> dict[str, Any]:
        """Raises MachineNotFound, SupplyDoesNotFit, DraftFull, Invalid."""
        return self._rpc.command(AddToDraft, key=key, **line)

    def change_draft(self, key: str, **changes: Any) -> dict[str, Any]:
        """Raises NotFound, DraftPlaced, Invalid."""
        return self._rpc.command(ChangeDraft, key=key, **changes)

    def set_draft_delivery(self, key: str, **delivery: Any) -> dict[str, Any]:
        """Raises NotFound, DraftPlaced, Invalid."""
        return self._rpc.command(SetDraftDelivery, key=key, **delivery)

    def place_draft(self, **draft: Any) -> dict[str, Any]:
        """Takes no idempotency key: a draft becomes one order at most. Raises the errors of `PlaceDraft`."""
        return self._rpc.command(PlaceDraft, **draft)

    def count_orders(self) -> PendingCall:
        return self._rpc.query(CountOrders)

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
        return self._rpc.query(
            ListOrders,
            machine_id=machine_id,
            statuses=list(statuses),
            open_only=open_only,
            text=text,
            after=after,
            before=before,
            limit=limit,
        )

    def get_order(self, reference_number: str) -> PendingCall:
        return self._rpc.query(GetOrder, reference_number=reference_number)

    def cancel_order(self, key: str, reference_number: str, **reason: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidOrderTransition."""
        return self._rpc.command(CancelOrder, key=key, reference_number=reference_number, **reason)

    def confirm_order(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, InvalidOrderTransition."""
        return self._rpc.command(ConfirmOrder, key=key, reference_number=reference_number)

    def refuse_order(self, key: str, reference_number: str, **reason: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidOrderTransition, Invalid."""
        return self._rpc.command(RefuseOrder, key=key, reference_number=reference_number, **reason)

    def ship_order(self, key: str, reference_number: str, **parcel: Any) -> dict[str, Any]:
        """Raises NotFound, InvalidOrderTransition, MoreThanOrdered, Invalid."""
        return self._rpc.command(ShipOrder, key=key, reference_number=reference_number, **parcel)

    def deliver_order(self, key: str, reference_number: str) -> dict[str, Any]:
        """Raises NotFound, InvalidOrderTransition."""
        return self._rpc.command(DeliverOrder, key=key, reference_number=reference_number)
