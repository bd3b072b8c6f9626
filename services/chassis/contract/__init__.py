"""Contracts: how a service declares its operations, events, errors and callers."""

from services.chassis.contract import fields
from services.chassis.contract.caller import Caller, Kind, Scope
from services.chassis.contract.errors import (
    EVERYWHERE,
    Conflict,
    ContractError,
    DeadlinePassed,
    IdempotencyKeyReused,
    ImpersonationReadOnly,
    InternalError,
    Invalid,
    NotAllowed,
    NotFound,
    NotLoggedIn,
    OutcomeUnknown,
    OutOfSpace,
    ServiceUnavailable,
    TooManyAttempts,
)
from services.chassis.contract.event import Event, StateEvent
from services.chassis.contract.fields import Schema, validation_error
from services.chassis.contract.operation import Command, Feed, Operation, Query

__all__ = [
    "EVERYWHERE", "Caller", "Command", "Conflict", "ContractError", "DeadlinePassed", "Event", "Feed",
    "IdempotencyKeyReused", "ImpersonationReadOnly", "InternalError", "Invalid", "Kind", "NotAllowed", "NotFound",
    "NotLoggedIn", "Operation", "OutOfSpace", "OutcomeUnknown", "Query", "Schema", "Scope", "ServiceUnavailable",
    "StateEvent", "TooManyAttempts", "fields", "validation_error",
]  # fmt: skip
