"""Contracts of the service desk: service requests and contact messages."""

from services.servicedesk.contracts.contact import *
from services.servicedesk.contracts.events import *
from services.servicedesk.contracts.handling import *
from services.servicedesk.contracts.history import *
from services.servicedesk.contracts.operations import *
from services.servicedesk.contracts.requests import *
