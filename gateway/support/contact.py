"""The contact form for people without an account."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, TimestampSigner
from wtforms import HiddenField, RadioField, StringField, TextAreaField

from gateway import callers, notices
from gateway.forms import PortalForm, choices
from gateway.guards import open_to_all
from gateway.language import languages
from gateway.support.views import LANGUAGE, use_language_of_address
from services.servicedesk.contracts import ContactSubject, SendVisitorMessage

support_contact = Blueprint("support_contact", __name__, url_prefix="/support")
support_contact.url_value_preprocessor(use_language_of_address)

FORM = f"{LANGUAGE}/contact"
SENT = "sent"
OPENED = "form opened"
"""Salt of the signature of the time at which the form was opened."""


class VisitorForm(PortalForm):
    """`website` is a field that people do not see, only programs fill it in; `opened` is the signed time at which the
    form was opened."""

    subject = RadioField("contact.subject", choices=choices("contact_subject", ContactSubject))
    text = TextAreaField("message.text")
    name = StringField("account.name")
    email = StringField("login.email")
    telephone = StringField("account.telephone")
    customer_number = StringField("register.customer_number")
    website = StringField("contact.website")
    opened = HiddenField()

    def answers(self) -> dict[str, Any]:
        values: dict[str, Any] = super().answers()
        opened = values.pop("opened", "")
        return values | {"trap": values.pop("website", ""), "opened_at": _opened_at(opened)}


@support_contact.get(FORM)
@open_to_all
def write(language: str) -> ResponseReturnValue:
    """Whoever is logged in is sent to the form that knows them."""
    person = callers.current_person_or_none()
    if person is not None and not person.staff:
        return redirect(url_for("contact.write"), 303)
    return _page(VisitorForm.shown(subject=ContactSubject.QUESTION, opened=_signer().sign("").decode()))


@support_contact.post(FORM)
@open_to_all
def send(language: str) -> ResponseReturnValue:
    person = callers.current_person_or_none()
    if person is not None and not person.staff:
        return redirect(url_for("contact.write"), 303)
    form = VisitorForm()
    sent = form.submit(SendVisitorMessage, language=language)
    if sent is None:
        return _page(form)
    received = url_for(".received", language=language, reference=sent["reference_number"])
    return notices.redirect_to(received, SENT)


@support_contact.get(f"{FORM}/<string(maxlength=20):reference>")
@open_to_all
def received(language: str, reference: str) -> ResponseReturnValue:
    """Only for the browser that sent the message, as the signed message of the redirect says."""
    if not notices.shown((SENT,), again=True):
        return redirect(url_for(".write", language=language), 303)
    return render_template("support/received.html", reference=reference, others={})


def _page(form: VisitorForm) -> ResponseReturnValue:
    others = {language: url_for(".write", language=language) for language in languages()}
    return render_template("support/contact.html", form=form, others=others), form.status


def _opened_at(opened: str) -> str | None:
    """The time in ISO 8601; None if it is missing or forged. It stays the same when the form is sent again."""
    try:
        _, at = _signer().unsign(opened or "", return_timestamp=True)
    except BadSignature:
        return None
    return str(at.isoformat())


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.secret_key or "", salt=OPENED)
