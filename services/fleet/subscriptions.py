"""Events that fleet subscribes to."""

from services.chassis.runtime.subscribers import erasure_subscriber, projection_subscriber
from services.fleet.projections import PROJECTIONS
from services.identity.contracts import UserErased


class FleetSubscriptions:
    name = "fleet.subscriptions"

    update_projections = projection_subscriber(PROJECTIONS)
    erase_persons = erasure_subscriber(UserErased)
