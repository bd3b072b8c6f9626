"""Events that ordering subscribes to."""

from services.chassis.runtime.subscribers import project
from services.ordering.projections import PROJECTIONS


class OrderingSubscriptions:
    name = "ordering.subscriptions"

    update_projections = project(PROJECTIONS)
