"""Service definition of notify."""

from services.chassis.runtime.process import ServiceDefinition
from services.notify.service import NotifyService
from services.notify.subscriptions import NotifySubscriptions

NOTIFY = ServiceDefinition(NotifyService, NotifySubscriptions, low_priority=True)
