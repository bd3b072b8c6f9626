"""Service definition of ordering."""

from services.chassis.runtime.definition import ServiceDefinition
from services.ordering.personal_data import PERSONAL_DATA
from services.ordering.projections import PROJECTIONS
from services.ordering.retention_rules import RETENTION_RULES
from services.ordering.service import OrderingService
from services.ordering.subscriptions import OrderingSubscriptions

ORDERING = ServiceDefinition(
    OrderingService, OrderingSubscriptions, PROJECTIONS, RETENTION_RULES, personal_data=PERSONAL_DATA
)
