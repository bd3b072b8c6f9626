"""Contact page: the dealer's contact data, the contact form and the user's earlier messages."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, panels
from gateway.clients import query
from gateway.guards import customer_page
from gateway.language import t
from gateway.portal.contact.forms import ContactForm
from gateway.presenters.contact import ContactMessage
from gateway.presenters.customers import Customer
from services.identity.contracts import GetOwnCustomer
from services.servicedesk.contracts import ContactSubject, GetContactMessage, ListContactMessages, SendContactMessage

contact = Blueprint("contact", __name__, url_prefix="/contact")

REFERENCE = "/<string(maxlength=20):reference>"
COMPANY_DATA, QUESTION = "company_data", "question"
OWN_SHOWN = 10


@contact.get("")
@customer_page
def write() -> ResponseReturnValue:
    """The form is filled with name and telephone; for the subject `company_data`, also with the present data."""
    person = callers.current_person()
    subject = listing.chosen_one("subject", ContactSubject) or QUESTION
    text = _present_data() if subject == COMPANY_DATA else ""
    return _page(ContactForm.shown(subject=subject, name=person.name, telephone=person.telephone, text=text))


@contact.post("")
@customer_page
def send() -> ResponseReturnValue:
    form = ContactForm()
    sent = form.submit(SendContactMessage)
    if sent is None:
        return _page(form)
    return redirect(url_for(".received", reference=sent["reference_number"]), 303)


@contact.get(f"{REFERENCE}/received")
@customer_page
def received(reference: str) -> ResponseReturnValue:
    """A separate page, so that reloading it does not send the message again (post/redirect/get). Once the message has
    been handled, the page redirects to that of the message."""
    message = ContactMessage(query(GetContactMessage, reference_number=reference).answer())
    if not message.waits:
        return redirect(url_for(".detail", reference=reference), 303)
    return render_template("contact/received.html", message=message)


@contact.get(REFERENCE)
@customer_page
def detail(reference: str) -> ResponseReturnValue:
    message = ContactMessage(query(GetContactMessage, reference_number=reference).answer())
    return render_template("contact/message.html", message=message)


def _present_data() -> str:
    row = panels.collect(customer=query(GetOwnCustomer)).customer
    if row is None:
        return ""
    customer = Customer(row)
    address = row["address"]
    return t(
        "contact.present_data",
        name=row["name"],
        street=address["street"],
        town=f"{address['postcode']} {address['city']}".strip(),
        country=customer.country,
    )


def _page(form: ContactForm) -> ResponseReturnValue:
    own = panels.collect(own=query(ListContactMessages, limit=OWN_SHOWN)).own
    rows = [ContactMessage(row) for row in own["rows"]] if own else []
    return render_template("contact/write.html", form=form, own=rows), form.status
