"""Service definition of fleet."""

from services.chassis.runtime.process import ServiceDefinition
from services.fleet.projections import PROJECTIONS
from services.fleet.retention_rules import retention_rules
from services.fleet.service import FleetService
from services.fleet.subscriptions import FleetSubscriptions

FLEET = ServiceDefinition(FleetService, FleetSubscriptions, PROJECTIONS, retention_rules)
