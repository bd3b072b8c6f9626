"""The inbox: contact messages of all customers."""

from dataclasses import dataclass
from typing import Any, Self

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway import listing, notices, panels
from gateway.backoffice.contact.forms import ReplyForm
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.language import t
from gateway.listing import Filters
from gateway.panels import Required
from gateway.presenters import tags
from gateway.presenters.contact import ContactMessage
from services.servicedesk.contracts import (
    AcceptContactMessage,
    ContactStatus,
    ContactSubject,
    CountContactMessages,
    GetContactMessage,
    HandleContactMessage,
    ListContactMessages,
)

staff_contact = Blueprint("staff_contact", __name__, url_prefix="/backoffice/contact")

REFERENCE = "/<string(maxlength=20):reference>"
DONE = ("handled", "accepted")
"""Messages of the page: what was done before the redirect to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFilters(Filters):
    suspected: bool
    status: list[str]
    subject: list[str]

    @classmethod
    def from_request(cls) -> Self:
        return cls(
            suspected=listing.flag("suspected"),
            status=listing.chosen("status", ContactStatus),
            subject=listing.chosen("subject", ContactSubject),
        )

    def call_parameters(self) -> dict[str, Any]:
        return {"suspected": self.suspected, "statuses": self.status, "subjects": self.subject}


@staff_contact.get("")
@staff_page
def message_list() -> ResponseReturnValue:
    filters = ContactFilters.from_request()
    page = panels.collect(
        found=Required(query(ListContactMessages, **filters.call_parameters(), **listing.cursors())),
        counts=query(CountContactMessages),
    )
    return listing.render_list(
        "backoffice/contact/list.html",
        page.found,
        [ContactMessage(row, for_staff=True) for row in page.found["rows"]],
        "contact.found",
        filters,
        statuses=tags.choices("contact_status", ContactStatus),
        subjects=[(code, t(f"contact_subject.{code}")) for code in ContactSubject],
        waiting=page.counts["received"] if page.counts else None,
        suspected=page.counts["suspected"] if page.counts else None,
    )


@staff_contact.get(REFERENCE)
@staff_page
def detail(reference: str) -> ResponseReturnValue:
    return _page(ReplyForm.shown(), reference)


@staff_contact.post(REFERENCE)
@staff_page
def handle(reference: str) -> ResponseReturnValue:
    return ReplyForm().act(HandleContactMessage, reference_number=reference, on_error=_page, done="handled")


@staff_contact.post(f"{REFERENCE}/no-spam")
@staff_page
def accept(reference: str) -> ResponseReturnValue:
    return ButtonForm().act(AcceptContactMessage, reference_number=reference, on_error=_page, done="accepted")


def _page(form: PortalForm, reference: str) -> ResponseReturnValue:
    message = ContactMessage(query(GetContactMessage, reference_number=reference).answer(), for_staff=True)
    context = {
        "message": message,
        "reply_form": form if isinstance(form, ReplyForm) else ReplyForm.shown(),
        "button_form": ButtonForm.shown(),
        "done": notices.shown(DONE),
    }
    return render_template("backoffice/contact/detail.html", form=form, **context), form.status
