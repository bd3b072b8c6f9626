"""Identity's mapped classes: customers, persons, memberships, registrations, sessions, links, passes, projections."""

from services.identity.model.access_request import AccessRequest
from services.identity.model.audit import AuditEntry
from services.identity.model.base import Base
from services.identity.model.consent import Consent
from services.identity.model.customer import Customer
from services.identity.model.data_export import DataExport, DataExportPart
from services.identity.model.group import Group
from services.identity.model.guest_pass import GuestPass
from services.identity.model.link import Link
from services.identity.model.membership import Grant, Membership
from services.identity.model.person import Person
from services.identity.model.registration import Registration
from services.identity.model.session import LoginSession

__all__ = [
    "AccessRequest",
    "AuditEntry",
    "Base",
    "Consent",
    "Customer",
    "DataExport",
    "DataExportPart",
    "Grant",
    "Group",
    "GuestPass",
    "Link",
    "LoginSession",
    "Membership",
    "Person",
    "Registration",
]  # fmt: skip
