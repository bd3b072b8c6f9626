"""Events that ordering subscribes to."""

from services.chassis.runtime.subscribers import erasure_subscriber, projection_subscriber
from services.identity.contracts import UserErased
from services.ordering.projections import PROJECTIONS


class OrderingSubscriptions:
    name = "ordering.subscriptions"

    update_projections = projection_subscriber(PROJECTIONS)
    erase_persons = erasure_subscriber(UserErased)
