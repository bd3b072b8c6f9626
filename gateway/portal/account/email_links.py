"""The links about an e-mail address: to confirm a new one, and to get the old one back. A page asks before each."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, cookies
from gateway.clients import identity
from gateway.forms import OnceForm
from gateway.guards import open_to_all

email_links = Blueprint("email_links", __name__, url_prefix="/email")

TOKEN = "/<string(maxlength=100):token>"  # noqa: S105  # a part of an address


@email_links.get(f"/confirm{TOKEN}")
@open_to_all
def confirm_page(token: str) -> ResponseReturnValue:
    return _page("confirm", OnceForm.shown(), token)


@email_links.post(f"/confirm{TOKEN}")
@open_to_all
def confirm(token: str) -> ResponseReturnValue:
    return _do(identity.confirm_email, "confirm", token)


@email_links.get(f"/undo{TOKEN}")
@open_to_all
def undo_page(token: str) -> ResponseReturnValue:
    return _page("undo", OnceForm.shown(), token)


@email_links.post(f"/undo{TOKEN}")
@open_to_all
def undo(token: str) -> ResponseReturnValue:
    return _do(identity.undo_email, "undo", token)


def _do(call: Callable[..., dict[str, Any]], what: str, token: str) -> ResponseReturnValue:
    form = OnceForm()
    if form.submit(call, form.once.data, token) is None:
        return _page(what, form, token)
    if kept := cookies.session_token(request):
        callers.forget(kept)
    return redirect(url_for("sessions.log_in_page", done=f"email_{what}"), 303)


def _page(what: str, form: OnceForm, token: str) -> ResponseReturnValue:
    link = identity.find_email_link(token, undo=what == "undo")
    return render_template("account/email_link.html", form=form, what=what, token=token, link=link), form.status
