"""What makes up the service desk, for whoever starts it."""

from services.chassis.service.process import ServiceParts
from services.servicedesk.copies import COPIES
from services.servicedesk.service import ServicedeskService
from services.servicedesk.subscriptions import ServicedeskSubscriptions

SERVICEDESK = ServiceParts(ServicedeskService, ServicedeskSubscriptions, COPIES)
