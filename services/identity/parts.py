"""What makes up identity, for whoever starts it."""

from services.chassis.service.process import ServiceParts
from services.identity.copies import COPIES
from services.identity.past import past
from services.identity.service import IdentityService
from services.identity.subscriptions import IdentitySubscriptions

IDENTITY = ServiceParts(IdentityService, IdentitySubscriptions, COPIES, past)
