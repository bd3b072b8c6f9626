"""Maps errors to error pages. Views contain no `except`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from gateway import callers, cookies, log, notices
from gateway.language import t
from gateway.problems import sentence
from gateway.security import safe_goal
from services.chassis import observability
from services.chassis.contract import ContractError, NotAllowed, NotLoggedIn, OutcomeUnknown

PAGES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 504)
"""Statuses with their own texts: `fault.{status}.title` and `fault.{status}.advice`."""
OWN_PAGES = (
    "guest_pass_expired", "impersonation_read_only", "invitation_withdrawn", "link_expired", "status_link_expired",
)  # fmt: skip
"""Codes with their own texts: `fault.{code}.title` and `fault.{code}.advice`."""

NEW_LINK = {"passwords": "passwords.forgot", "registering": "registering.form", "email_links": "account.email"}
"""Blueprint that an expired link led to → endpoint where a new link is requested."""

ENDED = "ended"
"""Message of the login page to somebody whose session has ended."""
KEPT_HEADERS = ("Allow", "Retry-After")
WAIT_SECONDS = 5
"""`Retry-After` of errors that carry no number of seconds."""
TO_SEND_AGAIN = (503, 504)
"""Statuses after which the error page offers to submit the same form again; its idempotency key makes that safe."""


def handle_errors(
    app: Flask, *, below_api: Callable[[], bool], problem: Callable[[Exception], ResponseReturnValue]
) -> None:
    """Register the error handlers. Below the API they answer with `problem`, elsewhere with an HTML page, in the
    language of the person, who may not have been looked up yet."""

    def handler(page: Callable[[Any], ResponseReturnValue]) -> Callable[[Any], ResponseReturnValue]:
        def handle(error: Any) -> ResponseReturnValue:
            _log_error(error)
            if below_api():
                return problem(error)
            callers.current_person_or_none()
            return page(error)

        return handle

    app.register_error_handler(NotLoggedIn, handler(_to_login))
    app.register_error_handler(ContractError, handler(_contract_error))
    app.register_error_handler(CSRFError, handler(_form_expired))
    app.register_error_handler(HTTPException, handler(_http_error))
    app.register_error_handler(Exception, handler(_unexpected_error))


def _log_error(error: Exception) -> None:
    """Log refusals as security events, and server-side failures: contract errors with a status of 500 or more, and
    unexpected exceptions."""
    if isinstance(error, ContractError):
        if isinstance(error, NotAllowed):
            person = callers.current_person_or_none()
            actor = f"{person.caller.kind}:{person.caller.person_id}" if person else "visitor:"
            observability.log_security_event(
                operation="gateway", path=log.redacted_path(), actor=actor, outcome=error.code
            )
        if error.status >= 500:
            observability.log().warning("call_failed", code=error.code, service=error.params.get("service", ""))
    elif not isinstance(error, HTTPException):
        observability.log().exception("page_failed", path=log.redacted_path())


def retry_after(error: ContractError | None) -> dict[str, str]:
    """The `Retry-After` header (seconds) of errors with status 429 or 503, else nothing."""
    if error is None or error.status not in (429, 503):
        return {}
    return {"Retry-After": str(error.params.get("seconds", WAIT_SECONDS))}


def kept_headers(error: HTTPException) -> dict[str, str]:
    """The headers of a werkzeug error that the rendered response keeps."""
    return {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}


def _to_login(error: ContractError) -> ResponseReturnValue:
    """Redirect to the login page, which returns to the requested page afterwards."""
    had_session = bool(cookies.session_token(request))
    target = safe_goal(_requested_page())
    address = url_for("sessions.log_in_page", next=None if target == "/" else target)
    if not had_session:
        return redirect(address, 303)
    response = notices.redirect_to(address, ENDED)
    cookies.end_session(response)
    return response


def _requested_page() -> str:
    """The requested page; of a submitted form, the page that contained it, by the referrer."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    try:
        referrer = urlsplit(request.referrer or "")
    except ValueError:  # a forged one
        return "/"
    if referrer.netloc != request.host:
        return "/"
    return f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path


def note_unknown_outcome(error: ContractError) -> None:
    """Remember that the command of this request may have been executed. If the page that says so cannot be shown
    either, the error page says it too, instead of that nothing was changed."""
    if isinstance(error, OutcomeUnknown):
        g.unknown_outcome = error


def _contract_error(error: ContractError) -> ResponseReturnValue:
    if error.status >= 500:
        error = g.get("unknown_outcome", error)
    context = {"number": error.params.get("correlation_id", "")}
    is_link_of_customer = str(request.endpoint).startswith("email_links.confirmation")
    if error.code == "link_expired" and request.blueprint in NEW_LINK and not is_link_of_customer:
        context |= {"next_page": url_for(NEW_LINK[request.blueprint]), "next_text": t("fault.new_link")}
    if error.code == "guest_pass_expired":
        context |= {"next_page": url_for("guests.find_page"), "next_text": t("guest.find_again")}
    if error.code == "status_link_expired":
        context |= {"next_page": url_for("guest_status.form"), "next_text": t("guest_status.by_number")}
    if error.code == "link_expired" and request.blueprint == "invitations":
        context["advice"] = t("fault.dead_invitation")
    text = "" if error.code == "not_allowed" else sentence(error)
    if error.code == "link_expired" and request.blueprint == "unsubscribe":
        text, context["advice"] = "", t("fault.unsubscribe")
        context |= {"next_page": url_for("consents.show"), "next_text": t("fault.to_news")}
    if error.code == "link_expired" and is_link_of_customer:
        text, context["advice"] = "", t("fault.confirmation_address")
    if "seconds" in error.params:  # the sentence says when to try again
        text, context["advice"] = "", text
    page = _page(error.status, text, code=error.code, **context)
    return page, error.status, retry_after(error)


def _form_expired(error: CSRFError) -> ResponseReturnValue:
    return _page(400, t("fault.form_expired")), 400


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    return _page(status, ""), status, kept_headers(error)


def _unexpected_error(error: Exception) -> ResponseReturnValue:
    """The page of an unexpected exception shows only the correlation id, which the log contains too."""
    return _page(500, "", number=observability.correlation_id()), 500


def _page(
    status: int,
    message: str,
    *,
    code: str = "",
    number: str = "",
    next_page: str = "",
    next_text: str = "",
    advice: str = "",
) -> str:
    """`next_page` is where the reader can go on, with `next_text` on its button."""
    name: int | str = status if status in PAGES else (500 if status >= 500 else 400)
    if code in OWN_PAGES:
        name = code
    person = callers.current_person_or_none()
    if name == 403 and person and (person.staff or person.may("manage_users")):
        advice = t("fault.403.advice_staff" if person.staff else "fault.403.advice_administrator")
    return render_template(
        "error.html",
        title=t(f"fault.{name}.title"),
        text=message,
        advice=advice or t(f"fault.{name}.advice"),
        number=number,
        next_page=next_page,
        next_text=next_text,
        typed=_submitted_fields() if status in TO_SEND_AGAIN else [],
        elsewhere=person.elsewhere if person and code.endswith("not_found") and request.method == "GET" else (),
    )


def _submitted_fields() -> list[tuple[str, str]]:
    """All fields of the submitted form including its CSRF token; nothing if a field is a password."""
    fields = list(request.form.items(multi=True))
    return [] if any("password" in name for name, _value in fields) else fields
