"""Service definition of identity."""

from services.chassis.runtime.definition import ServiceDefinition
from services.identity.commands.removal import remove_account
from services.identity.personal_data import PERSONAL_DATA
from services.identity.projections import PROJECTIONS
from services.identity.retention_rules import RETENTION_RULES
from services.identity.service import IdentityService
from services.identity.subscriptions import IdentitySubscriptions

IDENTITY = ServiceDefinition(
    IdentityService,
    IdentitySubscriptions,
    PROJECTIONS,
    RETENTION_RULES,
    computes=True,
    personal_data=PERSONAL_DATA,
    remove_account=remove_account,
)
