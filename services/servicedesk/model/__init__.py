"""The service desk's rules: requests and their states."""

from services.servicedesk.model.base import Base
from services.servicedesk.model.machine import Customer, Machine
from services.servicedesk.model.moves import OPEN
from services.servicedesk.model.request import ServiceRequest
from services.servicedesk.model.timeline import Message, TimelineEntry

__all__ = ["OPEN", "Base", "Customer", "Machine", "Message", "ServiceRequest", "TimelineEntry"]
