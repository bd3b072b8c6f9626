"""The services of the house."""

from services.fleet.definition import FLEET
from services.identity.definition import IDENTITY
from services.notify.definition import NOTIFY
from services.ordering.definition import ORDERING
from services.servicedesk.definition import SERVICEDESK

HOUSE = [IDENTITY, FLEET, ORDERING, SERVICEDESK, NOTIFY]
