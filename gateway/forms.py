"""What all forms share: they are checked by the services' contracts, done once, and never lose what was typed."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, Form, HiddenField

from gateway import errors
from services.chassis.contract import ContractError, NotLoggedIn

UNSEEN = ("once", "here")


class PortalForm(Form):  # type: ignore[misc]  # WTForms comes without types
    """A form with what was sent in it, or else what it is `filled` with.

    `once` is the idempotency key of what the form does: it stays the same however often the form is sent or comes
    back, so that it happens once. `here` is the address of the page that the form stands on. `problems` and `status`
    tell why it came back.
    """

    once = HiddenField()
    here = HiddenField()

    def __init__(self, **filled: Any) -> None:
        super().__init__(request.form if request.method == "POST" else None, data=filled)
        self.problems: list[errors.Problem] = []
        self.status = 200
        self.once.data = _key(self.once.data)
        if request.method != "POST":
            self.here.data = request.full_path.rstrip("?")
        g.here = self.here.data

    def answers(self) -> dict[str, str]:
        """What was typed, by the names of the contract's fields."""
        return {field.name: field.data for field in self if field.name not in UNSEEN and field.data is not None}

    def submit(self, call: Callable[..., dict[str, Any]], *args: Any) -> dict[str, Any] | None:
        """Call with the answers. None when that is refused: then `problems` says why, and the form goes back."""
        try:
            return call(*args, **self.answers())
        except NotLoggedIn:
            raise
        except ContractError as error:
            self.problems, self.status = errors.problems_of(error), error.status
            return None

    def act(
        self, call: Callable[..., dict[str, Any]], subject: str, again: Callable[[], ResponseReturnValue], done: str
    ) -> ResponseReturnValue:
        """Do it once to what has this number, and show that; where it is refused, the page it was asked on says why."""
        if self.submit(call, self.once.data, subject) is None:
            return again()
        return redirect(url_for(".detail", reference=subject, done=done), 303)

    @property
    def refused_fields(self) -> list[Field]:
        """The fields with a problem, in the order in which they stand on the page."""
        named = {problem.field for problem in self.problems}
        return [field for field in self if field.name in named and field.type != "HiddenField"]

    @property
    def other_problems(self) -> list[str]:
        """What is wrong with no field that can be seen."""
        shown = {field.name for field in self.refused_fields}
        return [problem.text for problem in self.problems if problem.field not in shown]

    def problem_of(self, field: Field) -> str:
        return next((problem.text for problem in self.problems if problem.field == field.name), "")


class OnceForm(PortalForm):
    """A single button that does something once."""


def _key(sent: str | None) -> str:
    try:
        return str(uuid.UUID(sent or ""))
    except ValueError:
        return str(uuid.uuid4())
