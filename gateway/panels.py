"""Independent questions of one page, asked side by side. A service that is down costs its panel, not the page."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from services.chassis.contract import ContractError, DeadlinePassed, InternalError, OutcomeUnknown, ServiceUnavailable

MISSABLE = (ServiceUnavailable, DeadlinePassed, OutcomeUnknown, InternalError)


class Asked(Protocol):
    """A question under way."""

    def answer(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Needed:
    """Without this answer there is no page."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Spare:
    """The page does without this answer whatever keeps it: somebody's typing is at stake."""

    asked: Asked


def collect(**questions: Asked | Needed | Spare) -> SimpleNamespace:
    """The answers by name. None where a service cannot answer; refusals, and failures of needed ones, are raised."""
    answers: dict[str, Any] = dict.fromkeys(questions)
    refusals: list[ContractError] = []
    for name, question in questions.items():
        asked = question.asked if isinstance(question, Needed | Spare) else question
        try:
            answers[name] = asked.answer()
        except ContractError as error:
            if not _can_do_without(question, error):
                refusals.append(error)
    if refusals:
        raise refusals[0]
    return SimpleNamespace(**answers)


def _can_do_without(question: Asked | Needed | Spare, error: ContractError) -> bool:
    match question:
        case Needed():
            return False
        case Spare():
            return True
        case _:
            return isinstance(error, MISSABLE)
