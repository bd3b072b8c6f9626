"""The schemas of version 1, derived from the services' contracts (docs/decisions/0009-json-api.md).

All modules are imported here: what one of them hides or renames must be known before another one nests it.
"""

from gateway.api.schemas import (
    access_requests,
    account,
    audit,
    groups,
    machines,
    paging,
    problems,
    registrations,
    sessions,
    users,
)

__all__ = [
    "access_requests", "account", "audit", "groups", "machines", "paging", "problems", "registrations", "sessions",
    "users",
]  # fmt: skip
