"""The audit log: changes to accounts, customers and staff."""

from typing import Any

from gateway.api.resource import Resource
from gateway.api.schemas import audit as schemas
from gateway.clients import query
from gateway.guards import api_login
from services.identity.contracts import ListAudit

audit = Resource(
    "Audit",
    __name__,
    "The audit log. Needs `manage_users`; staff need `view_audit`.",
)


@audit.get("/audit")
@api_login
@audit.query(schemas.AuditQuery)
@audit.returns_page(ListAudit)
def list_audit(**filters: Any) -> Any:
    """List entries, newest first."""
    return query(ListAudit, **filters).answer()
