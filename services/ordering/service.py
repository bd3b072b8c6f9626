"""Operations of the ordering service."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.ordering import commands, contracts, queries


class OrderingService(BaseService):
    """Orders of supplies, from basket to delivered box, and the catalogue of what fits which machine."""

    name = "ordering"

    @operation(contracts.UpsertSupply)
    def upsert_supply(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.upsert_supply(uow, caller, **request)

    @operation(contracts.ListFittingSupplies)
    def list_fitting_supplies(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_fitting_supplies(uow, caller, **request)

    @operation(contracts.FeedSupplies)
    def feed_supplies(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_supplies(uow, caller, **request)

    @operation(contracts.GetDraft)
    def get_draft(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_draft(uow, caller, **request)

    @operation(contracts.AddToDraft)
    def add_to_draft(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.add_to_draft(uow, caller, **request)

    @operation(contracts.ChangeDraft)
    def change_draft(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.change_draft(uow, caller, **request)

    @operation(contracts.SetDraftDelivery)
    def set_draft_delivery(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.set_draft_delivery(uow, caller, **request)

    @operation(contracts.PlaceDraft)
    def place_draft(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.place_draft(uow, caller, **request)

    @operation(contracts.ExpireDraft)
    def expire_draft(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.expire_draft(uow, caller, **request)

    @operation(contracts.PlaceOrder)
    def place_order(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.place_order(uow, caller, **request)

    @operation(contracts.ListOrders)
    def list_orders(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_orders(uow, caller, **request)

    @operation(contracts.GetOrder)
    def get_order(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_order(uow, caller, **request)

    @operation(contracts.CountOrders)
    def count_orders(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.count_orders(uow, caller, **request)

    @operation(contracts.CancelOrder)
    def cancel_order(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.cancel_order(uow, caller, **request)

    @operation(contracts.ConfirmOrder)
    def confirm_order(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.confirm_order(uow, caller, **request)

    @operation(contracts.RefuseOrder)
    def refuse_order(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.refuse_order(uow, caller, **request)

    @operation(contracts.ShipOrder)
    def ship_order(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.ship_order(uow, caller, **request)

    @operation(contracts.DeliverOrder)
    def deliver_order(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.deliver_order(uow, caller, **request)

    @operation(contracts.ImportOrder)
    def import_order(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.import_order(uow, caller, **request)
