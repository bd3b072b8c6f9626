"""What makes up ordering, for whoever starts it."""

from services.chassis.service.process import ServiceParts
from services.ordering.copies import COPIES
from services.ordering.service import OrderingService
from services.ordering.subscriptions import OrderingSubscriptions

ORDERING = ServiceParts(OrderingService, OrderingSubscriptions, COPIES)
