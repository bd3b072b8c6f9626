"""Ordering's door for calls."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.service import Work, operation
from services.chassis.service.house import Resident
from services.ordering import commands, contracts, queries


class OrderingService(Resident):
    """The catalogue of supplies, and what fits which machine."""

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
