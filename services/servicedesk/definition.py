"""Service definition of the service desk."""

from services.chassis.runtime.process import ServiceDefinition
from services.servicedesk.contracts import LoadShippedArticles
from services.servicedesk.projections import PROJECTIONS
from services.servicedesk.retention_rules import retention_rules
from services.servicedesk.service import ServicedeskService
from services.servicedesk.subscriptions import ServicedeskSubscriptions

SERVICEDESK = ServiceDefinition(
    ServicedeskService,
    ServicedeskSubscriptions,
    PROJECTIONS,
    retention_rules,
    computes=True,
    startup_commands=(LoadShippedArticles,),
)
