"""What all forms share: they are checked by the services' contracts, done once, and never lose what was typed."""

import uuid
from collections.abc import Callable
from typing import Any, Self

from flask import g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, HiddenField, StringField

from gateway import errors
from services.chassis.contract import ContractError, NotLoggedIn

UNSEEN = ("once", "here")


class PortalForm(Form):  # type: ignore[misc]  # WTForms comes without types
    """A form with what was `sent` in it; made by `shown`, one that only stands on the page.

    `once` is the idempotency key of what the form does: it stays the same however often the form is sent or comes
    back, so that it happens once. `here` is the address of the page that the form stands on. `problems`, `status`
    and `refusal` (its code) tell why it came back.
    """

    once = HiddenField()
    here = HiddenField()

    def __init__(self, sent: MultiDict[str, str] | None = None, **filled: Any) -> None:
        self.sent = request.form if sent is None else sent
        super().__init__(self.sent or None, data=filled)
        self.problems: list[errors.Problem] = []
        self.refusal = ""
        self.status = 200
        self.once.data = _key(self.once.data)
        self.here.data = request.form.get("here") if request.method == "POST" else request.full_path.rstrip("?")
        g.here = self.here.data

    @classmethod
    def shown(cls, **filled: Any) -> Self:
        """One filled with what is known: where another form was sent, nothing of that gets into it."""
        return cls(MultiDict(), **filled)

    def answers(self) -> dict[str, str]:
        """What was typed, by the names of the contract's fields. Text that was not sent at all is empty text."""
        told = {field.name: field.data for field in self if field.name not in UNSEEN}
        left_out = {field.name: "" for field in self if field.name in told and isinstance(field, StringField)}
        return left_out | {name: data for name, data in told.items() if data is not None}

    def submit(self, call: Callable[..., dict[str, Any]], *args: Any) -> dict[str, Any] | None:
        """Call with the answers. None when that is refused: then `problems` says why, and the form goes back."""
        try:
            return call(*args, **self.answers())
        except NotLoggedIn:
            raise
        except ContractError as error:
            self.refusal = error.code
            self.problems, self.status = errors.problems_of(error, [field.name for field in self]), error.status
            return None

    def act(
        self, call: Callable[..., dict[str, Any]], *args: str, again: Callable[[], ResponseReturnValue], then: str
    ) -> ResponseReturnValue:
        """Do it once and go on to the address `then`; where it is refused, the page it was asked on says why."""
        if self.submit(call, self.once.data, *args) is None:
            return again()
        return redirect(then, 303)

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
