"""Service definition of ordering."""

from services.chassis.runtime.process import ServiceDefinition
from services.ordering.projections import PROJECTIONS
from services.ordering.retention_rules import retention_rules
from services.ordering.service import OrderingService
from services.ordering.subscriptions import OrderingSubscriptions

ORDERING = ServiceDefinition(OrderingService, OrderingSubscriptions, PROJECTIONS, retention_rules)
