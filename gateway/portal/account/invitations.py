"""The mailed link of an invitation for a person who already has an account: accept or decline."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies, notices
from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.guards import open_to_all
from services.identity.contracts import AnswerInvitation, GetLink, MailPurpose

invitations = Blueprint("invitations", __name__, url_prefix="/invitations")

DONE = ("joined", "declined")
"""Messages of the page: what was done before the redirect to it."""
TOKEN = "/<string(maxlength=100):token>"  # noqa: S105  # a URL rule


@invitations.get(TOKEN)
@open_to_all
def invitation(token: str) -> ResponseReturnValue:
    return _page(ButtonForm(), token)


@invitations.post(f"{TOKEN}/accept")
@open_to_all
def accept(token: str) -> ResponseReturnValue:
    return _answer(token, accept=True)


@invitations.post(f"{TOKEN}/decline")
@open_to_all
def decline(token: str) -> ResponseReturnValue:
    return _answer(token, accept=False)


def _answer(token: str, *, accept: bool) -> ResponseReturnValue:
    form = ButtonForm()
    if form.submit(AnswerInvitation, token=token, accept=accept) is None:
        return _page(form, token)
    if session_token := cookies.session_token(request):
        callers.forget(session_token)
    return notices.redirect_to(url_for(".answered"), "joined" if accept else "declined")


@invitations.get("/answered")
@open_to_all
def answered() -> ResponseReturnValue:
    """Redirects to the first page unless an invitation has just been answered."""
    done = notices.shown(DONE, again=True)
    if not done:
        return redirect(url_for("home.dashboard"), 303)
    return render_template("account/answered.html", text=f"invitation.{done}")


def _page(form: ButtonForm, token: str) -> ResponseReturnValue:
    link = query(GetLink, token=token, purposes=[MailPurpose.JOIN]).answer()
    return render_template("account/invitation.html", form=form, token=token, link=link), form.status
