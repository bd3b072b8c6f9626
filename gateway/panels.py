"""Parallel calls of one page. A service that does not answer costs its panel, not the page."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from services.chassis.contract import (
    ContractError,
    DeadlinePassed,
    InternalError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    ServiceUnavailable,
    TooManyAttempts,
)

MISSABLE = (ServiceUnavailable, DeadlinePassed, OutcomeUnknown, InternalError)


class PendingResponse(Protocol):
    """A call whose response may be pending; `answer` waits for it."""

    def answer(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Required:
    """Without this response there is no page."""

    call: PendingResponse


@dataclass(frozen=True, slots=True)
class BestEffort:
    """The page is rendered without this response whatever the error, e.g. so that typed text is not lost."""

    call: PendingResponse


@dataclass(frozen=True, slots=True)
class Limited:
    """If this was called too often, the page is rendered with the error TooManyAttempts instead of the response."""

    call: PendingResponse
    expected: tuple[type[ContractError], ...] = (TooManyAttempts,)


@dataclass(frozen=True, slots=True)
class IfFound:
    """If there is no such thing for the person, the page is rendered with the error instead of the response."""

    call: PendingResponse
    expected: tuple[type[ContractError], ...] = (NotFound, NotAllowed)


def collect(**calls: PendingResponse | Required | BestEffort | Limited | IfFound) -> SimpleNamespace:
    """The responses by name; None where a service cannot answer (MISSABLE) or a BestEffort call failed, the error where
    a call of Limited or IfFound failed as expected.

    Raises the first other error, after all calls have been waited for.
    """
    responses: dict[str, Any] = dict.fromkeys(calls)
    errors: list[ContractError] = []
    for name, call in calls.items():
        pending = call.call if isinstance(call, Required | BestEffort | Limited | IfFound) else call
        try:
            responses[name] = pending.answer()
        except ContractError as error:
            if isinstance(call, Limited | IfFound) and isinstance(error, call.expected):
                responses[name] = error
            elif not _can_do_without(call, error):
                errors.append(error)
    if errors:
        raise errors[0]
    return SimpleNamespace(**responses)


def _can_do_without(call: PendingResponse | Required | BestEffort | Limited | IfFound, error: ContractError) -> bool:
    match call:
        case Required():
            return False
        case BestEffort():
            return True
        case _:
            return isinstance(error, MISSABLE)
