"""Setting a password through a mailed link: after an invitation or a forgotten password."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies, language, notices
from gateway.clients import query
from gateway.guards import open_to_all
from gateway.portal.passwords.forms import ForgotForm, SetPasswordForm
from services.identity.contracts import PASSWORD_LINKS, GetLink, RequestPasswordReset, SetPassword

passwords = Blueprint("passwords", __name__, url_prefix="/password")

SENT = "sent"
"""Message of the page `forgot`."""
TOKEN = "/<string(maxlength=100):token>"  # noqa: S105  # a URL rule


@passwords.get("/forgot")
@open_to_all
def forgot() -> ResponseReturnValue:
    return _forgot_page(ForgotForm.shown())


@passwords.post("/forgot")
@open_to_all
def request_reset() -> ResponseReturnValue:
    """The response does not reveal whether an account has the address."""
    visitor = {"language": language.current(), "client_address": callers.client_address()}
    return ForgotForm().act(
        RequestPasswordReset, **visitor, on_error=_forgot_page, redirect_to=url_for(".forgot"), done=SENT
    )


@passwords.get(TOKEN)
@open_to_all
def choose(token: str) -> ResponseReturnValue:
    return _page(SetPasswordForm.shown(), token)


@passwords.post(TOKEN)
@open_to_all
def choose_this(token: str) -> ResponseReturnValue:
    """Ends all sessions of the person, including the one of this browser."""
    form = SetPasswordForm()
    if form.submit(SetPassword, token=token) is None:
        return _page(form, token)
    response = notices.redirect_to(url_for("sessions.log_in_page"), "password")
    if session_token := cookies.session_token(request):
        callers.forget(session_token)
        cookies.end_session(response)
    return response


def _forgot_page(form: ForgotForm) -> ResponseReturnValue:
    return render_template("passwords/forgot.html", form=form, sent=notices.shown([SENT], again=True)), form.status


def _page(form: SetPasswordForm, token: str) -> ResponseReturnValue:
    link = query(GetLink, token=token, purposes=PASSWORD_LINKS).answer()
    return render_template("passwords/set.html", form=form, token=token, link=link), form.status
