"""Queries of identity: rows shaped for the caller."""

from services.identity.queries import (
    access_requests,
    audit,
    confirmation_address,
    consents,
    customers,
    data_exports,
    guest_passes,
    links,
    names,
    pending_requests,
    persons,
    registrations,
    sessions,
    staff,
    users,
)

__all__ = [
    "access_requests",
    "audit",
    "confirmation_address",
    "consents",
    "customers",
    "data_exports",
    "guest_passes",
    "links",
    "names",
    "pending_requests",
    "persons",
    "registrations",
    "sessions",
    "staff",
    "users",
]
