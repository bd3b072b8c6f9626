"""Events that identity subscribes to."""

from services.chassis.runtime.subscribers import project
from services.identity.projections import PROJECTIONS


class IdentitySubscriptions:
    name = "identity.subscriptions"

    update_projections = project(PROJECTIONS)
