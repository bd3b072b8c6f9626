"""Events that fleet subscribes to."""

from services.chassis.runtime.subscribers import projection_subscriber
from services.fleet.projections import PROJECTIONS


class FleetSubscriptions:
    name = "fleet.subscriptions"

    update_projections = projection_subscriber(PROJECTIONS)
