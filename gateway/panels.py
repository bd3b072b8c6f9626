"""Independent questions of one page, asked side by side. A service that is down costs its panel, not the page."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from services.chassis.contract import ContractError, DeadlinePassed, InternalError, OutcomeUnknown, ServiceUnavailable

MISSABLE = (ServiceUnavailable, DeadlinePassed, OutcomeUnknown, InternalError)


class PendingResponse(Protocol):
    """A question under way."""

    def answer(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Required:
    """Without this answer there is no page."""

    asked: PendingResponse


@dataclass(frozen=True, slots=True)
class BestEffort:
    """The page does without this answer whatever keeps it: somebody's typing is at stake."""

    asked: PendingResponse


def collect(**questions: PendingResponse | Required | BestEffort) -> SimpleNamespace:
    """The answers by name. None where a service cannot answer; refusals, and failures of needed ones, are raised."""
    answers: dict[str, Any] = dict.fromkeys(questions)
    refusals: list[ContractError] = []
    for name, question in questions.items():
        asked = question.asked if isinstance(question, Required | BestEffort) else question
        try:
            answers[name] = asked.answer()
        except ContractError as error:
            if not _can_do_without(question, error):
                refusals.append(error)
    if refusals:
        raise refusals[0]
    return SimpleNamespace(**answers)


def _can_do_without(question: PendingResponse | Required | BestEffort, error: ContractError) -> bool:
    match question:
        case Required():
            return False
        case BestEffort():
            return True
        case _:
            return isinstance(error, MISSABLE)
