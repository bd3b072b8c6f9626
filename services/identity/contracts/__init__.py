"""Contracts of identity: customers, users, staff, sessions, registrations and access requests."""

from services.identity.contracts.access_requests import *
from services.identity.contracts.account import *
from services.identity.contracts.audit import *
from services.identity.contracts.confirmation_address import *
from services.identity.contracts.consents import *
from services.identity.contracts.customers import *
from services.identity.contracts.data_exports import *
from services.identity.contracts.guest_actions import *
from services.identity.contracts.guest_passes import *
from services.identity.contracts.invitations import *
from services.identity.contracts.links import *
from services.identity.contracts.memberships import *
from services.identity.contracts.names import *
from services.identity.contracts.own_access_requests import *
from services.identity.contracts.own_sessions import *
from services.identity.contracts.pending_requests import *
from services.identity.contracts.registering import *
from services.identity.contracts.registration_events import *
from services.identity.contracts.registrations import *
from services.identity.contracts.removal import *
from services.identity.contracts.rights import *
from services.identity.contracts.scopes import *
from services.identity.contracts.sessions import *
from services.identity.contracts.staff import *
from services.identity.contracts.upserts import *
from services.identity.contracts.users import *
