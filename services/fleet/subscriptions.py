"""Events that fleet subscribes to."""

from services.chassis.runtime.subscribers import project
from services.fleet.projections import PROJECTIONS


class FleetSubscriptions:
    name = "fleet.subscriptions"

    update_projections = project(PROJECTIONS)
