"""The services of the house."""

from services.fleet.parts import FLEET
from services.identity.parts import IDENTITY
from services.notify.parts import NOTIFY
from services.ordering.parts import ORDERING
from services.servicedesk.parts import SERVICEDESK

HOUSE = [IDENTITY, FLEET, ORDERING, SERVICEDESK, NOTIFY]
