"""Events that identity subscribes to."""

from services.chassis.runtime.subscribers import projection_subscriber
from services.identity.projections import PROJECTIONS


class IdentitySubscriptions:
    name = "identity.subscriptions"

    update_projections = projection_subscriber(PROJECTIONS)
