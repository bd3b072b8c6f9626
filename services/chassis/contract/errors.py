"""Refusals that travel: a stable code, a status for HTTP edges, and parameters for the sentence.

Services never send sentences. The edge that talks to a person (gateway, notify) turns code and
parameters into one, in that person's language.
"""

from typing import Any, ClassVar


class ContractError(Exception):
    """An operation refuses, for a reason that its contract names.

    `params` are JSON values that the sentence needs. Subclasses set `code` and `status`; a code is part
    of the wire and exists once in the installation.
    """

    code: ClassVar[str] = ""
    status: ClassVar[int] = 422
    known: ClassVar[dict[str, type["ContractError"]]] = {}

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        other = ContractError.known.get(cls.code)
        if other is not None and (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.__qualname__} takes the code {cls.code!r} of {other.__qualname__}")
        ContractError.known[cls.code] = cls

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code

    def to_wire(self) -> dict[str, Any]:
        """The error in nameko's shape; `exc_path` is the code, so that moving a class changes nothing."""
        return {
            "exc_type": type(self).__name__,
            "exc_path": f"machinepark.{self.code}",
            "exc_args": [self.code, self.params],
            "value": str(self),
        }

    @staticmethod
    def from_wire(error: dict[str, Any]) -> "ContractError":
        """Rebuild what the other side raised; what this side does not know becomes `InternalError`."""
        code: str = ""
        params: dict[str, Any] = {}
        match error.get("exc_args"):
            case [str() as code, dict() as params]:
                pass
        kind = ContractError.known.get(code)
        return kind(**params) if kind else InternalError(correlation_id="", remote=str(error.get("exc_type", "")))


class Invalid(ContractError):
    """Fields of the request are wrong. `fields`: list of `{"path": [...], "code": ..., "params": {...}}`."""

    code = "invalid"
    status = 422


class NotLoggedIn(ContractError):
    """The operation wants to know who is calling, and nobody is logged in."""

    code = "not_logged_in"
    status = 401


class NotAllowed(ContractError):
    """The caller lacks the right, or the sender may not speak for this caller."""

    code = "not_allowed"
    status = 403


class ImpersonationReadOnly(ContractError):
    """Somebody who looks at the portal as another user changes nothing."""

    code = "impersonation_read_only"
    status = 403


class NotFound(ContractError):
    """It does not exist, or not for this caller: the answer is the same."""

    code = "not_found"
    status = 404


class Conflict(ContractError):
    """Somebody else changed the same thing at the same moment."""

    code = "conflict"
    status = 409


class IdempotencyKeyReused(ContractError):
    """This idempotency key came earlier with another request."""

    code = "idempotency_key_reused"
    status = 409


class ServiceUnavailable(ContractError):
    """No process of the service is there to answer, or its database is away; nothing was done and nothing will be."""

    code = "service_unavailable"
    status = 503


class OutOfSpace(ContractError):
    """The service's database has no room for it; nothing was done."""

    code = "out_of_space"
    status = 503


class DeadlinePassed(ContractError):
    """The caller no longer waits, so nothing was done."""

    code = "deadline_passed"
    status = 504


class OutcomeUnknown(ContractError):
    """The request was delivered but no answer came: it may or may not have been done."""

    code = "outcome_unknown"
    status = 504


class InternalError(ContractError):
    """A fault of ours. `correlation_id` finds it in the log; nothing else is told."""

    code = "internal_error"
    status = 500


EVERYWHERE = (
    Invalid, NotLoggedIn, NotAllowed, ImpersonationReadOnly, Conflict, IdempotencyKeyReused,
    ServiceUnavailable, OutOfSpace, DeadlinePassed, OutcomeUnknown, InternalError,
)  # fmt: skip
"""What any operation may answer without declaring it."""
