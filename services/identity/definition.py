"""Service definition of identity."""

from services.chassis.runtime.process import ServiceDefinition
from services.identity.projections import PROJECTIONS
from services.identity.retention_rules import retention_rules
from services.identity.service import IdentityService
from services.identity.subscriptions import IdentitySubscriptions

IDENTITY = ServiceDefinition(IdentityService, IdentitySubscriptions, PROJECTIONS, retention_rules, computes=True)
