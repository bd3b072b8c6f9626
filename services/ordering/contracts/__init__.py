"""Contracts of ordering: catalogue, drafts and orders."""

from services.ordering.contracts.catalogue import *
from services.ordering.contracts.drafts import *
from services.ordering.contracts.errors import *
from services.ordering.contracts.events import *
from services.ordering.contracts.guest_status import *
from services.ordering.contracts.guests import *
from services.ordering.contracts.history import *
from services.ordering.contracts.lists import *
from services.ordering.contracts.operations import *
from services.ordering.contracts.orders import *
from services.ordering.contracts.own_orders import *
