"""Service definition of the service desk."""

from services.chassis.runtime.definition import ServiceDefinition
from services.servicedesk.contracts import LoadShippedArticles
from services.servicedesk.personal_data import PERSONAL_DATA
from services.servicedesk.projections import PROJECTIONS
from services.servicedesk.retention_rules import RETENTION_RULES
from services.servicedesk.service import ServicedeskService
from services.servicedesk.subscriptions import ServicedeskSubscriptions

SERVICEDESK = ServiceDefinition(
    ServicedeskService,
    ServicedeskSubscriptions,
    PROJECTIONS,
    RETENTION_RULES,
    computes=True,
    startup_commands=(LoadShippedArticles,),
    personal_data=PERSONAL_DATA,
)
