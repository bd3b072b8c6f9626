"""A forgotten password, and the first one of somebody who was invited: through a link in a mail."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies, language
from gateway.clients import identity
from gateway.guards import open_to_all
from gateway.portal.passwords.forms import ForgotForm, SetPasswordForm

passwords = Blueprint("passwords", __name__, url_prefix="/password")

TOKEN = "/<string(maxlength=100):token>"  # noqa: S105  # a part of an address


@passwords.get("/forgot")
@open_to_all
def forgot() -> ResponseReturnValue:
    return _ask_page(ForgotForm.shown())


@passwords.post("/forgot")
@open_to_all
def ask() -> ResponseReturnValue:
    """The answer is the same whether anybody has the address."""
    form, whence = ForgotForm(), (language.current(), callers.client_address())
    return form.act(
        identity.request_password_reset, *whence, again=lambda: _ask_page(form), then=url_for(".forgot", sent=1)
    )


@passwords.get(TOKEN)
@open_to_all
def choose(token: str) -> ResponseReturnValue:
    return _page(SetPasswordForm.shown(), token)


@passwords.post(TOKEN)
@open_to_all
def choose_this(token: str) -> ResponseReturnValue:
    """All sessions of the person are over after this; that of this browser, too."""
    form = SetPasswordForm()
    if form.submit(identity.set_password, token) is None:
        return _page(form, token)
    response = redirect(url_for("sessions.log_in_page", done="password"), 303)
    if kept := cookies.session_token(request):
        callers.forget(kept)
        cookies.end_session(response)
    return response


def _ask_page(form: ForgotForm) -> ResponseReturnValue:
    return render_template("passwords/forgot.html", form=form, sent="sent" in request.args), form.status


def _page(form: SetPasswordForm, token: str) -> ResponseReturnValue:
    link = identity.find_password_link(token)
    return render_template("passwords/set.html", form=form, token=token, link=link), form.status
