"""The one place where refusals become pages, and messages in forms. Views contain no `except`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from gateway import cookies, language, log
from gateway.language import t, t_or
from gateway.security import safe_goal
from services.chassis import observability
from services.chassis.contract import ContractError, Invalid, NotLoggedIn

PAGES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 504)
"""Statuses with a page of their own: `fault.{status}.title` and `fault.{status}.advice`."""

WORDS = {
    ("invalid_request_transition", "status"): "request_status",
    ("impossible_visit", "reason"): "visit_reason",
    ("invalid_order_transition", "status"): "order_status",
    ("number_taken", "number"): "number",
    ("registration_answered", "status"): "registration_status",
    ("access_answered", "status"): "access_status",
    ("weak_password", "reason"): "password_reason",
    ("service_unavailable", "service"): "service",
    ("outcome_unknown", "service"): "service",
}
"""Parameters of a refusal that are codes themselves, and the family of texts that has their words."""

FIELDS = {
    "email_of_user": ("email",),
    "already_staff": ("email",),
    "customer_number_taken": ("customer_number",),
    "weak_password": ("password",),
    "wrong_password": ("current_password", "password"),
    "domains_missing": ("domains",),
    "unknown_customer": ("customer_number",),
}
"""Refusals that are about one field: the first of these that a form has."""

NEW_LINK = {"passwords": "passwords.forgot", "registering": "registering.form", "email_links": "account.email"}
"""Where a new link is asked for in place of a dead one, by the pages that the dead one led to."""

KEPT_HEADERS = ("Allow", "Retry-After")
WAIT_SECONDS = 5
"""After which somebody may try again where nobody knows better."""
TO_SEND_AGAIN = (503, 504)
"""A form that was met by these can be sent again as it is: it carries the key that makes it count once."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in the reader's language. `field` is empty when it is no single field's; `deliver_to-city` is one
    within another."""

    field: str
    text: str


def handle_errors(
    app: Flask, *, below_api: Callable[[], bool], problem: Callable[[Exception], ResponseReturnValue]
) -> None:
    """Answer every failure: below the API with a `problem`, else with a page that says what to do."""

    def answered(page: Callable[[Any], ResponseReturnValue]) -> Callable[[Any], ResponseReturnValue]:
        def answer(error: Any) -> ResponseReturnValue:
            _note(error)
            return problem(error) if below_api() else page(error)

        return answer

    app.register_error_handler(NotLoggedIn, answered(_to_login))
    app.register_error_handler(ContractError, answered(_refused))
    app.register_error_handler(CSRFError, answered(_form_expired))
    app.register_error_handler(HTTPException, answered(_http))
    app.register_error_handler(Exception, answered(_fault))


def _note(error: Exception) -> None:
    """What the log keeps of a failure that is ours."""
    if isinstance(error, ContractError):
        if error.status >= 500:
            observability.log().warning("call_failed", code=error.code, service=error.params.get("service", ""))
    elif not isinstance(error, HTTPException):
        observability.log().exception("page_failed", path=log.told_path())


def sentence(error: ContractError) -> str:
    """What an operation refused, and why."""
    params: dict[str, Any] = {
        name: t_or(f"{WORDS[error.code, name]}.{value}", str(value)) if (error.code, name) in WORDS else value
        for name, value in error.params.items()
    }
    if "seconds" in params:
        params["wait"] = language.duration(params["seconds"])
    return t(f"error.{error.code}", **params)


def problems_of(error: ContractError, fields: Sequence[str] = ()) -> list[Problem]:
    """For a form with these fields: a message at each that was refused, or one for the whole."""
    if isinstance(error, Invalid) and error.params.get("fields"):
        return [_at_field(problem, fields) for problem in error.params["fields"]]
    at = next((name for name in FIELDS.get(error.code, ()) if name in fields), "")
    return [Problem(at, sentence(error))]


def _at_field(problem: dict[str, Any], fields: Sequence[str]) -> Problem:
    """At the field itself, or at the one that holds it: a form may have one for a whole list."""
    path = [str(part) for part in problem["path"]]
    holders = ("-".join(path[:length]) for length in range(len(path), 0, -1))
    at = next((holder for holder in holders if holder in fields), "-".join(path))
    return Problem(at, text_of(problem))


def text_of(problem: dict[str, Any]) -> str:
    """What is wrong with a field (`code`, `params`)."""
    key = f"problem.{problem['code']}"
    text = t(key, **problem.get("params", {}))
    return t("problem.invalid") if text == key else text


def retry_after(error: ContractError | None) -> dict[str, str]:
    """The header that says when to come again, where that is known."""
    if error is None or error.status not in (429, 503):
        return {}
    return {"Retry-After": str(error.params.get("seconds", WAIT_SECONDS))}


def kept_headers(error: HTTPException) -> dict[str, str]:
    """Those of its headers that an answer of ours carries too."""
    return {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}


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
    more = {"number": error.params.get("correlation_id", "")}
    if error.code == "link_expired" and request.blueprint in NEW_LINK:
        more["new_link"] = url_for(NEW_LINK[request.blueprint])
    if error.code == "link_expired" and request.blueprint == "invitations":
        more["advice"] = t("fault.dead_invitation")
    page = _page(error.status, sentence(error), **more)
    return page, error.status, retry_after(error)


def _form_expired(error: CSRFError) -> ResponseReturnValue:
    return _page(400, t("fault.form_expired")), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    return _page(status, ""), status, kept_headers(error)


def _fault(error: Exception) -> ResponseReturnValue:
    """A fault of ours: the number finds it in the log, and nothing else is told."""
    return _page(500, "", number=observability.correlation_id()), 500


def _page(status: int, told: str, *, number: str = "", new_link: str = "", advice: str = "") -> str:
    name = status if status in PAGES else (500 if status >= 500 else 400)
    return render_template(
        "error.html",
        title=t(f"fault.{name}.title"),
        told=told,
        advice=advice or t(f"fault.{name}.advice"),
        number=number,
        new_link=new_link,
        typed=_typed() if status in TO_SEND_AGAIN else [],
    )


def _typed() -> list[tuple[str, str]]:
    """What the form that was sent held, its token included; nothing of one with a password."""
    held = list(request.form.items(multi=True))
    return [] if any("password" in name for name, _value in held) else held
