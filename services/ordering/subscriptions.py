"""Events that ordering subscribes to."""

from services.chassis.runtime.subscribers import projection_subscriber
from services.ordering.projections import PROJECTIONS


class OrderingSubscriptions:
    name = "ordering.subscriptions"

    update_projections = projection_subscriber(PROJECTIONS)
