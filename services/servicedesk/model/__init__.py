"""The service desk's rules: requests and their states."""

from services.servicedesk.model.base import Base
from services.servicedesk.model.machine import Customer, Machine
from services.servicedesk.model.request import OPEN, ServiceRequest, TimelineEntry

__all__ = ["OPEN", "Base", "Customer", "Machine", "ServiceRequest", "TimelineEntry"]
