"""The language in which services declare what others may know of them."""

from services.chassis.contract import fields
from services.chassis.contract.caller import Caller, Kind, Scope
from services.chassis.contract.errors import (
    EVERYWHERE,
    ChangedMeanwhile,
    ContractError,
    DeadlinePassed,
    InternalError,
    Invalid,
    KeyUsedBefore,
    NotAllowed,
    NotFound,
    NotLoggedIn,
    OnlyLooking,
    OutcomeUnknown,
    OutOfSpace,
    ServiceUnavailable,
)
from services.chassis.contract.event import Event, StateEvent
from services.chassis.contract.fields import Schema, validation_error
from services.chassis.contract.operation import Command, Feed, Operation, Query

__all__ = [
    "EVERYWHERE", "Caller", "ChangedMeanwhile", "Command", "ContractError", "DeadlinePassed", "Event", "Feed",
    "InternalError", "Invalid", "KeyUsedBefore", "Kind", "NotAllowed", "NotFound", "NotLoggedIn", "OnlyLooking",
    "Operation", "OutOfSpace", "OutcomeUnknown", "Query", "Schema", "Scope", "ServiceUnavailable", "StateEvent",
    "fields", "validation_error",
]  # fmt: skip
