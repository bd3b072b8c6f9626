"""The fixed confirmation address of the user's own customer, for administrators."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from gateway import notices
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import customer_page
from gateway.read_only import form_page
from services.identity.contracts import GetConfirmationAddress, RemoveConfirmationAddress, RequestConfirmationAddress

confirmation_address = Blueprint("confirmation_address", __name__, url_prefix="/organisation/confirmation-address")

DONE = ("requested", "removed")


class AddressForm(PortalForm):
    email = StringField("confirmation_address.email")


@confirmation_address.get("")
@customer_page
@form_page
def show() -> ResponseReturnValue:
    return _page(AddressForm.shown())


@confirmation_address.post("")
@customer_page
def change() -> ResponseReturnValue:
    return AddressForm().act(RequestConfirmationAddress, on_error=_page, redirect_to=url_for(".show"), done="requested")


@confirmation_address.post("/remove")
@customer_page
def remove() -> ResponseReturnValue:
    return ButtonForm().act(RemoveConfirmationAddress, on_error=_page, redirect_to=url_for(".show"), done="removed")


def _page(form: PortalForm) -> ResponseReturnValue:
    """`form` is the form that was sent; the page has both."""
    context = {
        "address_form": form if isinstance(form, AddressForm) else AddressForm.shown(),
        "button_form": ButtonForm.shown(),
        "address": query(GetConfirmationAddress).answer(),
        "done": notices.shown(DONE),
    }
    return render_template("organisation/confirmation_address.html", form=form, **context), form.status
