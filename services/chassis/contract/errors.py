"""Errors of operations: a stable code, an HTTP status and parameters.

Services send no texts. The edge that addresses a person (gateway, notify) turns code and parameters into a message in
that person's language (docs/decisions/0004-texts.md).
"""

from typing import Any, ClassVar


class ContractError(Exception):
    """Base class of the errors of operations.

    `params` are JSON values for the message. Subclasses set `code` and `status`; a code is part of the wire format and
    unique in the installation.
    """

    code: ClassVar[str] = ""
    status: ClassVar[int] = 422
    known: ClassVar[dict[str, type["ContractError"]]] = {}

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        existing = ContractError.known.get(cls.code)
        if existing is not None and (existing.__module__, existing.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.__qualname__} has the same code {cls.code!r} as {existing.__qualname__}")
        ContractError.known[cls.code] = cls

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code

    def to_wire(self) -> dict[str, Any]:
        """The error in nameko's format; `exc_path` holds the code, so that moving a class does not change the wire."""
        return {
            "exc_type": type(self).__name__,
            "exc_path": f"machinepark.{self.code}",
            "exc_args": [self.code, self.params],
            "value": str(self),
        }

    @staticmethod
    def from_wire(error: dict[str, Any]) -> "ContractError":
        """The error that the service raised; an unknown code becomes `InternalError`."""
        code: str = ""
        params: dict[str, Any] = {}
        match error.get("exc_args"):
            case [str() as code, dict() as params]:
                pass
        error_class = ContractError.known.get(code)
        return (
            error_class(**params)
            if error_class
            else InternalError(correlation_id="", remote=str(error.get("exc_type", "")))
        )


class Invalid(ContractError):
    """The request is invalid. `fields`: list of `{"path": [...], "code": ..., "params": {...}}`."""

    code = "invalid"
    status = 422


class NotLoggedIn(ContractError):
    """The operation requires a login and the caller is a visitor."""

    code = "not_logged_in"
    status = 401


class NotAllowed(ContractError):
    """The caller lacks the right, or the broker user may not claim this caller."""

    code = "not_allowed"
    status = 403


class ImpersonationReadOnly(ContractError):
    """Commands are refused while a staff member impersonates a user."""

    code = "impersonation_read_only"
    status = 403


class NotFound(ContractError):
    """It does not exist or is not visible to this caller; the response does not say which."""

    code = "not_found"
    status = 404


class Conflict(ContractError):
    """A concurrent transaction changed the same aggregate."""

    code = "conflict"
    status = 409


class IdempotencyKeyReused(ContractError):
    """The idempotency key was used before with another request."""

    code = "idempotency_key_reused"
    status = 409


class TooManyAttempts(ContractError):
    """Too many attempts. The next one is accepted after `seconds`."""

    code = "too_many_attempts"
    status = 429


class ServiceUnavailable(ContractError):
    """No process of the service runs, or its database is unavailable; nothing was executed and nothing will be."""

    code = "service_unavailable"
    status = 503


class OutOfSpace(ContractError):
    """The disk of the service's database is full; nothing was executed."""

    code = "out_of_space"
    status = 503


class DeadlinePassed(ContractError):
    """The deadline passed; nothing was committed."""

    code = "deadline_passed"
    status = 504


class OutcomeUnknown(ContractError):
    """The call was delivered but no reply arrived: it may or may not have been executed."""

    code = "outcome_unknown"
    status = 504


class InternalError(ContractError):
    """A defect of the service. `correlation_id` finds it in the log; no details are returned."""

    code = "internal_error"
    status = 500


EVERYWHERE = (
    Invalid, NotLoggedIn, NotAllowed, ImpersonationReadOnly, Conflict, IdempotencyKeyReused,
    ServiceUnavailable, OutOfSpace, DeadlinePassed, OutcomeUnknown, InternalError,
)  # fmt: skip
"""Errors of every operation, which need not be declared."""
