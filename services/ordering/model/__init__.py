"""Ordering's mapped classes: catalogue, drafts, orders and projections."""

from services.ordering.model.base import Base
from services.ordering.model.draft import Draft, DraftLine
from services.ordering.model.machine import Customer, Machine, MachineModel, common_cost_centre
from services.ordering.model.order import OPEN, Order
from services.ordering.model.order_line import OrderLine, OrderStep, Shipment
from services.ordering.model.supply import Fit, Supply
from services.ordering.model.used_pass import UsedPass

__all__ = [
    "OPEN", "Base", "Customer", "Draft", "DraftLine", "Fit", "Machine", "MachineModel", "Order", "OrderLine",
    "OrderStep", "Shipment", "Supply", "UsedPass", "common_cost_centre",
]  # fmt: skip
