"""The demo's mailbox: mails that would be sent by SMTP otherwise. The blueprint is registered in the demo only."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from gateway.clients import query
from gateway.guards import open_to_all
from services.notify.contracts import ListMailbox, ReadMailbox

mailbox = Blueprint("mailbox", __name__, url_prefix="/mailbox")

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content security policy of a mail's HTML: inline style, as mail programs require, but no script, image or form."""


@mailbox.get("")
@open_to_all
def mail_list() -> ResponseReturnValue:
    return render_template("mailbox/list.html", rows=query(ListMailbox).answer()["rows"])


@mailbox.get("/<uuid:mail_id>")
@open_to_all
def mail(mail_id: UUID) -> ResponseReturnValue:
    return render_template("mailbox/mail.html", mail=query(ReadMailbox, mail_id=mail_id).answer())


@mailbox.get("/<uuid:mail_id>/html")
@open_to_all
def mail_as_html(mail_id: UUID) -> ResponseReturnValue:
    """The HTML part of a mail, in a sandbox."""
    html = query(ReadMailbox, mail_id=mail_id).answer()["html"]
    return Response(html, mimetype="text/html", headers={"Content-Security-Policy": SANDBOX})
