"""Service definition of the service desk."""

from services.chassis.runtime.process import ServiceDefinition
from services.servicedesk.projections import PROJECTIONS
from services.servicedesk.service import ServicedeskService
from services.servicedesk.subscriptions import ServicedeskSubscriptions

SERVICEDESK = ServiceDefinition(ServicedeskService, ServicedeskSubscriptions, PROJECTIONS)
