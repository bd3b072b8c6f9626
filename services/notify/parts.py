"""What makes up notify, for whoever starts it."""

from services.chassis.service.process import ServiceParts
from services.notify.service import NotifyService
from services.notify.subscriptions import NotifySubscriptions

NOTIFY = ServiceParts(NotifyService, NotifySubscriptions, gives_way=True)
