"""The one place where refusals become pages, and messages in forms. Views contain no `except`."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from gateway import cookies
from gateway.language import t, t_or
from gateway.security import safe_goal
from services.chassis import observe
from services.chassis.contract import ContractError, Invalid, NotLoggedIn

PAGES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 504)
"""Statuses with a page of their own: `fault.{status}.title` and `fault.{status}.advice`."""

WORDS = {
    ("request_moved_on", "status"): "request_status",
    ("impossible_visit", "reason"): "visit_reason",
    ("order_moved_on", "status"): "order_status",
    ("number_taken", "number"): "number",
    ("weak_password", "reason"): "password_reason",
    ("service_unavailable", "service"): "service",
    ("outcome_unknown", "service"): "service",
}
"""Parameters of a refusal that are codes themselves, and the family of texts that has their words."""

KEPT_HEADERS = ("Allow", "Retry-After")
TO_SEND_AGAIN = (503, 504)
"""A form that was met by these can be sent again as it is: it carries the key that makes it count once."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in the reader's language. `field` is empty when it is no single field's; `deliver_to-city` is one
    within another."""

    field: str
    text: str


def handle_errors(app: Flask) -> None:
    """Answer every failure with a page that says what to do."""
    app.register_error_handler(NotLoggedIn, _to_login)
    app.register_error_handler(ContractError, _refused)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def sentence(error: ContractError) -> str:
    """What an operation refused, and why."""
    params = {
        name: t_or(f"{WORDS[error.code, name]}.{value}", str(value)) if (error.code, name) in WORDS else value
        for name, value in error.params.items()
    }
    return t(f"error.{error.code}", **params)


def problems_of(error: ContractError) -> list[Problem]:
    """For a form: a message at each field that was refused, or one for the whole."""
    if isinstance(error, Invalid) and error.params.get("fields"):
        return [_at_field(problem) for problem in error.params["fields"]]
    return [Problem("", sentence(error))]


def _at_field(problem: dict[str, Any]) -> Problem:
    key = f"problem.{problem['code']}"
    text = t(key, **problem.get("params", {}))
    return Problem("-".join(map(str, problem["path"])), t("problem.invalid") if text == key else text)


def _to_login(error: ContractError) -> ResponseReturnValue:
    """Log in first, then go on where one wanted to be."""
    ended = bool(cookies.session_token(request))
    goal = safe_goal(_wanted())
    address = url_for("sessions.log_in_page", next=None if goal == "/" else goal, ended=1 if ended else None)
    response = redirect(address, 303)
    if ended:
        cookies.end_session(response)
    return response


def _wanted() -> str:
    """The page asked for; of a form that was sent, the page it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return "/"
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def _refused(error: ContractError) -> ResponseReturnValue:
    if error.status >= 500:
        observe.log().warning("call_failed", code=error.code, service=error.params.get("service", ""))
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    return _page(error.status, sentence(error), number=error.params.get("correlation_id", "")), error.status, headers


def _form_expired(error: CSRFError) -> ResponseReturnValue:
    return _page(400, t("fault.form_expired")), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    kept = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    return _page(status, ""), status, kept


def _fault(error: Exception) -> ResponseReturnValue:
    """A fault of ours: the number finds it in the log, and nothing else is told."""
    observe.log().exception("page_failed", path=request.path)
    return _page(500, "", number=observe.correlation_id()), 500


def _page(status: int, told: str, *, number: str = "") -> str:
    name = status if status in PAGES else (500 if status >= 500 else 400)
    return render_template(
        "error.html",
        title=t(f"fault.{name}.title"),
        told=told,
        advice=t(f"fault.{name}.advice"),
        number=number,
        typed=_typed() if status in TO_SEND_AGAIN else [],
    )


def _typed() -> list[tuple[str, str]]:
    """What the form that was sent held, its token included; nothing of one with a password."""
    held = list(request.form.items(multi=True))
    return [] if any("password" in name for name, _value in held) else held
