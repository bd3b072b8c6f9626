"""Commands of identity: one function per use case, one transaction each."""

from services.identity.commands import (
    access_requests,
    accounts,
    confirmation_address,
    consents,
    customers,
    guest_passes,
    impersonation,
    invitations,
    links,
    registering,
    registrations,
    scopes,
    sessions,
    staff,
    upserts,
    users,
)

__all__ = [
    "access_requests",
    "accounts",
    "confirmation_address",
    "consents",
    "customers",
    "guest_passes",
    "impersonation",
    "invitations",
    "links",
    "registering",
    "registrations",
    "scopes",
    "sessions",
    "staff",
    "upserts",
    "users",
]
