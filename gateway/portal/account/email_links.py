"""Mailed links that confirm a new e-mail address, undo the change, or confirm a customer's fixed confirmation address.
GET shows a button, POST executes."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies, notices
from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.guards import open_to_all
from services.chassis.contract import Command
from services.identity.contracts import ConfirmConfirmationAddress, ConfirmEmail, GetLink, MailPurpose, UndoEmail

email_links = Blueprint("email_links", __name__, url_prefix="/email")

TOKEN = "/<string(maxlength=100):token>"  # noqa: S105  # a URL rule

PURPOSES = {
    "confirm": MailPurpose.CONFIRM_EMAIL,
    "undo": MailPurpose.UNDO_EMAIL,
    "confirmation": MailPurpose.CONFIRM_CONFIRMATION_ADDRESS,
}


@email_links.get(f"/confirm{TOKEN}")
@open_to_all
def confirm_page(token: str) -> ResponseReturnValue:
    return _page("confirm", ButtonForm.shown(), token)


@email_links.post(f"/confirm{TOKEN}")
@open_to_all
def confirm(token: str) -> ResponseReturnValue:
    return _submit(ConfirmEmail, "confirm", token)


@email_links.get(f"/undo{TOKEN}")
@open_to_all
def undo_page(token: str) -> ResponseReturnValue:
    return _page("undo", ButtonForm.shown(), token)


@email_links.post(f"/undo{TOKEN}")
@open_to_all
def undo(token: str) -> ResponseReturnValue:
    return _submit(UndoEmail, "undo", token)


@email_links.get(f"/confirmation{TOKEN}")
@open_to_all
def confirmation_page(token: str) -> ResponseReturnValue:
    return _page("confirmation", ButtonForm.shown(), token)


@email_links.post(f"/confirmation{TOKEN}")
@open_to_all
def confirmation(token: str) -> ResponseReturnValue:
    return _submit(ConfirmConfirmationAddress, "confirmation", token)


def _submit(operation: type[Command], action: str, token: str) -> ResponseReturnValue:
    form = ButtonForm()
    if form.submit(operation, token=token) is None:
        return _page(action, form, token)
    if session_token := cookies.session_token(request):
        callers.forget(session_token)
    return notices.redirect_to(url_for("sessions.log_in_page"), f"email_{action}")


def _page(action: str, form: ButtonForm, token: str) -> ResponseReturnValue:
    link = query(GetLink, token=token, purposes=[PURPOSES[action]]).answer()
    return render_template("account/email_link.html", form=form, what=action, token=token, link=link), form.status
