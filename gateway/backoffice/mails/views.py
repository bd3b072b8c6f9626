"""The mails of the installation: list with export, page of one mail, sending it again."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Self
from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from gateway import exports, listing, notices
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.language import moment, t
from gateway.listing import Filters
from gateway.presenters import tags
from gateway.presenters.mails import Mail
from services.notify.contracts import ExportMails, GetMail, ListMails, MailStatus, ResendMail

mails = Blueprint("mails", __name__, url_prefix="/backoffice/mails")

COLUMNS = (
    "column.subject", "column.recipient", "column.reference", "column.queued", "column.sent", "column.attempts",
    "column.status", "column.problem",
)  # fmt: skip
DONE = ("resent",)
"""Messages of the page: what was done before the redirect to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFilters(Filters):
    status: list[str]

    @classmethod
    def from_request(cls) -> Self:
        return cls(text=listing.search_text(), status=listing.chosen("status", MailStatus))

    def call_parameters(self) -> dict[str, Any]:
        return {"text": self.text, "statuses": self.status}


@mails.get("")
@staff_page
def mail_list() -> ResponseReturnValue:
    filters = MailFilters.from_request()
    found = query(ListMails, **filters.call_parameters(), **listing.cursors()).answer()
    rows, statuses = map(Mail, found["rows"]), tags.choices("mail_status", MailStatus)
    return listing.render_list("backoffice/mails/list.html", found, rows, "mails.found", filters, statuses=statuses)


@mails.get("/export.csv")
@staff_page
def export() -> Response:
    """All mails of the list's filters, newest first."""
    filters = MailFilters.from_request().call_parameters()
    rows = exports.all_rows(query(ExportMails, **filters).answer(), partial(query, ListMails, **filters))
    return exports.csv_file("mails", [t(key) for key in COLUMNS], (_cells(Mail(row)) for row in rows))


@mails.get("/<uuid:mail_id>")
@staff_page
def detail(mail_id: UUID) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), mail_id)


@mails.post("/<uuid:mail_id>/send-again")
@staff_page
def send_again(mail_id: UUID) -> ResponseReturnValue:
    return ButtonForm().act(ResendMail, mail_id=str(mail_id), on_error=_page, done="resent")


def _page(form: PortalForm, mail_id: UUID) -> ResponseReturnValue:
    mail = Mail(query(GetMail, mail_id=str(mail_id)).answer())
    return render_template("backoffice/mails/detail.html", form=form, mail=mail, done=notices.shown(DONE)), form.status


def _cells(mail: Mail) -> list[str]:
    row = mail.row
    times = [moment(row["queued_at"]), moment(row["sent_at"]) if row["sent_at"] else ""]
    about = [row["subject"], mail.recipient, row["reference_number"]]
    return [*about, *times, str(row["attempts"]), mail.tag.text, mail.problem]
