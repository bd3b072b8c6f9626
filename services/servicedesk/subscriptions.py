"""Events that the service desk subscribes to: those that update its projections."""

from services.chassis.runtime.subscribers import erasure_subscriber, projection_subscriber
from services.identity.contracts import UserErased
from services.servicedesk.projections import PROJECTIONS


class ServicedeskSubscriptions:
    name = "servicedesk.subscriptions"

    update_projections = projection_subscriber(PROJECTIONS)
    erase_persons = erasure_subscriber(UserErased)
