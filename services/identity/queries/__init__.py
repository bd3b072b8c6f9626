"""Queries of identity: rows shaped for the caller."""

from services.identity.queries import (
    access_requests,
    audit,
    customers,
    data_exports,
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
    "customers",
    "data_exports",
    "links",
    "names",
    "pending_requests",
    "persons",
    "registrations",
    "sessions",
    "staff",
    "users",
]
