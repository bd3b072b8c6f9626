"""What makes up the service desk, for whoever starts it."""

from services.chassis.runtime.process import ServiceDefinition
from services.servicedesk.projections import PROJECTIONS
from services.servicedesk.service import ServicedeskService
from services.servicedesk.subscriptions import ServicedeskSubscriptions

SERVICEDESK = ServiceDefinition(ServicedeskService, ServicedeskSubscriptions, PROJECTIONS)
