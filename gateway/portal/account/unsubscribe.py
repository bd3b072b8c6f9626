"""The address in mails of news that withdraws a consent. GET shows a button; POST executes, also for mail programs that
do it for their user (RFC 8058), which send no CSRF token: the code in the address is the permission."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.guards import open_to_all
from services.identity.contracts import GetConsentOfCode, WithdrawConsentOfCode

unsubscribe = Blueprint("unsubscribe", __name__, url_prefix="/news/unsubscribe")

CODE = "/<string(maxlength=100):code>"


@unsubscribe.get(CODE)
@open_to_all
def ask(code: str) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), code)


@unsubscribe.post(CODE)
@open_to_all
def withdraw(code: str) -> ResponseReturnValue:
    """Responds without a redirect, which mail programs need not follow."""
    form = ButtonForm()
    form.submit(WithdrawConsentOfCode, key="", code=code)
    return _page(form, code)


def _page(form: ButtonForm, code: str) -> ResponseReturnValue:
    consent = query(GetConsentOfCode, code=code).answer()
    return render_template("account/unsubscribe.html", form=form, code=code, consent=consent), form.status
