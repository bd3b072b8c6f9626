"""Calls that are logged as security events (docs/operating.md#security-log)."""

from typing import Any

from structlog.contextvars import bind_contextvars

from services.chassis import observability
from services.chassis.contract import Caller, Operation

REFUSALS = frozenset(
    {"impersonation_read_only", "not_allowed", "too_many_attempts", "wrong_credentials", "wrong_password"}
)
"""Outcomes of any operation that are logged."""


def log(service: str, operation: type[Operation], caller: Caller, outcome: str) -> None:
    """Log a call of a `security_event`, and any call that was refused."""
    if operation.security_event or outcome in REFUSALS:
        observability.log_security_event(
            operation=f"{service}.{operation.name}",
            actor=f"{caller.kind}:{caller.person_id}",
            customer=str(caller.customer_id or ""),
            impersonated=bool(caller.impersonated_by),
            outcome=outcome,
        )


def bind_subjects(operation: type[Operation], request: dict[str, Any]) -> None:
    """Add what a `security_event` is about to the log context."""
    if not operation.security_event:
        return
    if persons := operation.persons(request):
        bind_contextvars(persons=persons)
    if request.get("client_address") and not observability.client_address():
        bind_contextvars(client_address=request["client_address"])
    if request.get("customer_id"):
        bind_contextvars(of_customer=str(request["customer_id"]))
