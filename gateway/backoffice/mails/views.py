"""The mails of the installation with their delivery status."""

from dataclasses import dataclass
from typing import Any, Self

from flask import Blueprint
from flask.typing import ResponseReturnValue

from gateway import listing
from gateway.clients import query
from gateway.guards import staff_page
from gateway.listing import Filters
from gateway.presenters import tags
from gateway.presenters.mails import Mail
from services.notify.contracts import ListMails, MailStatus

mails = Blueprint("mails", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFilters(Filters):
    status: list[str]

    @classmethod
    def from_request(cls) -> Self:
        return cls(status=listing.chosen("status", MailStatus))

    def call_parameters(self) -> dict[str, Any]:
        return {"statuses": self.status}


@mails.get("/backoffice/mails")
@staff_page
def mail_list() -> ResponseReturnValue:
    filters = MailFilters.from_request()
    found = query(ListMails, **filters.call_parameters(), **listing.cursors()).answer()
    rows, statuses = map(Mail, found["rows"]), tags.choices("mail_status", MailStatus)
    return listing.render_list("backoffice/mails/list.html", found, rows, "mails.found", filters, statuses=statuses)
