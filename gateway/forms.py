"""The base class of all forms: validated by the services' contracts, idempotent, and redisplayed as typed."""

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable
from typing import Any, Self

from flask import Response, after_this_request, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, HiddenField, SelectChoice, StringField

from gateway import errors, language, notices
from gateway.clients import command, validated
from gateway.problems import FormField, Problem, problems_of
from services.chassis.contract import Command, ContractError, NotLoggedIn, Operation
from services.chassis.contract.serialization import to_sorted_json

HIDDEN = ("once", "here")


class PortalForm(Form):  # type: ignore[misc]  # WTForms comes without types
    """A form bound to `sent`, by default the submitted fields; `shown` creates an unbound one.

    `once` is the idempotency key of the command. It stays the same when the form is redisplayed and submitted again, so
    that the command is executed once. `here` is the URL of the page that contains the form. After an error, `problems`,
    `status` (HTTP) and `refusal` (the error's code) are set.
    """

    once = HiddenField()
    here = HiddenField()

    def __init__(self, sent: MultiDict[str, str] | None = None, **filled: Any) -> None:
        self.sent = request.form if sent is None else sent
        super().__init__(self.sent or None, data=filled)
        self.problems: list[Problem] = []
        self.refusal = ""
        self.status = 200
        self.once.data = _key(self.once.data)
        self.here.data = request.form.get("here") if request.method == "POST" else request.full_path.rstrip("?")
        g.here = self.here.data

    @classmethod
    def shown(cls, **filled: Any) -> Self:
        """An unbound form with initial values, for pages on which another form may have been submitted."""
        return cls(MultiDict(), **filled)

    def answers(self) -> dict[str, str]:
        """The submitted values by field name, which is also the name in the contract.

        A missing text field is an empty string; other missing fields are left out.
        """
        values = {field.name: field.data for field in self if field.name not in HIDDEN}
        defaults = {field.name: "" for field in self if field.name in values and isinstance(field, StringField)}
        return defaults | {name: value for name, value in values.items() if value is not None}

    def submit(self, operation: type[Command], **parameters: Any) -> dict[str, Any] | None:
        """Execute the command with these parameters and the submitted values, under the key `once`.

        With `key=""` a form that is sent again, e.g. after the browser's back button, is executed again. Result as of
        `attempt`.
        """
        once = self.key_of_answers() if operation.has_secret else self.once.data
        parameters = {"key": once} | parameters
        return self.attempt(lambda: command(operation, **parameters, **self.answers()))

    def key_of_answers(self) -> str:
        """A key for the present answers: other answers under the same `once`, e.g. after the browser's back button or
        on a page that stays open, are executed as well."""
        answers = to_sorted_json(self.answers()).encode(errors="surrogatepass")
        return hmac.new(self.once.data.encode(), answers, hashlib.sha256).hexdigest()

    def check(self, operation: type[Operation]) -> bool:
        """Validate the submitted values by the operation's schema, without sending them. False as None of `attempt`."""
        return self.attempt(lambda: validated(operation, self.answers())) is not None

    def attempt(self, call: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
        """The response of the call. None after an error: then `problems` holds the messages and the form is to be
        redisplayed, with the header `Retry-After` if that helps. None without a call and without problems after
        `chooses_language`. Raises NotLoggedIn."""
        if self.chooses_language():
            return None
        try:
            return call()
        except NotLoggedIn:
            raise
        except ContractError as error:
            self.refusal = error.code
            errors.note_unknown_outcome(error)
            fields = {field.name: FormField(str(field.label.text), not field.data) for field in self}
            self.problems, self.status = problems_of(error, fields), error.status
            _add_headers(errors.retry_after(error))
            return None

    def chooses_language(self) -> bool:
        """Whether the form was sent by a language button of the page (macros/language.html): then it is redisplayed as
        typed in that language, and nothing is executed."""
        language.choose(request.form.get(language.CHOICE, ""))
        return language.CHOICE in request.form

    def refuse(self, field: str, text: str) -> None:
        """Redisplay the form with this message at a field, for what concerns the page only and no contract."""
        self.problems, self.status = [Problem(field, text)], 422

    def act(
        self,
        operation: type[Command],
        *,
        on_error: Callable[..., ResponseReturnValue],
        redirect_to: str = "",
        done: str | Callable[[dict[str, Any]], str] = "",
        **parameters: Any,
    ) -> ResponseReturnValue:
        """`submit`, then redirect to `redirect_to`, by default to `.detail` of the same URL arguments with the message
        `done`, which may depend on the response. After an error, return `on_error(form, **URL arguments)`, which
        renders the page with the problems.
        """
        url_arguments = request.view_args or {}
        response = self.submit(operation, **parameters)
        if response is None:
            return on_error(self, **url_arguments)
        url = redirect_to or url_for(".detail", **url_arguments)
        done = done if isinstance(done, str) else done(response)
        return notices.redirect_to(url, done) if done else redirect(url, 303)

    @property
    def refused_fields(self) -> list[Field]:
        """The visible fields with a problem, in the order of the form."""
        names = {problem.field for problem in self.problems}
        return [field for field in self if field.name in names and field.type != "HiddenField"]

    @property
    def other_problems(self) -> list[str]:
        """The messages that belong to no visible field."""
        shown = {field.name for field in self.refused_fields}
        return [problem.text for problem in self.problems if problem.field not in shown]

    def problem_of(self, field: Field) -> str:
        return next((problem.text for problem in self.problems if problem.field == field.name), "")


class ButtonForm(PortalForm):
    """A form that is only a button with an idempotency key."""


def choices(prefix: str, codes: Iterable[str]) -> list[SelectChoice]:
    """The codes with the translation keys of their texts, `prefix.code`."""
    return [SelectChoice(code, f"{prefix}.{code}") for code in codes]


def _add_headers(headers: dict[str, str]) -> None:
    """Add headers to the response of this request."""

    @after_this_request
    def add(response: Response) -> Response:
        response.headers.update(headers)
        return response


def _key(sent: str | None) -> str:
    try:
        return str(uuid.UUID(sent or ""))
    except ValueError:
        return str(uuid.uuid4())
