"""What makes up fleet, for whoever starts it."""

from services.chassis.service.process import ServiceParts
from services.fleet.copies import COPIES
from services.fleet.service import FleetService
from services.fleet.subscriptions import FleetSubscriptions

FLEET = ServiceParts(FleetService, FleetSubscriptions, COPIES)
