"""Consent to news: given and withdrawn on a tab of the account."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from gateway.clients import query
from gateway.fields import whole
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import customer_page
from gateway.portal.account.frame import page
from gateway.presenters.consents import Consent
from gateway.read_only import form_page
from services.identity.contracts import ConsentPurpose, GetConsents, GiveConsent, WithdrawConsent

consents = Blueprint("consents", __name__, url_prefix="/account/news")

PURPOSE = f"/<any({', '.join(ConsentPurpose)}):purpose>"


class ConsentForm(PortalForm):
    """A button with the version of the wording that was shown."""

    version = HiddenField()

    def answers(self) -> dict[str, Any]:
        return {"version": whole(self.version.data or "")}


@consents.get("")
@customer_page
@form_page
def show() -> ResponseReturnValue:
    return _page(ButtonForm.shown())


@consents.post(f"{PURPOSE}/give")
@customer_page
def give(purpose: str) -> ResponseReturnValue:
    return ConsentForm().act(
        GiveConsent, purpose=purpose, on_error=_page, redirect_to=url_for(".show"), done="consent_given"
    )


@consents.post(f"{PURPOSE}/withdraw")
@customer_page
def withdraw(purpose: str) -> ResponseReturnValue:
    return ButtonForm().act(
        WithdrawConsent, purpose=purpose, on_error=_page, redirect_to=url_for(".show"), done="consent_withdrawn"
    )


def _page(form: PortalForm, purpose: str = "") -> ResponseReturnValue:
    rows = [Consent(row) for row in query(GetConsents).answer()["rows"]]
    forms = {row.row["purpose"]: ConsentForm.shown(version=row.row["version"]) for row in rows}
    return page("news", form, consents=rows, forms=forms, button_form=ButtonForm.shown())
