"""The one place where refusals and faults become answers of the API: problems (RFC 9457) in the reader's language."""

from typing import Any

from flask import Flask, Response, g, json, request
from werkzeug.exceptions import HTTPException

from gateway import errors, language
from gateway.api.schemas.problems import LONGEST_PATH, MOST_FIELDS
from gateway.language import t, t_or
from services.chassis import observability
from services.chassis.contract import ContractError, InternalError, Invalid

BELOW = "/api/"
MEDIA_TYPE = "application/problem+json"
TYPE = "urn:machinepark:problem:"

FAULTS = {
    400: "malformed_request",
    404: "unknown_address",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
    500: "internal_error",
}
"""Codes of what goes wrong before a service is asked; another status counts as the first of its hundred."""

TITLES = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 504)
"""Statuses with a title: `api.title.{status}`."""

OWN_SENTENCES = ("idempotency_key_reused", "not_logged_in", "outcome_unknown", "sees_all_machines")
OWN_PROBLEMS = ("given_twice", "not_a_choice", "not_an_object", "unknown_field")
"""Codes that pages do not know, or for which they speak of forms: here they have a text of their own."""

CHALLENGE = "Bearer"


def set_up(app: Flask) -> None:
    """The API speaks the language that a request asks for, whatever a browser's cookie says."""

    @app.before_request
    def speak() -> None:
        if below_api():
            known = language.languages()
            g.language = request.accept_languages.best_match(known, default=language.DEFAULT)


def below_api() -> bool:
    """Whether this request is for the API, be there an address like that or not."""
    return request.path.startswith(BELOW)


def answer(error: Exception) -> Response:
    """The problem of whatever kept a request from being done."""
    if isinstance(error, ContractError):
        return _problem(error.status, error.code, _sentence(error), error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    return _problem(500, FAULTS[500], t("error.internal_error"))


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    code = getattr(error, "problem", "") or FAULTS.get(status) or FAULTS[500 if status >= 500 else 400]
    told = _problem(status, code, t_or(f"api.fault.{code}", t("error.internal_error")))
    told.headers.extend(errors.kept_headers(error))
    return told


def _problem(status: int, code: str, detail: str, error: ContractError | None = None) -> Response:
    told = {
        "type": f"{TYPE}{code}",
        "title": t(f"api.title.{status if status in TITLES else 500 if status >= 500 else 400}"),
        "status": status,
        "detail": detail,
        "code": code,
        "params": _params(error),
        "errors": [] if error is None else _at_fields(error),
        "correlation_id": (error and error.params.get("correlation_id")) or observability.correlation_id(),
    }
    response = Response(json.dumps(told), status, mimetype=MEDIA_TYPE)
    response.headers["Content-Language"] = language.current()
    if status == 401:
        response.headers["WWW-Authenticate"] = CHALLENGE
    response.headers.extend(errors.retry_after(error))
    return response


def _params(error: ContractError | None) -> dict[str, Any]:
    """The facts of a refusal. Those of an invalid request stand at its fields; a fault of ours tells none."""
    return {} if error is None or isinstance(error, Invalid | InternalError) else error.params


def _sentence(error: ContractError) -> str:
    """What was refused, and why."""
    own = error.code in OWN_SENTENCES
    return t(f"api.error.{error.code}", **error.params) if own else errors.sentence(error)


def _at_fields(error: ContractError) -> list[dict[str, str]]:
    """What is wrong with which field."""
    if isinstance(error, Invalid):
        return [_at_field(one) for one in error.params.get("fields", [])[:MOST_FIELDS]]
    sent = request.get_json(silent=True) if request.is_json else None
    named = [name for name in errors.FIELDS.get(error.code, ()) if isinstance(sent, dict) and name in sent]
    return [{"field": name, "code": error.code, "text": _sentence(error)} for name in named[:1]]


def _at_field(problem: dict[str, Any]) -> dict[str, str]:
    code = problem["code"]
    choices = ", ".join(problem.get("params", {}).get("choices", ()))
    text = t(f"api.problem.{code}", choices=choices) if code in OWN_PROBLEMS else errors.text_of(problem)
    return {"field": ".".join(map(str, problem["path"]))[:LONGEST_PATH], "code": code, "text": text}
