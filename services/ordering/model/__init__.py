"""Ordering's rules: the catalogue."""

from services.ordering.model.base import Base
from services.ordering.model.machine import Machine, MachineModel
from services.ordering.model.supply import Fit, Supply

__all__ = ["Base", "Fit", "Machine", "MachineModel", "Supply"]
