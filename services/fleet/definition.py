"""Service definition of fleet."""

from services.chassis.runtime.definition import ServiceDefinition
from services.fleet.personal_data import PERSONAL_DATA
from services.fleet.projections import PROJECTIONS
from services.fleet.retention_rules import RETENTION_RULES
from services.fleet.service import FleetService
from services.fleet.subscriptions import FleetSubscriptions

FLEET = ServiceDefinition(FleetService, FleetSubscriptions, PROJECTIONS, RETENTION_RULES, personal_data=PERSONAL_DATA)
