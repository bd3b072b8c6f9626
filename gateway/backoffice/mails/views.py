"""The mails of the installation with their delivery status."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from gateway import listing, panels
from gateway.clients import query
from gateway.guards import staff_page
from gateway.listing import Listing
from gateway.panels import Required
from gateway.presenters import tags
from gateway.presenters.mails import Mail
from services.notify.contracts import ListMails, MailStatus

mails = Blueprint("mails", __name__)


@mails.get("/backoffice/mails")
@staff_page
def mail_list() -> ResponseReturnValue:
    chosen = listing.chosen("status", MailStatus)
    page = panels.collect(found=Required(query(ListMails, statuses=chosen, **listing.cursors())))
    return listing.render_list(
        "backoffice/mails/list.html",
        "backoffice/mails/results.html",
        chosen=chosen,
        statuses=tags.choices("mail_status", MailStatus),
        found=Listing.of(
            page.found["page"], [Mail(row) for row in page.found["rows"]], "mails.found", {"status": chosen}
        ),
    )
