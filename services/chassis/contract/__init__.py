"""The language in which services declare what others may know of them."""

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
from services.chassis.contract.fields import (
    AsKept,
    Choice,
    Day,
    Email,
    Flag,
    Id,
    ListOf,
    Mapped,
    Moment,
    One,
    Schema,
    Text,
    Whole,
    refuse,
)
from services.chassis.contract.operation import Command, Feed, Operation, Query

__all__ = [
    "EVERYWHERE", "AsKept", "Caller", "ChangedMeanwhile", "Choice", "Command", "ContractError", "Day", "DeadlinePassed",
    "Email", "Event", "Feed", "Flag", "Id", "InternalError", "Invalid", "KeyUsedBefore", "Kind", "ListOf",
    "Mapped", "Moment", "NotAllowed", "NotFound", "NotLoggedIn", "One", "OnlyLooking", "Operation",
    "OutOfSpace", "OutcomeUnknown", "Query", "Schema", "Scope", "ServiceUnavailable", "StateEvent", "Text", "Whole",
    "refuse",
]  # fmt: skip
