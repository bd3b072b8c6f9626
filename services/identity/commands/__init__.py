"""Commands of identity: one function per use case, one transaction each."""

from services.identity.commands import (
    access_requests,
    accounts,
    customers,
    data_exports,
    impersonation,
    invitations,
    links,
    registering,
    registrations,
    removal,
    scopes,
    sessions,
    staff,
    upserts,
    users,
)

__all__ = [
    "access_requests",
    "accounts",
    "customers",
    "data_exports",
    "impersonation",
    "invitations",
    "links",
    "registering",
    "registrations",
    "removal",
    "scopes",
    "sessions",
    "staff",
    "upserts",
    "users",
]
