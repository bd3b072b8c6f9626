"""Events that the service desk subscribes to."""

from services.chassis.runtime.subscribers import project
from services.servicedesk.projections import PROJECTIONS


class ServicedeskSubscriptions:
    name = "servicedesk.subscriptions"

    update_projections = project(PROJECTIONS)
