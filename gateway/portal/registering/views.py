"""Registration by customer number, and confirmation of the e-mail address.

The pages do not reveal which numbers and addresses exist.
"""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, language, notices
from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.guards import open_to_all
from gateway.portal.registering.forms import RegisterForm
from services.identity.contracts import ConfirmRegistration, GetLink, MailPurpose, Register
from services.identity.contracts.languages import Language

registering = Blueprint("registering", __name__, url_prefix="/register")

CONFIRM = "/confirm/<string(maxlength=100):token>"
DONE = ("sent", "confirmed")
"""Messages of the page: what was done before the redirect to it."""


@registering.get("")
@open_to_all
def form() -> ResponseReturnValue:
    return _page(RegisterForm.shown(language=language.current()))


@registering.post("")
@open_to_all
def register() -> ResponseReturnValue:
    form = RegisterForm()
    chosen_language = form.language.data if form.language.data in list(Language) else language.current()
    if form.submit(Register, language=chosen_language, client_address=callers.client_address()) is None:
        return _page(form)
    return notices.redirect_to(url_for(".form"), "sent")


@registering.get(CONFIRM)
@open_to_all
def confirm_page(token: str) -> ResponseReturnValue:
    return _confirm_page(ButtonForm.shown(), token)


@registering.post(CONFIRM)
@open_to_all
def confirm(token: str) -> ResponseReturnValue:
    redirect_to = url_for(".form")
    return ButtonForm().act(
        ConfirmRegistration, token=token, on_error=_confirm_page, redirect_to=redirect_to, done="confirmed"
    )


def _page(form: RegisterForm) -> ResponseReturnValue:
    return render_template("registering/form.html", form=form, done=notices.shown(DONE, again=True)), form.status


def _confirm_page(form: ButtonForm, token: str) -> ResponseReturnValue:
    link = query(GetLink, token=token, purposes=[MailPurpose.CONFIRM_REGISTRATION]).answer()
    return render_template("registering/confirm.html", form=form, token=token, link=link), form.status
