"""Maps errors to `application/problem+json` responses (RFC 9457) in the language of the request."""

from typing import Any

from flask import Flask, Response, g, json, request
from werkzeug.exceptions import HTTPException

from gateway import errors, language, problems
from gateway.api.schemas.problems import MAX_FIELDS, MAX_PATH_LENGTH
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
"""Codes of errors that occur before a service is called; another status gets the code of 400 or 500."""

TITLES = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 504)
"""Statuses with their own title, `api.title.{status}`."""

OWN_SENTENCES = ("idempotency_key_reused", "not_logged_in", "outcome_unknown", "sees_all_machines")
OWN_PROBLEMS = ("given_twice", "not_a_choice", "not_an_object", "unknown_field")
"""Codes with a text for the API: HTML pages have none, or one about forms."""

CHALLENGE = "Bearer"


def set_up(app: Flask) -> None:
    """Select the language of API responses by `Accept-Language`; the language cookie is ignored."""

    @app.before_request
    def select_language() -> None:
        if below_api():
            g.language = language.accepted()


def below_api() -> bool:
    """Whether the request path is below the API, matched by a route or not."""
    return request.path.startswith(BELOW)


def answer(error: Exception) -> Response:
    """The problem response for any exception."""
    if isinstance(error, ContractError):
        return _problem(error.status, error.code, _sentence(error), error)
    if isinstance(error, HTTPException):
        return _http_problem(error)
    return _problem(500, FAULTS[500], t("error.internal_error"))


def _http_problem(error: HTTPException) -> Response:
    status = error.code or 500
    code = getattr(error, "problem", "") or FAULTS.get(status) or FAULTS[500 if status >= 500 else 400]
    response = _problem(status, code, t_or(f"api.fault.{code}", t("error.internal_error")))
    response.headers.extend(errors.kept_headers(error))
    return response


def _problem(status: int, code: str, detail: str, error: ContractError | None = None) -> Response:
    body = {
        "type": f"{TYPE}{code}",
        "title": t(f"api.title.{status if status in TITLES else 500 if status >= 500 else 400}"),
        "status": status,
        "detail": detail,
        "code": code,
        "params": _params(error),
        "errors": [] if error is None else _field_problems(error),
        "correlation_id": (error and error.params.get("correlation_id")) or observability.correlation_id(),
    }
    response = Response(json.dumps(body), status, mimetype=MEDIA_TYPE)
    response.headers["Content-Language"] = language.current()
    if status == 401:
        response.headers["WWW-Authenticate"] = CHALLENGE
    response.headers.extend(errors.retry_after(error))
    return response


def _params(error: ContractError | None) -> dict[str, Any]:
    """The error's parameters; empty for Invalid, which has them per field, and for InternalError."""
    return {} if error is None or isinstance(error, Invalid | InternalError) else error.params


def _sentence(error: ContractError) -> str:
    own = error.code in OWN_SENTENCES
    return t(f"api.error.{error.code}", **error.params) if own else problems.sentence(error)


def _field_problems(error: ContractError) -> list[dict[str, str]]:
    """What is wrong with which field."""
    if isinstance(error, Invalid):
        return [_field_problem(problem) for problem in error.params.get("fields", [])[:MAX_FIELDS]]
    if error.code not in problems.FIELDS:  # the body may not have been read yet, and be too long
        return []
    body = request.get_json(silent=True) if request.is_json else None
    names = [name for name in problems.FIELDS[error.code] if isinstance(body, dict) and name in body]
    return [{"field": name, "code": error.code, "text": _sentence(error)} for name in names[:1]]


def _field_problem(problem: dict[str, Any]) -> dict[str, str]:
    code = problem["code"]
    choices = ", ".join(problem.get("params", {}).get("choices", ()))
    text = t(f"api.problem.{code}", choices=choices) if code in OWN_PROBLEMS else problems.text_of(problem)
    return {"field": ".".join(map(str, problem["path"]))[:MAX_PATH_LENGTH], "code": code, "text": text}
