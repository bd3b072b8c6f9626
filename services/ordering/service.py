"""Ordering's door for calls."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.chassis.service.house import Resident
from services.ordering import commands, contracts, queries


class OrderingService(Resident):
    """Orders of supplies, from basket to delivered box, and the catalogue of what fits which machine."""

    name = "ordering"

    @operation(contracts.RecordSupply)
    def record_supply(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.record_supply(work, caller, **request)

    @operation(contracts.ListFittingSupplies)
    def list_fitting_supplies(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_fitting_supplies(work, caller, **request)

    @operation(contracts.FeedSupplies)
    def feed_supplies(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_supplies(work, caller, **request)

    @operation(contracts.FindDraft)
    def find_draft(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_draft(work, caller, **request)

    @operation(contracts.AddToDraft)
    def add_to_draft(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.add_to_draft(work, caller, **request)

    @operation(contracts.ChangeDraft)
    def change_draft(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_draft(work, caller, **request)

    @operation(contracts.AddressDraft)
    def address_draft(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.address_draft(work, caller, **request)

    @operation(contracts.PlaceDraft)
    def place_draft(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.place_draft(work, caller, **request)

    @operation(contracts.ForgetDraft)
    def forget_draft(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.forget_draft(work, caller, **request)

    @operation(contracts.PlaceOrder)
    def place_order(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.place_order(work, caller, **request)

    @operation(contracts.ListOrders)
    def list_orders(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_orders(work, caller, **request)

    @operation(contracts.FindOrder)
    def find_order(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.find_order(work, caller, **request)

    @operation(contracts.CountOrders)
    def count_orders(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_orders(work, caller, **request)

    @operation(contracts.CancelOrder)
    def cancel_order(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.cancel_order(work, caller, **request)

    @operation(contracts.ConfirmOrder)
    def confirm_order(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.confirm_order(work, caller, **request)

    @operation(contracts.RefuseOrder)
    def refuse_order(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.refuse_order(work, caller, **request)

    @operation(contracts.ShipOrder)
    def ship_order(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.ship_order(work, caller, **request)

    @operation(contracts.DeliverOrder)
    def deliver_order(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.deliver_order(work, caller, **request)

    @operation(contracts.RecordPastOrder)
    def record_past_order(self, work: Work, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.record_past_order(work, caller, **request)
