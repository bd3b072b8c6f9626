"""Contracts of the service desk: service requests, contact messages and articles."""

from services.servicedesk.contracts.article_errors import *
from services.servicedesk.contracts.article_history import *
from services.servicedesk.contracts.articles import *
from services.servicedesk.contracts.contact import *
from services.servicedesk.contracts.content import *
from services.servicedesk.contracts.events import *
from services.servicedesk.contracts.guest_status import *
from services.servicedesk.contracts.guests import *
from services.servicedesk.contracts.handling import *
from services.servicedesk.contracts.history import *
from services.servicedesk.contracts.lists import *
from services.servicedesk.contracts.operations import *
from services.servicedesk.contracts.own_requests import *
from services.servicedesk.contracts.pictures import *
from services.servicedesk.contracts.requests import *
from services.servicedesk.contracts.visitor_messages import *
from services.servicedesk.contracts.visits import *
