"""The inbox: contact messages of all customers."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, panels
from gateway.clients import query
from gateway.forms import PortalForm
from gateway.guards import staff_page
from gateway.language import t
from gateway.listing import Listing
from gateway.panels import Required
from gateway.portal.service_requests.forms import NoteForm
from gateway.presenters import tags
from gateway.presenters.contact import ContactMessage
from services.servicedesk.contracts import (
    ContactStatus,
    ContactSubject,
    CountContactMessages,
    GetContactMessage,
    HandleContactMessage,
    ListContactMessages,
)

staff_contact = Blueprint("staff_contact", __name__, url_prefix="/backoffice/contact")

REFERENCE = "/<string(maxlength=20):reference>"
DONE = ("handled",)
"""Messages that a page shows after a redirect."""


@staff_contact.get("")
@staff_page
def message_list() -> ResponseReturnValue:
    statuses, subjects = listing.chosen("status", ContactStatus), listing.chosen("subject", ContactSubject)
    page = panels.collect(
        found=Required(query(ListContactMessages, statuses=statuses, subjects=subjects, **listing.cursors())),
        counts=query(CountContactMessages),
    )
    rows = [ContactMessage(row, for_staff=True) for row in page.found["rows"]]
    filters: dict[str, Any] = {"status": statuses, "subject": subjects}
    return listing.render_list(
        "backoffice/contact/list.html",
        "backoffice/contact/results.html",
        chosen=filters,
        statuses=tags.choices("contact_status", ContactStatus),
        subjects=[(code, t(f"contact_subject.{code}")) for code in ContactSubject],
        waiting=page.counts["received"] if page.counts else None,
        found=Listing.of(page.found["page"], rows, "contact.found", filters),
    )


@staff_contact.get(REFERENCE)
@staff_page
def detail(reference: str) -> ResponseReturnValue:
    return _page(NoteForm.shown(), reference)


@staff_contact.post(REFERENCE)
@staff_page
def handle(reference: str) -> ResponseReturnValue:
    form = NoteForm()
    then = url_for(".detail", reference=reference, done="handled")
    return form.act(HandleContactMessage, reference_number=reference, again=lambda: _page(form, reference), then=then)


def _page(form: PortalForm, reference: str) -> ResponseReturnValue:
    found = panels.collect(found=Required(query(GetContactMessage, reference_number=reference))).found
    message = ContactMessage(found, for_staff=True)
    shown = "" if message.waits else listing.done(DONE)
    return render_template("backoffice/contact/detail.html", form=form, message=message, done=shown), form.status
