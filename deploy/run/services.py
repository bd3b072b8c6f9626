"""The services of the installation."""

from services.fleet.definition import FLEET
from services.identity.definition import IDENTITY
from services.notify.definition import NOTIFY
from services.ordering.definition import ORDERING
from services.servicedesk.definition import SERVICEDESK

SERVICES = [IDENTITY, FLEET, ORDERING, SERVICEDESK, NOTIFY]
