"""The service desk's mapped classes: service requests, contact messages and projections."""

from services.servicedesk.model.base import Base
from services.servicedesk.model.contact import ContactMessage
from services.servicedesk.model.machine import Customer, Machine
from services.servicedesk.model.request import ServiceRequest
from services.servicedesk.model.timeline import Message, TimelineEntry
from services.servicedesk.model.transitions import OPEN

__all__ = ["OPEN", "Base", "ContactMessage", "Customer", "Machine", "Message", "ServiceRequest", "TimelineEntry"]
