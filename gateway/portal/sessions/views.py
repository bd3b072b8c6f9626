"""Login, logout and the choice of language."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies, errors, language, notices
from gateway.clients import call_as_visitor
from gateway.guards import open_to_all
from gateway.portal.sessions.forms import LogInForm
from gateway.security import safe_goal, safe_path
from services.identity.contracts import LogIn, LogOut

sessions = Blueprint("sessions", __name__)

DONE = ("password", "email_confirm", "email_undo", "email_confirmation", errors.ENDED)
"""Messages of the page: what was done before the redirect to it."""


@sessions.get("/login")
@open_to_all
def log_in_page() -> ResponseReturnValue:
    target = safe_goal(request.args.get("next"))
    if callers.current_person_or_none():
        return redirect(target, 303)
    return _page(LogInForm.shown(next=target), done=notices.shown(DONE))


@sessions.post("/login")
@open_to_all
def log_in() -> ResponseReturnValue:
    form = LogInForm()
    session = form.submit(LogIn, client_address=callers.client_address(), device=callers.device())
    if session is None:
        return _page(form)
    _end_session()
    response = redirect(safe_goal(form.next.data), 303)
    cookies.begin_session(request, response, session["token"])
    return response


@sessions.post("/logout")
@open_to_all
def log_out() -> ResponseReturnValue:
    """Ends the session in identity too, so that a stolen token becomes invalid."""
    _end_session()
    response = redirect(url_for(".log_in_page"), 303)
    cookies.end_session(response)
    return response


def _page(form: LogInForm, *, done: str = "") -> ResponseReturnValue:
    return render_template("sessions/login.html", form=form, done=done), form.status


def _end_session() -> None:
    """End the session of this browser, if any."""
    token = cookies.session_token(request)
    if token:
        call_as_visitor(LogOut, token=token)
        callers.forget(token)


@sessions.post("/language")
@open_to_all
def choose_language() -> ResponseReturnValue:
    language.choose(request.form.get(language.CHOICE, ""))
    return redirect(safe_path(request.form.get("next")), 303)
